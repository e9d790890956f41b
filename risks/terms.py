"""What a programme year lays down for its points: levels, how they are proposed, what is shown."""

from functools import cached_property

from registry.organisation.models import Programme, ScaleLevel

from . import grading, phrasing

PUBLIC, INSIDE = "public", "inside"


class Terms:
    """The scale and the scheme of a programme, read once (one query for the levels).

    With another `scheme`: what it would propose in this year, before anybody switches it on.
    """

    def __init__(self, programme, scheme=None):
        self.programme = programme
        self.scheme = scheme or programme.scheme
        self._scale_id = scheme.scale_id if scheme else programme.scale_id
        self.rules = self.scheme.rules
        self.questions = grading.questions(self.scheme.kind, self.rules)

    @cached_property
    def levels(self):
        """The levels of the scale, gravest first."""
        return list(ScaleLevel.objects.filter(scale=self._scale_id).order_by("-rank"))

    @cached_property
    def scale(self):
        return grading.Scale(lowest=self.levels[-1].rank, top=self.levels[0].rank)

    def propose(self, answers):
        """The level proposed for these answers, with its reasons; None while one is missing."""
        names = {level.rank: str(level) for level in self.levels}
        return grading.propose(self.scheme.kind, self.rules, answers, names)

    def proposed_level(self, answers):
        proposal = self.propose(answers)
        return self.level_of(proposal) if proposal else None

    def level_of(self, proposal):
        return next((level for level in self.levels if level.rank == proposal.rank), None)

    def post_grade(self, versions):
        """The grade proposed for a post with these versions (their levels loaded)."""
        points = [
            grading.Graded(version.level and version.level.rank, self._is_frequent(version))
            for version in versions
        ]
        return grading.post_grade(points, self.scale)

    def _is_frequent(self, version):
        """Answers given to an earlier scheme say nothing to this one."""
        if version.scheme_id not in (None, self.scheme.pk):
            return False
        return grading.is_frequent(self.scheme.kind, self.rules, version.answers)

    def default_visibility(self, level_id):
        """As the preset says: all inside [4], or all but the lowest level before the public [0]."""
        if self.programme.preset == Programme.Preset.INSIDE:
            return INSIDE
        rank = next((level.rank for level in self.levels if level.pk == level_id), None)
        return PUBLIC if rank is not None and rank > self.scale.lowest else INSIDE

    @property
    def measures_later(self):
        """Whether the first round may be without measures: they are written after publicity [2]."""
        return self.programme.measures_after_publicity and self.programme.publicity_days > 0

    @property
    def asks_level_after(self):
        """Whether the year asks for the level that remains after the measures."""
        return self.programme.asks_level_after

    @property
    def level_fields(self):
        """The levels that the year wants said of a point."""
        return ("level", "level_after") if self.asks_level_after else ("level",)

    def problem_after(self, level_id, after_id):
        """Why the second cannot remain of the first; blank where it can, where nothing is said,
        and of two levels of an earlier scale.
        """
        known = {level.pk: level for level in self.levels}
        if after_id is None or (level_id and not {level_id, after_id} & known.keys()):
            return ""
        if level_id and not {level_id, after_id} <= known.keys():
            return grading.OTHER_SCALE
        return grading.problem_after(known.get(level_id), known[after_id])

    def settled(self, content):
        """The content as it is kept: parts tidied, level and visibility decided where left open."""
        tidy = {
            part: phrasing.tidy_part(part, content[part]) for part in ("source", "risk", "harm")
        }
        proposed = self.proposed_level(content["answers"])
        level = content["level"] or (proposed.pk if proposed else None)
        return {
            **content,
            **tidy,
            "text": phrasing.unwrapped(content["text"]),
            "level": level,
            "level_after": self._settled_after(level, content["level_after"]),
            "level_why": content["level_why"] if self._overrides(level, proposed) else "",
            "visibility": content["visibility"] or self.default_visibility(level),
        }

    def _settled_after(self, level_id, after_id):
        """Nothing beside no level. What an earlier year said stays where this one does not ask, as
        long as it can; where it asks, the form and the checklist speak.
        """
        if level_id is None:
            return None
        spoken_of = self.asks_level_after or not self.problem_after(level_id, after_id)
        return after_id if spoken_of else None

    def _overrides(self, level_id, proposed):
        return proposed is not None and level_id != proposed.pk
