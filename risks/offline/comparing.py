"""Each row of the workbook beside its line of the draft: three texts, field by field.

What it said when it went out (by the digests of the mark), what it says now, what the draft says
now. A field that only the file changed is taken; one that both changed is asked about.
"""

from dataclasses import dataclass, field

from risks.draft import CLOSED, ONLY_NOTED_ROWS, SHARED

from .book import DUTIES
from .marks import print_of

ADDED, CHANGED, CONFLICT = "added", "changed", "conflict"
SAME, KEPT, GONE = "same", "kept", "gone"
# Own wording and its text are taken or left together.
TOGETHER = {"wording", "text"}


@dataclass
class Planned:
    """One row of the file beside its line of the draft (None: there is none, or no more).

    `now` and `said` are field → value; `taken` the fields the file alone changed, `disputed` those
    changed on both sides; `why` says why a change cannot be taken; `measures` are those of the file
    with their identities.
    """

    row: object
    line: object | None
    now: dict
    said: dict
    action: str
    taken: list = field(default_factory=list)
    disputed: list = field(default_factory=list)
    why: str = ""
    measures: list = field(default_factory=list)

    @property
    def key(self):
        return f"{'duty' if self.row.sheet == DUTIES else 'point'}-{self.row.row}"


class Comparing:
    """All rows of one sheet beside their lines."""

    def __init__(self, sort):
        self.sort = sort
        identity = f"{sort.rows.kind.identity}_id"
        self.lines = {getattr(line.version, identity): line for line in sort.rows.lines}
        self.now = {line.pk: sort.now(line) for line in sort.rows.lines}

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
                return Planned(row, line, said, said, SAME)
        line = self.unmarked.pop(self.sort.name(said), None)
        if line is not None:
            said = self.sort.said(row, line)
            now = self.now[line.pk]
            fields = [name for name in said if said[name] != now[name]]
            return self._planned(row, line, said, fields, [])
        self.known.append((said, None))
        if not self.sort.can_add:
            return Planned(row, None, {}, said, KEPT, why=ONLY_NOTED_ROWS)
        measures = self.sort.measures(row, None)
        return Planned(row, None, {}, said, ADDED, taken=list(said), measures=measures)

    def _of_gone(self, row, said):
        """Its line was deleted here meanwhile: asked about only where the file changed it."""
        moved = [name for name in said if _moved(said, row.mark.was, name, {})]
        if not moved:
            return Planned(row, None, {}, said, GONE)
        if not self.sort.can_add:
            return Planned(row, None, {}, said, KEPT, why=ONLY_NOTED_ROWS)
        measures = self.sort.measures(row, None)
        return Planned(row, None, {}, said, CONFLICT, disputed=list(said), measures=measures)

    def _planned(self, row, line, said, fields, disputed):
        planned = Planned(row, line, self.now[line.pk], said, SAME)
        if not fields:
            return planned
        identity = getattr(line.version, f"{self.sort.rows.kind.identity}_id")
        if not line.open or identity in self.sort.rows.shared:
            planned.action, planned.why = KEPT, SHARED if line.open else CLOSED
            planned.taken = fields
            return planned
        if TOGETHER & set(disputed):
            disputed = [name for name in fields if name in disputed or name in TOGETHER]
        planned.taken = [name for name in fields if name not in disputed]
        planned.disputed = disputed
        planned.measures = self.sort.measures(row, line)
        planned.action = CONFLICT if disputed else CHANGED
        return planned


def _moved(said, was, name, now):
    """Whether the file says something else than when it went out."""
    if name in was:
        return print_of(said[name]) != was[name]
    return bool(now) and said[name] != now[name]
