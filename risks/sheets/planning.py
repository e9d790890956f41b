"""What a file would do to the forms of a unit: which post each row goes to, and as what content."""

from dataclasses import dataclass, field

from registry.intake.cleaning import broken
from registry.papers.digest import digest_of
from risks.terms import Terms

from .contents import Contents
from .finding import ERROR, INFO
from .places import Place, Places
from .remarks import remark

EDITABLE = ("risk", "source", "harm", "level", "measures")


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


@dataclass
class PlannedRow:
    row: object
    place: Place
    content: dict
    duty: str = ""
    skipped: bool = False
    edited: bool = False


@dataclass
class Plan:
    reading: object
    places: list
    rows: list
    levels: list  # of the programme's scale, gravest first

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
            [p.row.key, p.place.label, p.place.post and p.place.post.pk, p.duty, p.content]
            for p in self.taken
        ]
        return digest_of(said)[:16]

    def count(self, severity):
        return sum(planned.row.count(severity) > 0 for planned in self.taken)


def make_plan(reading, *, unit, programme, choices):
    """Match the rows of a reading to the posts of a unit, and say what is wrong with each."""
    return _Planner(reading, unit, programme, choices).plan()


class _Planner:
    def __init__(self, reading, unit, programme, choices):
        self.reading, self.choices = reading, choices
        self.places = Places(unit, choices.posts)
        self.contents = Contents(Terms(programme), self.places, choices.levels)

    def plan(self):
        for row in self.reading.rows:
            self._edit(row)
        remark(self.reading, powers=self.contents.powers, people=self.places.people())
        rows = [self._planned(row) for row in self.reading.rows]
        return Plan(self.reading, list(self.places.found.values()), rows, self.contents.levels)

    def _edit(self, row):
        """What was typed in the preview stands for what the file says; so do its errors."""
        edits = self.choices.edits.get(row.key, {})
        for name, text in edits.items():
            if name == "measures":
                row.measures = [("", line.strip()) for line in text.split("\n") if line.strip()]
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
        planned = PlannedRow(row, place, self.contents.of(row), row.texts.get("duty", ""), skipped)
        planned.edited = row.key in self.choices.edits
        if not skipped:
            place.rows.append(planned)
        return planned
