"""What a workbook of a catalogue that came back would do to the draft as it stands now."""

from powers.checklist import name_key
from powers.content import content_of, says_the_same
from powers.draft import CatalogueDraft
from powers.sheets.planning import errors_in
from powers.sheets.reading import MOST_ROWS
from powers.sheets.values import Unclear
from registry.offline.comparing import (
    GONE,
    REMOVE,
    STRIKE,
    Comparing,
    Plan,
    Sort,
    came_since,
    missing_of,
)
from registry.offline.marks import print_of
from registry.offline.reading import SheetReader, found_sheets, head_on

from .book import POWERS
from .columns import TOO_LONG, Columns, said_by, settled, why_of

CLOSED = "目录里的这一项审核人已经看过，本次不能改。"
EMPTIED = "这一项的职权名称空了。不要的请删去整行，要改的请写上新的名称。"
NAMELESS = "这一行还没有写职权名称，请补上；不要的请删去整行。"
TWICE = "与第 {row} 行是同一个名称。同一职权只列一项，几个科室共同承办的，把科室写在同一格里。"
STANDS = "系统里第 {serial} 项已经是这个名称。同一职权只列一项，请改那一项。"
NOT_IN_A_CELL = "这一格放不下全部内容，只在系统里改。请不要复制这一格的说明。"


class _Reader(SheetReader):
    most = MOST_ROWS


def plan_of(draft, sheets):
    """What the file would do to the draft as it stands now; writes nothing."""
    paper, columns = draft.paper, Columns(draft)
    sheet = found_sheets(sheets, [POWERS])[POWERS]
    head = head_on(sheet, paper)
    # A number drawn down over an empty row is no power.
    rows = [row for row in _Reader(sheet, columns.all, paper).rows() if row.has_row or row.faults]
    sort = PowerSort(columns, draft)
    planned = Comparing(sort).all(rows)
    missing = missing_of(sort, head, rows)
    _find_repeated(planned, draft, missing)
    faults = [fault for row in rows for fault in row.faults]
    return Plan(
        head, planned, missing, list(dict.fromkeys(faults)), came_since(sort, head, planned)
    )


def draft_of(revision):
    """The draft with all that is compared, read at once."""
    draft = CatalogueDraft(revision)
    draft.read_ahead([line.pk for line in draft.lines])
    return draft


class PowerSort(Sort):
    key, key_in_head = "power", "powers"

    def __init__(self, columns, draft):
        self.columns, self.draft, self.lines = columns, draft, draft.lines

    def id_of(self, line):
        return line.version.power_id

    def now(self, line):
        return said_by(self.columns, line.version, self.draft.paper)

    def said(self, row, line):
        """The draft's content with what the file says differently than it went out."""
        changed = [field for field in row.said if _is_changed(row, field)]
        if line is None and row.mark and not changed:
            # Deleted here, and nothing was written there: it only says what it said.
            return {field: row.said.get(field) for field in self.columns.by_field}
        content = content_of(line.version) if line else self.columns.new_content()
        changed = changed if line else said_in(row)
        self._check_name(row)
        content = self._onto(content, row, changed)
        if changed:
            for field, text in errors_in(content, self.columns.kinds):
                if field != "name" or content["name"]:
                    row.fault(text, self.columns.by_field[field])
        return self.columns.said_of(content, self._why(row, line, content))

    def name(self, said):
        return name_key(said["name"])

    def why_not(self, line):
        return "" if line.open else CLOSED

    def act(self, line):
        return REMOVE if self.draft.standing(line.version) is None else STRIKE

    def _onto(self, content, row, changed):
        """Field by field, so that each cell that is not understood is told."""
        for field in changed:
            if row.said[field] == TOO_LONG:
                row.fault(NOT_IN_A_CELL, self.columns.by_field[field])
                continue
            try:
                content = {**content, **self.columns.meant(row, field)}
            except Unclear as unclear:
                row.fault(str(unclear), self.columns.by_field[field])
        return settled(content) if changed else content

    def _check_name(self, row):
        if not row.said["name"]:
            row.fault(EMPTIED if row.mark else NAMELESS, self.columns.by_field["name"])

    def _why(self, row, line, content):
        """Only where the row says else than what is in force: what says the same needs none."""
        base = self.draft.standing(line.version) if line else None
        if base is None or says_the_same(content, base):
            return ""
        changed = "why" in row.said and _is_changed(row, "why")
        return row.said["why"] if changed else why_of(line.version, self.draft.paper)


def said_in(row):
    """The fields a new power is written by: blank cells leave what is said of a new one."""
    return [field for field, said in row.said.items() if said]


def _is_changed(row, field):
    """Whether the file says else than when it went out; of a new row: whether it says anything."""
    said = row.said[field]
    if row.mark is None or field not in row.mark.was:
        return bool(said)
    return print_of(said) != row.mark.was[field]


def _find_repeated(planned, draft, missing):
    """A name may stand once: twice in the file, or beside a row that the file does not have."""
    met = {each.line.pk for each in planned if each.line} | {each.line.pk for each in missing}
    beside = {
        name_key(line.version.name): line
        for line in draft.lines
        if line.pk not in met and not line.version.struck
    }
    first = {}
    for each in planned:
        name = name_key(each.said["name"])
        if not name or each.action == GONE:
            continue
        column = each.sort.columns.by_field["name"]
        if (earlier := first.setdefault(name, each)) is not each:
            each.row.fault(TWICE.format(row=earlier.row.row), column)
        elif name in beside and "name" in (*each.taken, *each.disputed):
            each.row.fault(STANDS.format(serial=beside[name].serial), column)
