"""What a file would do to the draft: rows added, changed or the same, and what is wrong."""

from dataclasses import dataclass, field

from django.db.models import F

from powers.checklist import default_visibility, faults, gaps, name_key
from powers.content import LABELS, TEXTS, content_of, says_the_same, whole
from powers.kinds.choosing import kinds_for, misfit
from powers.kinds.shipped import OTHER
from powers.models import PowerBasis, PowerVersion
from registry.papers.digest import digest_of

from .meaning import Meaning
from .values import Unclear

NEW, CHANGED, SAME = "new", "adjusted", "unchanged"


@dataclass(frozen=True)
class Remark:
    """About one cell: an error that must be mended, or a note to look at."""

    row: int
    letter: str
    label: str
    text: str

    @property
    def place(self):
        column = f"，{self.letter} 列（{self.label}）" if self.letter else f"，{self.label}"
        return f"第 {self.row} 行{column if self.label else ''}"


@dataclass
class PlannedRow:
    number: int
    content: dict
    action: str = NEW
    line_id: int | None = None
    before: dict | None = None  # what the row of a known power says now
    errors: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    adjusted: bool = False  # in the register by hand, since the file said this the last time


@dataclass(frozen=True)
class Plan:
    reading: object
    rows: list

    @property
    def errors(self):
        return [remark for row in self.rows for remark in row.errors]

    @property
    def notes(self):
        return [remark for row in self.rows for remark in row.notes]

    @property
    def fingerprint(self):
        """What was seen in the preview; confirming writes exactly that or nothing."""
        return digest_of([[row.action, row.line_id, row.content] for row in self.rows])[:16]

    def count(self, action):
        return sum(row.action == action for row in self.rows)

    @property
    def counts(self):
        return {action: self.count(action) for action in (NEW, CHANGED, SAME)}


def make_plan(reading, draft, *, default_side):
    """`draft` is a `CatalogueDraft`; `default_side` is for rows that say no side."""
    planner = _Planner(reading, draft, default_side)
    rows = [planner.plan(row) for row in reading.rows]
    planner.find_repeated(rows)
    planner.mark_adjusted(rows)
    return Plan(reading, rows)


class _Planner:
    def __init__(self, reading, draft, default_side):
        self.reading, self.draft, self.default_side = reading, draft, default_side
        unit = draft.paper.unit
        self.unit_name = unit.name
        self.kinds = {kind.code: kind for kind in kinds_for(unit)}
        sections = unit.sections.filter(closed_on__isnull=True)
        by_name = {name_key(section.name): section for section in sections}
        self.meaning = Meaning(list(self.kinds.values()), by_name)

    def plan(self, row):
        line = self.draft.named(row.texts.get("name", ""))
        planned = PlannedRow(row.number, self._start(row, line))
        for name, text in row.texts.items():
            if text:
                self._take(planned, name, text)
        self._complete(planned, row, line)
        self._judge(planned)
        if line is not None:
            self._compare(planned, line)
        for name, said in row.notes.items():
            self._note(planned, name, f"{said}。")
        return planned

    def find_repeated(self, rows):
        first = {}
        for row in rows:
            earlier = first.setdefault(name_key(row.content["name"]), row)
            if earlier is not row and row.content["name"]:
                text = (
                    f"与第 {earlier.number} 行是同一个名称。同一职权只列一项，"
                    "几个科室共同承办的，把科室写在同一格里，用顿号隔开。"
                )
                self._error(row, "name", text)

    def mark_adjusted(self, rows):
        """Rows that would bring back what an earlier version in force said; four queries."""
        changed = {row.line_id: row for row in rows if row.action == CHANGED}
        powers = {line.version.power_id: line for line in self.draft.lines if line.pk in changed}
        earlier = PowerVersion.objects.filter(
            power__in=powers, digest__isnull=False, pk__lt=F("power__in_force")
        )
        for version in earlier.with_content():
            line = powers[version.power_id]
            row = changed[line.pk]
            moved = [name for name in row.content if row.content[name] != row.before[name]]
            known = content_of(version)
            if all(known[name] == row.content[name] for name in moved):
                row.adjusted = True

    def _start(self, row, line):
        """A known power keeps what the file leaves blank."""
        if line is not None:
            return content_of(line.version)
        blank = dict.fromkeys(TEXTS, "")
        return whole({**blank, "bases": [], "sections": [], "steps": []})

    def _take(self, planned, name, text):
        try:
            planned.content[name] = self.meaning.of(name, text)
        except Unclear as unclear:
            self._error(planned, name, str(unclear))
            return
        if name == "bases" and len(planned.content["bases"]) > 1:
            self._note(planned, name, f"分成 {len(planned.content['bases'])} 条依据。")

    def _complete(self, planned, row, line):
        """Defaults of a new power, each of them told where it is not obvious."""
        content = planned.content
        if not content["side"]:
            content["side"] = self.default_side
            if self.reading.letter("side"):
                self._note(planned, "side", "空着，按上面选的填写。")
        if not content["kind"]:
            content["kind"] = OTHER
            self._note(planned, "kind", "没有写类型，按“其他职权”。")
        content["exercising_body"] = content["exercising_body"] or self.unit_name
        content["disposition"] = content["disposition"] or PowerVersion.Disposition.KEEP.value
        if not row.texts.get("visibility") and (line is None or row.texts.get("side")):
            content["visibility"] = default_visibility(content["side"])
        if content["side"] == PowerVersion.Side.INTERNAL and not row.texts.get("served"):
            content["served"] = ""
        if content["visibility"] != PowerVersion.Visibility.WITHHELD:
            content["ground"] = ""

    def _judge(self, planned):
        for name, text in errors_in(planned.content, self.kinds):
            self._error(planned, name, text)
        for gap in gaps(planned.content):
            self._note(planned, gap.field, f"提交前要补上：{gap.text}")

    def _compare(self, planned, line):
        planned.line_id, planned.before = line.pk, content_of(line.version)
        planned.action = SAME if says_the_same(planned.content, line.version) else CHANGED
        if planned.action == CHANGED and not line.open:
            text = "目录里的这一项审核人已经看过，本次不能改，请从表里删去这一行。"
            self._error(planned, "name", text)

    def _error(self, planned, name, text):
        planned.errors.append(self._remark(planned, name, text))

    def _note(self, planned, name, text):
        """Nothing more about a cell that must be mended anyway."""
        if LABELS[name] in {error.label for error in planned.errors}:
            return
        planned.notes.append(self._remark(planned, name, text))

    def _remark(self, planned, name, text):
        return Remark(planned.number, self.reading.letter(name), LABELS[name], text)


def errors_in(content, kinds):
    """(field, sentence) of what refuses a row; `kinds`: code → kind of the unit."""
    kind = kinds.get(content["kind"])
    if kind and not kind.fits(content["side"]):
        yield "kind", misfit(kind)
    for name, longest in _LONGEST.items():
        if len(content[name]) > longest:
            yield name, f"太长，请控制在 {longest} 个字以内。"
    for basis in content["bases"]:
        if len(basis["law"]) > _LAW or len(basis["article"]) > _ARTICLE:
            yield "bases", f"有一条太长：“{basis['law'][:20]}…”，请分行写。"
    for fault in faults(content):
        yield fault.field, fault.text


_LONGEST = {
    name: PowerVersion._meta.get_field(name).max_length or 5000
    for name in TEXTS
    if name not in ("side", "kind", "served", "disposition", "visibility")
}
_LAW = PowerBasis._meta.get_field("law").max_length
_ARTICLE = PowerBasis._meta.get_field("article").max_length
