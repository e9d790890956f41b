"""A point and its measures as they stand in one browser tab: form, measures, stamp."""

from functools import cached_property

from registry.papers.rows import row_of
from registry.tables.text import number_in
from risks.content import content_of, point_content, same_content
from risks.draft import next_place
from risks.models import PointLine
from risks.terms import Terms
from risks.wording import WHY, words

from .measures import LaterMeasureFormSet, MeasureDraftFormSet, MeasureFormSet, formset_class
from .options import Options
from .points import MeasuresRoundForm, PointDraftForm, PointForm, initial_of

STRICT = (PointForm, formset_class(MeasureFormSet))
LENIENT = (PointDraftForm, formset_class(MeasureDraftFormSet))
# Before publicity, where measures are written after it [2]; and the round that adds them.
MEASURES_LATER = (PointForm, formset_class(LaterMeasureFormSet))
MEASURES_NOW = (MeasuresRoundForm, formset_class(MeasureFormSet))
MEASURES_DRAFT = (MeasuresRoundForm, formset_class(MeasureDraftFormSet))


def classes_for(revision, unfinished):
    """How strictly what was sent is read: by the round, and whether it is kept unfinished."""
    if revision.adds_measures:
        return MEASURES_DRAFT if unfinished else MEASURES_NOW
    if unfinished:
        return LENIENT
    return MEASURES_LATER if Terms(revision.paper.programme).measures_later else STRICT


class PointEntry:
    """`data` None: to be shown; else what was sent. `classes` say how strictly it is read.

    A new row is found again by its place: the first autosave writes it, and whatever the same tab
    sends afterwards means that row. The stamp says whether the tab has seen what is there now.
    """

    def __init__(self, revision, line, *, data=None, classes=STRICT, blank=0, **asked):
        self.revision, self.data = revision, data
        self.terms = Terms(revision.paper.programme)
        self.line = line or self._line_at_place()
        self.saved = content_of(self.line.version) if self.line else None
        self.options = Options(revision, self.terms, self.saved)
        form_class, formset_type = classes
        initial = self._initial(asked)
        self.form = form_class(
            data,
            initial=initial,
            current=self.current,
            options=self.options,
            standing=self.standing,
        )
        self.measures = formset_type(
            data,
            initial=self._measures(blank),
            prefix="measures",
            form_kwargs={"posts": self.options.responsible, "rules": self.options.rules},
        )

    @cached_property
    def standing(self):
        """The version in force that the row starts from; None for a new one."""
        if self.line is None:
            return None
        row = row_of(self.line, self.revision.paper)
        return row.version.point.in_force if row.base else None

    @property
    def why(self):
        """The reason kept with the row; that of striking it out is no reason to adjust it."""
        version = self.line and self.line.version
        return version.why if version and not version.struck else ""

    @property
    def reason(self):
        """The reason as it was sent; in the round that adds measures it stays."""
        return self.why if self.revision.adds_measures else self.form.reason

    @property
    def current(self):
        """What the stamp covers: the row, and what the register says of the point now."""
        if self.line is None:
            return {}
        return {
            "content": self.saved,
            "struck": self.line.version.struck,
            "why": self.line.version.why,
            "in_force": self.line.version.point.in_force_id,
        }

    def is_valid(self):
        """Both parts are looked at, so that every error is shown at once."""
        return all([self.measures.is_valid(), self.form.is_valid()])

    @property
    def is_clean(self):
        """After `is_valid`: neither part has an error."""
        return not self.form.errors and self.measures.is_valid()

    @property
    def is_repeat(self):
        """A second post of what was already saved (a double click, a lost reply): nothing to do."""
        if not self.form.is_stale or self.saved is None or not self._only_stale():
            return False
        same_reason = self.reason == self.why
        return same_reason and same_content(self.terms.settled(self.content()), self.saved)

    @property
    def is_blank(self):
        """Nothing written yet: not worth a row."""
        content = self.content()
        return not any(content[part] for part in ("source", "risk", "harm", "text", "measures"))

    def content(self):
        kept = self.saved if self.revision.adds_measures and self.saved else {}
        measures = self.measures.contents()
        return point_content(**{**kept, **self.form.content(), "measures": measures})

    @cached_property
    def stale_rows(self):
        """What was typed beside what is saved now, where they differ."""
        if not self.form.is_stale or self.saved is None:
            return []
        names = self.options.names
        yours = words(self.terms.settled(self.content()), names) | {WHY: self.reason}
        theirs = words(self.saved, names) | {WHY: self.why}
        return [
            {"label": label, "yours": yours[label], "theirs": theirs[label], "id": number}
            for number, label in enumerate(yours)
            if yours[label] != theirs[label]
        ]

    def _only_stale(self):
        errors = self.form.non_field_errors()
        fields = [name for name in self.form.errors if name != "__all__"]
        return len(errors) == 1 and not fields and self.measures.is_valid()

    def _line_at_place(self):
        place = number_in((self.data or {}).get("place", ""))
        if place is None:
            return None
        lines = PointLine.objects.filter(revision=self.revision).of_register_rows()
        return lines.filter(position=place, version__written_in=self.revision.paper).first()

    def _initial(self, asked):
        """What is saved; for a new row what it was `asked` for, as `duty` and `matter`."""
        if self.saved is not None:
            initial = initial_of(self.saved, self.terms)
            return {**initial, "place": self.line.position, "why": self.why}
        initial = {**initial_of(point_content(), self.terms), "kind": "", **asked}
        return {**initial, "place": next_place(PointLine, self.revision)}

    def _measures(self, blank):
        new = {"post": self.revision.paper.post_id, "stage": "before", "kind": "procedure",
               "rhythm": "each_time"}  # fmt: skip
        saved = self.saved["measures"] if self.saved else []
        return [*saved, *([new] * (blank or not saved))]
