"""What an import would do, item by item (new, changed, as it is), and what stands against it."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from .columns import SHEETS

KINDS = {
    "units": "单位",
    "sections": "科室",
    "posts": "岗位",
    "people": "人员",
    "accounts": "账号",
    "appointments": "任职",
    "seats": "席位",
}
NEW, CHANGED, SAME = "new", "changed", "same"


@dataclass
class Item:
    """`obj` is a saved or unsaved model instance; for accounts the person, with the user name."""

    kind: str
    status: str
    sheet: str
    row: int
    label: str
    obj: object
    changes: list = field(default_factory=list)
    username: str = ""


@dataclass
class Plan:
    items: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    def of(self, kind, *statuses):
        return [
            item
            for item in self.items
            if item.kind == kind and (not statuses or item.status in statuses)
        ]

    @property
    def errors(self):
        return _in_order(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self):
        return _in_order(problem for problem in self.problems if problem.severity == "warning")

    @property
    def is_empty(self):
        return all(item.status == SAME for item in self.items)

    @property
    def waits_for_seats(self):
        return bool(self.of("seats", NEW))

    def summary(self):
        """One line per kind: how many new, changed, as they are."""
        counts = Counter((item.kind, item.status) for item in self.items)
        return [
            {
                "kind": kind,
                "label": label,
                NEW: counts[kind, NEW],
                CHANGED: counts[kind, CHANGED],
                SAME: counts[kind, SAME],
            }
            for kind, label in KINDS.items()
            if any(counts[kind, status] for status in (NEW, CHANGED, SAME))
        ]

    @property
    def fingerprint(self):
        """Changes when a look at the same file would now do something else."""
        said = "\n".join(
            f"{item.kind}|{item.status}|{item.label}|{item.changes}" for item in self.items
        )
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def _in_order(problems):
    """As one goes through the file: sheet by sheet, row by row."""
    sheets = [plan.name for plan in SHEETS]
    return sorted(
        problems,
        key=lambda one: (sheets.index(one.sheet) if one.sheet else -1, one.row or 0, one.column),
    )
