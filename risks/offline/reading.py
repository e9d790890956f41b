"""The workbook as it came back: whose it is, its rows, and what cannot be understood in them.

Nothing here knows a draft but by its columns; what a blank cell of a code means is decided there.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl.utils import get_column_letter

from registry.intake.cells import written
from registry.tables.text import clean
from risks.content import MEASURE_DEFAULTS
from risks.phrasing import is_damaged

from .book import DUTIES, MARK, MEASURE_MARK, NUMBER, POINTS, sheet_headers
from .columns import CODES
from .marks import BadMark, Mark, head_in, mark_in

MOST_ROWS = 1500
SEARCHED_ROWS = 10
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
NOT_OURS = (
    "这不是从这一页下载的离线填写表，或者工作表、表头被改动过。请重新下载一份，把内容复制进去再上传；"
    "别的表格请交信息员用“导入风险点”办理。"
)
OF_ANOTHER = "这份文件是另一张表的离线填写表，不能用在这里。请核对文件，到它自己的那张表上传。"
TOO_MANY = f"一张表最多 {MOST_ROWS} 行。请删去多余的行再上传。"
EMPTIED = "这条职责的内容空了。不要的请删去整行，要改的请写上新的内容。"
CHANGED_MARK = (
    "隐藏的编号被改动过，认不出是哪一条。请重新下载一份，"
    "或者把这一行的内容复制到后面的空行（作为新的一条）。"
)
ANOTHERS_ROW = "这一行是从另一张表复制来的。请只复制看得见的内容，贴到后面的空行。"


class NotThisBook(Exception):
    """The file cannot be taken for this form; the message says why, and what to do."""


@dataclass(frozen=True)
class Fault:
    """Something to mend in the file, by sheet, row and column."""

    sheet: str
    row: int
    letter: str
    text: str

    @property
    def place(self):
        column = f" {self.letter} 列" if self.letter else ""
        return f"“{self.sheet}”第 {self.row} 行{column}"


@dataclass
class ReadRow:
    """`said`: field → value, only of cells that say something; `number` as typed."""

    sheet: str
    row: int
    mark: Mark | None
    number: str
    said: dict = field(default_factory=dict)
    measures: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    is_copy: bool = False

    @property
    def has_row(self):
        return self.mark is not None or any(self.said.values())


@dataclass(frozen=True)
class Reading:
    head: object
    duties: list
    points: list

    @property
    def faults(self):
        return [fault for row in (*self.duties, *self.points) for fault in row.faults]


def read(sheets, columns, paper):
    """The rows of a workbook of this paper, or `NotThisBook`."""
    found = {sheet.name.strip(): sheet for sheet in sheets}
    if DUTIES not in found or POINTS not in found:
        raise NotThisBook(NOT_OURS)
    head = _head_of(found[POINTS], paper)
    duties = _Reader(found[DUTIES], columns.duties, [], paper).rows()
    points = _Reader(found[POINTS], columns.points, columns.measures, paper).rows()
    return Reading(head, [row for row in duties if _is_duty(row)], _joined(points))


def _is_duty(row):
    """A number drawn down over an empty row is no duty; one that was emptied is told."""
    if row.mark and not row.said.get("text"):
        row.faults.append(Fault(row.sheet, row.row, "", EMPTIED))
    return bool(row.mark or row.said.get("text") or row.faults)


def _head_of(sheet, paper):
    first = next((row for row in sheet.rows[:1]), [])
    try:
        head = head_in(written(first[0]).strip() if first else "")
    except BadMark as fault:
        raise NotThisBook(NOT_OURS) from fault
    if head.paper != paper.pk:
        raise NotThisBook(OF_ANOTHER)
    return head


class _Reader:
    def __init__(self, sheet, columns, measures, paper):
        self.sheet, self.columns, self.measures, self.paper = sheet, columns, measures, paper
        self.top, self.at = self._find_headers()
        self.seen = set()

    def rows(self):
        if len(self.sheet.rows) - self.top > MOST_ROWS:
            raise NotThisBook(TOO_MANY)
        read = enumerate(self.sheet.rows[self.top :], start=self.top + 1)
        return [self._row(number, cells) for number, cells in read if any(map(_says, cells))]

    def _find_headers(self):
        """(rows down to the header, header → column); every column but optional ones is there."""
        needed = [c for c in (*self.columns, *self.measures) if not c.optional]
        wanted = sheet_headers(self.sheet.name.strip(), needed)
        for number, cells in enumerate(self.sheet.rows[:SEARCHED_ROWS], start=1):
            at = {written(cell).strip(): place for place, cell in enumerate(cells)}
            if set(wanted) <= set(at):
                return number, at
        raise NotThisBook(NOT_OURS)

    def _row(self, number, cells):
        row = ReadRow(self.sheet.name.strip(), number, None, _text(self._cell(cells, NUMBER)))
        self._take_mark(row, _text(self._cell(cells, MARK)))
        for column in [column for column in self.columns if column.header in self.at]:
            value = self._value(row, column, cells)
            if value is not None or column.field not in CODES:
                row.said[column.field] = value
        if self.measures:
            self._take_measure(row, cells)
        return row

    def _take_mark(self, row, text):
        """A row copied together with its hidden mark is a new row."""
        if not text:
            return
        try:
            mark = mark_in(text)
        except BadMark:
            row.faults.append(Fault(row.sheet, row.row, "", CHANGED_MARK))
            return
        if mark.paper != self.paper.pk or mark.sort != row.sheet:
            row.faults.append(Fault(row.sheet, row.row, "", ANOTHERS_ROW))
        elif mark.id in self.seen:
            row.is_copy = True
        else:
            self.seen.add(mark.id)
            row.mark = mark

    def _take_measure(self, row, cells):
        said = {column.field: self._value(row, column, cells) for column in self.measures}
        if not any(said.values()):
            return
        identity = _text(self._cell(cells, MEASURE_MARK))
        self._check_measure(row, said)
        said = {field: value for field, value in said.items() if value is not None}
        said["measure"] = int(identity) if identity.isdecimal() and len(identity) < 12 else None
        row.measures.append({**MEASURE_DEFAULTS, **said})

    def _check_measure(self, row, said):
        if not said["text"]:
            self._fault(row, self.measures[0], "这一行选了措施的种类或频次，还没有写措施。")
        if said["due_on"] and said["rhythm"] != "by_date":
            self._fault(row, self.measures[-1], "写了完成期限，落实频次请选“限期完成”。")
        if said["rhythm"] == "by_date" and not said["due_on"]:
            self._fault(row, self.measures[-1], "选了限期完成，请写完成期限，如 2026-09-30。")

    def _value(self, row, column, cells):
        """What the cell says; a fault where it cannot be understood."""
        cell = self._cell(cells, column.header)
        if column.field == "due_on":
            return self._day(row, column, cell)
        text = _text(cell)
        if column.choices:
            return self._choice(row, column, text)
        if len(text) > column.longest:
            self._fault(row, column, f"超过 {column.longest} 个字了，请写得精炼一些。")
        if is_damaged(text) and column.field != "duty":
            self._fault(row, column, "里面有无法显示的字符，请删去后重新输入。")
        return text

    def _choice(self, row, column, text):
        if not text:
            return None
        known = {label: value for value, label in column.choices}
        if text not in known:
            options = "、".join(known)[:80]
            self._fault(row, column, f"“{text[:20]}”不在可选的内容里。可选：{options}。")
        return known.get(text)

    def _day(self, row, column, cell):
        try:
            return _day_of(cell)
        except ValueError:
            self._fault(row, column, "日期认不出来，请写成 2026-09-30 这样。")
            return None

    def _fault(self, row, column, text):
        letter = get_column_letter(self.at[column.header] + 1)
        row.faults.append(Fault(row.sheet, row.row, letter, f"{column.header}：{text}"))

    def _cell(self, cells, header):
        place = self.at[header]
        return cells[place] if place < len(cells) else ""


def _joined(rows):
    """Rows that go on with measures only belong to the point above them."""
    points = []
    for row in rows:
        if row.has_row or not points:
            points.append(row)
        else:
            points[-1].measures += row.measures
            points[-1].faults += row.faults
    for point in points:
        if not point.has_row and point.measures and not point.faults:
            text = "这条措施上面没有风险点。请写在它所对应的风险点下面。"
            point.faults.append(Fault(point.sheet, point.row, "", text))
    return [point for point in points if point.has_row or point.faults]


def _text(cell):
    return clean(written(cell)).strip()


def _says(cell):
    return bool(_text(cell))


def _day_of(cell):
    """ISO date of a cell that holds a date, or one in writing; None for a blank one."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = _text(cell)
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    return date(*map(int, found.groups())).isoformat()
