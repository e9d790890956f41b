"""Each row of the workbook beside its line of the draft: three texts, field by field.

What it said when it went out (by the digests of the mark), what it says now, what the draft says
now. A field that only the file changed is taken; one that both changed is asked about. A line that
the file has no more stays unless its removal is wished for.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from registry.papers.digest import digest_of

from .marks import print_of

ADDED, CHANGED, CONFLICT = "added", "changed", "conflict"
SAME, KEPT, GONE = "same", "kept", "gone"
REMOVE, STRIKE, LEAVE_OUT = "remove", "strike", "leave_out"


class Sort(ABC):
    """One sort of rows of a draft, as duties or powers; what follows says how they are compared.

    `key` names it on the page and `key_in_head` in the head, `lines` are those of the draft,
    `together` fields that are taken or left as one, `why_no_new` why none may be added (empty: they
    may).
    """

    key = key_in_head = ""
    together = frozenset()
    why_no_new = ""

    @abstractmethod
    def id_of(self, line):
        """The identity of a line, which outlives a revision."""

    @abstractmethod
    def now(self, line):
        """Field → value as the draft says it, in the words of the workbook."""

    @abstractmethod
    def said(self, row, line):
        """Field → value as the file says it, once it is settled as it would be kept."""

    @abstractmethod
    def name(self, said):
        """What a row without a mark is known by; empty where it has no name yet."""

    @abstractmethod
    def why_not(self, line):
        """Why this line cannot change, empty where it can."""

    @abstractmethod
    def act(self, line):
        """How the line would go: `REMOVE`, `STRIKE` or `LEAVE_OUT`."""


@dataclass
class Planned:
    """One row of the file beside its line of the draft (None: there is none, or no more).

    `now` and `said` are field → value; `taken` the fields the file alone changed, `disputed` those
    changed on both sides; `why` says why a change cannot be taken.
    """

    sort: Sort
    row: object
    line: object | None
    now: dict
    said: dict
    action: str
    taken: list = field(default_factory=list)
    disputed: list = field(default_factory=list)
    why: str = ""

    @property
    def key(self):
        return f"{self.sort.key}-{self.row.row}"


@dataclass(frozen=True)
class Missing:
    """A line of the draft that went out and did not come back; `act` is how it would go."""

    sort: Sort
    line: object
    act: str

    @property
    def key(self):
        return f"{self.sort.key}-line-{self.line.pk}"


@dataclass(frozen=True)
class Plan:
    """What the file would do to the draft; `came_since`: lines neither sent nor brought."""

    head: object
    rows: list
    missing: list
    faults: list
    came_since: int

    def of(self, action):
        return [planned for planned in self.rows if planned.action == action]

    def of_sort(self, key):
        return [planned for planned in self.rows if planned.sort.key == key]

    @property
    def counts(self):
        return {action: len(self.of(action)) for action in (ADDED, CHANGED, CONFLICT, SAME, KEPT)}

    @property
    def fingerprint(self):
        """What was seen in the comparison; confirming writes exactly that or nothing."""
        rows = [
            [p.key, p.action, p.line and p.line.pk, p.now, p.said, p.disputed] for p in self.rows
        ]
        return digest_of([rows, [[each.key, each.act] for each in self.missing]])[:16]


def missing_of(sort, head, read):
    """Lines that went out, may be changed, and did not come back."""
    sent = set(head.rows.get(sort.key_in_head, ()))
    back = {row.mark.id for row in read if row.mark}
    return [
        Missing(sort, line, sort.act(line))
        for line in sort.lines
        if sort.id_of(line) in sent - back and line.open and not line.version.struck
    ]


def came_since(sort, head, planned):
    """How many lines the draft has that neither went out nor came in with this file."""
    sent = set(head.rows.get(sort.key_in_head, ()))
    met = {each.line.pk for each in planned if each.line}
    return sum(
        sort.id_of(line) not in sent and line.pk not in met and not line.version.struck
        for line in sort.lines
    )


class Comparing:
    """All rows of one sheet beside their lines."""

    def __init__(self, sort):
        self.sort = sort
        self.lines = {sort.id_of(line): line for line in sort.lines}
        self.now = {line.pk: sort.now(line) for line in sort.lines}

    def all(self, rows):
        marked = {row.mark.id for row in rows if row.mark}
        self.unmarked = {
            name: line
            for identity, line in self.lines.items()
            if identity not in marked and not line.version.struck
            if (name := self.sort.name(self.now[line.pk]))
        }
        self.known = [(self.now[line.pk], line) for line in self.lines.values()]
        return [self._one(row) for row in rows]

    def _one(self, row):
        if row.mark is None:
            return self._unmarked(row)
        line = self.lines.get(row.mark.id)
        said = self.sort.said(row, line)
        if line is None:
            return self._of_gone(row, said)
        now, was = self.now[line.pk], row.mark.was
        there = [name for name in said if _moved(said, was, name, now)]
        fields = [name for name in there if said[name] != now[name]]
        disputed = [name for name in fields if name in was and print_of(now[name]) != was[name]]
        if line.version.struck:
            disputed = fields
        return self._planned(row, line, said, fields, disputed)

    def _unmarked(self, row):
        """A new row; where the draft says the same already, that line."""
        said = self.sort.said(row, None)
        for known, line in self.known:
            if known == said:
                return Planned(self.sort, row, line, said, said, SAME)
        line = self.unmarked.pop(self.sort.name(said), None)
        if line is not None:
            said = self.sort.said(row, line)
            now = self.now[line.pk]
            fields = [name for name in said if said[name] != now[name]]
            return self._planned(row, line, said, fields, [])
        self.known.append((said, None))
        if self.sort.why_no_new:
            return Planned(self.sort, row, None, {}, said, KEPT, why=self.sort.why_no_new)
        return Planned(self.sort, row, None, {}, said, ADDED, taken=list(said))

    def _of_gone(self, row, said):
        """Its line was deleted here meanwhile: asked about only where the file changed it."""
        moved = [name for name in said if _moved(said, row.mark.was, name, {})]
        if not moved:
            return Planned(self.sort, row, None, {}, said, GONE)
        if self.sort.why_no_new:
            return Planned(self.sort, row, None, {}, said, KEPT, why=self.sort.why_no_new)
        return Planned(self.sort, row, None, {}, said, CONFLICT, disputed=list(said))

    def _planned(self, row, line, said, fields, disputed):
        planned = Planned(self.sort, row, line, self.now[line.pk], said, SAME)
        if not fields:
            return planned
        if why := self.sort.why_not(line):
            planned.action, planned.why = KEPT, why
            planned.taken = fields
            return planned
        if self.sort.together & set(disputed):
            disputed = [name for name in fields if name in disputed or name in self.sort.together]
        planned.taken = [name for name in fields if name not in disputed]
        planned.disputed = disputed
        planned.action = CONFLICT if disputed else CHANGED
        return planned


def _moved(said, was, name, now):
    """Whether the file says something else than when it went out."""
    if name in was:
        return print_of(said[name]) != was[name]
    return bool(now) and said[name] != now[name]
