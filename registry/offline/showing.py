"""A comparison in words: what the page shows of each row before anything is taken."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from .comparing import ADDED, CHANGED, CONFLICT, KEPT, LEAVE_OUT, REMOVE, STRIKE

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


class Words(ABC):
    """How the rows of a plan are put into words; what a kind of draft knows is asked below."""

    def asked(self, plan, reasons):
        """Rows that wait for an answer, in the order of weight: disputed, missing. `reasons` are
        those typed already for rows that are to go.
        """
        missing = [self._missing(each, reasons.get(each.key, "")) for each in plan.missing]
        return [*map(self._row, plan.of(CONFLICT)), *missing]

    def told(self, plan, most):
        """The first `most` of the rows that ask nothing: kept, changed, added."""
        rows = [*plan.of(KEPT), *plan.of(CHANGED), *plan.of(ADDED)]
        return [self._row(planned) for planned in rows[:most]]

    @abstractmethod
    def sort(self, sort):
        """What a row is called."""

    @abstractmethod
    def title(self, planned):
        """The row in a few words."""

    @abstractmethod
    def title_of_line(self, missing):
        """The same of a line that the file has no more."""

    @abstractmethod
    def label(self, planned, name):
        """The header of a field."""

    @abstractmethod
    def value(self, planned, name, value):
        """A value of a field as a reader sees it."""

    def _row(self, planned):
        fields = [name for name in planned.taken if planned.now or planned.said[name]]
        disputed = planned.disputed if planned.now else []
        return ShownRow(
            key=planned.key,
            action=planned.action,
            sort=self.sort(planned.sort),
            place=f"“{planned.row.sheet}”第 {planned.row.row} 行",
            title=self.title(planned),
            changed=[self._field(planned, name) for name in fields],
            disputed=[self._field(planned, name) for name in disputed],
            note=planned.why or _what_happened_here(planned),
        )

    def _missing(self, missing, reason):
        label, hint = ACTS[missing.act]
        return ShownRow(
            key=missing.key,
            action="missing",
            sort=self.sort(missing.sort),
            place=label,
            title=self.title_of_line(missing),
            changed=[],
            disputed=[],
            note=hint,
            needs_reason=missing.act == STRIKE,
            reason=reason,
        )

    def _field(self, planned, name):
        return ShownField(
            self.label(planned, name),
            self.value(planned, name, planned.now.get(name)),
            self.value(planned, name, planned.said[name]),
        )


def _what_happened_here(planned):
    if planned.action != CONFLICT:
        return ""
    if planned.line is None:
        return GONE_HERE
    return STRUCK_HERE if planned.line.version.struck else ""
