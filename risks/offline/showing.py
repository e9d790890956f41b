"""A comparison in words: what the page shows of each row before anything is taken."""

from dataclasses import dataclass

from risks.tables import numbered
from risks.wording import NOT_YET, sentence

from .book import DUTIES
from .columns import Columns
from .comparing import ADDED, CHANGED, CONFLICT, KEPT
from .planning import LEAVE_OUT, REMOVE, STRIKE
from .references import NEW

MEASURES = "防控措施"
SORTS = {True: "职责", False: "风险点"}
ACTS = {
    REMOVE: ("从草稿里删去", "它是本次新写的，还没有生效。"),
    STRIKE: ("提出销号", "它在台账里已经生效，销号要写一句理由，确认生效以后才移出台账。"),
    LEAVE_OUT: ("不列入我的这张表", "它是本岗位共同的内容，只是不列入您的这张表。"),
}
GONE_HERE = "（系统里已经删去）"
STRUCK_HERE = "（系统里已经提出销号）"


@dataclass(frozen=True)
class ShownField:
    label: str
    here: str
    file: str


@dataclass(frozen=True)
class ShownRow:
    """One row of the file, or of the draft where it is `missing`."""

    key: str
    action: str
    sort: str
    place: str
    title: str
    changed: list
    disputed: list
    note: str = ""
    needs_reason: bool = False
    reason: str = ""


def shown_rows(plan, draft, reasons):
    """What to look at, in the order of weight: asked about, missing, kept, changed, added.

    `reasons` are those typed already for rows that are to go.
    """
    words = _Words(plan, draft)
    missing = [_missing(each, reasons.get(each.key, "")) for each in plan.missing]
    return [
        *words.rows(plan.of(CONFLICT)),
        *missing,
        *words.rows([*plan.of(KEPT), *plan.of(CHANGED), *plan.of(ADDED)]),
    ]


def _missing(missing, reason):
    version = missing.line.version
    is_duty = missing.sort == DUTIES
    label, hint = ACTS[missing.act]
    return ShownRow(
        key=missing.key,
        action="missing",
        sort=SORTS[is_duty],
        place=label,
        title=version.text if is_duty else version.sentence or NOT_YET,
        changed=[],
        disputed=[],
        note=hint,
        needs_reason=missing.act == STRIKE,
        reason=reason,
    )


class _Words:
    def __init__(self, plan, draft):
        self.columns = Columns(draft)
        self.duties = {line.version.duty_id: line.version.text for line in draft.duties.lines}
        for planned in plan.duties:
            if planned.line is None:
                self.duties[f"{NEW}{planned.row.row}"] = planned.said["text"]

    def rows(self, planned):
        return [self.row(each) for each in planned]

    def row(self, planned):
        is_duty = planned.row.sheet == DUTIES
        said = planned.said
        fields = [name for name in planned.taken if planned.now or said[name]]
        return ShownRow(
            key=planned.key,
            action=planned.action,
            sort=SORTS[is_duty],
            place=f"“{planned.row.sheet}”第 {planned.row.row} 行",
            title=(said["text"] if is_duty else sentence(said)) or NOT_YET,
            changed=[self._field(planned, name, is_duty) for name in fields],
            disputed=[self._field(planned, name, is_duty) for name in planned.disputed]
            if planned.now
            else [],
            note=planned.why or _what_happened_here(planned),
        )

    def _field(self, planned, name, is_duty):
        label = self._label(name, is_duty)
        here = self._value(name, planned.now.get(name), is_duty)
        return ShownField(label, here, self._value(name, planned.said[name], is_duty))

    def _label(self, name, is_duty):
        if name == "measures":
            return MEASURES
        columns = self.columns.duties if is_duty else self.columns.points
        return next(column.header for column in columns if column.field == name)

    def _value(self, name, value, is_duty):
        if name == "measures":
            return "\n".join(numbered([self._measure(measure) for measure in value or []]))
        if name == "duty":
            return self.duties.get(value, "")
        columns = self.columns.duties if is_duty else self.columns.points
        return next(column for column in columns if column.field == name).label_of(value)

    def _measure(self, measure):
        facts = [c.label_of(measure.get(c.field)) for c in self.columns.measures[1:]]
        return f"{measure['text']}（{'，'.join(filter(None, facts))}）"


def _what_happened_here(planned):
    if planned.action != CONFLICT:
        return ""
    if planned.line is None:
        return GONE_HERE
    return STRUCK_HERE if planned.line.version.struck else ""
