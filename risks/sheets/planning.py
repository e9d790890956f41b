"""What a file would do to the forms of a unit: which post each row goes to, and as what content."""

from dataclasses import dataclass, field

from registry.intake.cleaning import broken
from registry.papers.digest import digest_of
from registry.tables.text import number_in
from risks.terms import Terms
from risks.wording import sentence

from .contents import Contents
from .finding import ERROR, INFO, WARNING
from .places import NO_PLACE, Place, Places
from .remarks import remark
from .since import RULE as ADJUSTED_SINCE
from .since import mark_adjusted
from .standing import IN_REVIEW, NO_NEW_ROWS, REPLACES, forms_of, onto

EDITABLE = ("risk", "source", "harm", "level", "level_after", "measures")


@dataclass
class Choices:
    """What the person decided. `levels`: word of the file → id of a level; `posts`: label of a
    place → post id, "new" or "skip"; `edits`: row key → {field: text}; `skipped`: row keys;
    `mapped`: somebody has looked at columns, levels and posts.
    """

    columns: dict = field(default_factory=dict)
    levels: dict = field(default_factory=dict)
    posts: dict = field(default_factory=dict)
    split: bool = True
    edits: dict = field(default_factory=dict)
    skipped: list = field(default_factory=list)
    mapped: bool = False

    @property
    def posts_to_remember(self):
        """Rows that say nothing are somebody else's next time; a new post is found by its name."""
        return {
            label: post
            for label, post in self.posts.items()
            if label != NO_PLACE and number_in(post) is not None
        }


@dataclass
class PlannedRow:
    row: object
    place: Place
    content: dict
    duty: str = ""
    skipped: bool = False
    edited: bool = False
    level: str = ""  # of the unit, by its own name

    @property
    def adjusted(self):
        """The register was adjusted by hand since this row came the last time (已调整)."""
        return any(finding.rule == ADJUSTED_SINCE for finding in self.row.findings)


@dataclass
class Plan:
    reading: object
    places: list
    rows: list
    levels: list  # of the programme's scale, gravest first
    words: list  # for levels, as far as the year asks for them
    forms: dict = field(default_factory=dict)  # (post id, holder id) → Standing

    @property
    def own_levels(self):
        """What a level may be called in the preview beside the words of the file."""
        return [name for level in self.levels if (name := str(level)) not in self.words]

    @property
    def taken(self):
        return [planned for planned in self.rows if not planned.skipped]

    @property
    def errors(self):
        return [(p.row, f) for p in self.taken for f in p.row.findings if f.severity == ERROR]

    @property
    def fingerprint(self):
        """What was seen in the preview; confirming writes exactly that or nothing."""
        said = [
            [
                p.row.key,
                p.place.label,
                p.place.post and p.place.post.pk,
                p.duty,
                p.content,
                self.saves_of(p.place),
            ]
            for p in self.taken
        ]
        return digest_of(said)[:16]

    def saves_of(self, place):
        """How often the form of this place had been saved when it was looked at."""
        form = self.forms.get(place.form_key)
        return form.counter if form else 0

    def count(self, severity):
        return sum(planned.row.count(severity) > 0 for planned in self.taken)


def make_plan(reading, *, unit, programme, choices):
    """Match the rows of a reading to the posts of a unit, and say what is wrong with each."""
    return _Planner(reading, unit, programme, choices).plan()


class _Planner:
    def __init__(self, reading, unit, programme, choices):
        self.reading, self.choices = reading, choices
        self.places = Places(unit, choices.posts)
        self.terms = Terms(programme)
        self.contents = Contents(self.terms, self.places, choices.levels)
        self.typed = {}  # row key → fields that say something else than the file

    def plan(self):
        words = self.reading.words_in(self.terms.level_fields)
        for row in self.reading.rows:
            self._edit(row)
        remark(self.reading, powers=self.contents.power_names, people=self.places.people())
        rows = [self._planned(row) for row in self.reading.rows]
        mark_adjusted(rows)
        places = list(self.places.found.values())
        posts = {place.post.pk for place in places if place.post and place.post.pk}
        plan = Plan(self.reading, places, rows, self.terms.levels, words)
        plan.forms = forms_of(posts, self.terms.programme)
        for planned in plan.taken:
            if form := plan.forms.get(planned.place.form_key):
                self._meet(planned, form)
        return plan

    def _meet(self, planned, form):
        """Say what the form of the post says of this row already, or that it takes none now."""
        find, name = planned.row.find, planned.place.post.name
        old, kept = form.said.get(sentence(self.terms.settled(planned.content)), (None, ""))
        if not form.is_draft:
            find("in_review", ERROR, "post", IN_REVIEW.format(name))
        elif kept:
            find("kept", WARNING, "risk", kept)
        elif old is None and not form.takes_new_rows:
            find("no_new_rows", ERROR, "post", NO_NEW_ROWS.format(name))
        elif old is not None and onto(old, planned.content) != old:
            find("replaces", WARNING, "risk", REPLACES)

    def _edit(self, row):
        """What was typed in the preview stands for what the file says; so do its errors."""
        edits = self.choices.edits.get(row.key, {})
        self.typed[row.key] = {name for name in edits if edits[name] != row.texts.get(name)}
        for name, text in edits.items():
            if name == "measures":
                stages = {said: stage for stage, said in row.measures}
                lines = [line.strip() for line in text.split("\n") if line.strip()]
                row.measures = [(stages.get(line, ""), line) for line in lines]
            elif name in EDITABLE:
                row.texts[name] = text.strip()
        row.findings = [f for f in row.findings if not (f.severity == ERROR and f.field in edits)]
        for name in edits:
            if said := broken(edits[name]):
                row.find("broken", ERROR, name, said)
        if not row.texts["risk"]:
            row.find("no_risk", ERROR, "risk", "没有写风险点。请补上，或不导入这一行。")

    def _planned(self, row):
        place = self.places.place(row.texts)
        skipped = place.skipped or row.key in self.choices.skipped
        if place.problem and not skipped:
            row.find("no_post", ERROR, "post", place.problem)
        elif place.note:
            row.find("post_found", INFO, "post", f"{place.note}。")
        content = self.contents.of(row, self.typed[row.key])
        planned = PlannedRow(row, place, content, row.texts.get("duty", ""), skipped)
        planned.edited = row.key in self.choices.edits
        planned.level = self.contents.own_names.get(content["level"], "")
        if not skipped:
            place.rows.append(planned)
        return planned
