"""A workbook as it came back: whose it is, its rows, and what cannot be understood in them.

Nothing here knows a draft but by its columns; what a blank cell of a code means is decided there.
"""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from registry.intake.cells import written
from registry.tables.text import clean

from .book import MARK, NUMBER, headers_of
from .marks import BadMark, Mark, head_in, mark_in

SEARCHED_ROWS = 10
CHANGED_MARK = (
    "隐藏的编号被改动过，认不出是哪一条。请重新下载一份，"
    "或者把这一行的内容复制到后面的空行（作为新的一条）。"
)
ANOTHERS_ROW = "这一行是从另一张表复制来的。请只复制看得见的内容，贴到后面的空行。"
NOT_OURS = (
    "这不是从这一页下载的离线填写表，或者工作表、表头被改动过。"
    "请重新下载一份，把内容复制进去再上传。"
)
OF_ANOTHER = "这份文件是另一张表的离线填写表，不能用在这里。请核对文件，到它自己的那张表上传。"
TOO_MANY = "一张表最多 {most} 行。请删去多余的行再上传。"


class NotThisBook(Exception):
    """The file cannot be taken for this draft; the message says why, and what to do."""


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
    """`said`: field → value, only of cells that say something; `number` as typed; `further`: what
    stands under the row, as measures do; `letters`: header → column, to tell of a fault.
    """

    sheet: str
    row: int
    mark: Mark | None
    number: str
    said: dict = field(default_factory=dict)
    further: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    letters: dict = field(default_factory=dict, repr=False)

    @property
    def has_row(self):
        return self.mark is not None or any(self.said.values())

    def fault(self, text, column=None):
        letter = self.letters.get(column.header, "") if column else ""
        said = f"{column.header}：{text}" if column else text
        self.faults.append(Fault(self.sheet, self.row, letter, said))


def found_sheets(sheets, names, not_ours=NOT_OURS):
    """Title → sheet; `NotThisBook` where one is missing."""
    found = {sheet.name.strip(): sheet for sheet in sheets}
    if not set(names) <= set(found):
        raise NotThisBook(not_ours)
    return found


def head_on(sheet, paper, not_ours=NOT_OURS):
    """The head of a workbook of this paper, from the first cell of the sheet that has it."""
    first = next((row for row in sheet.rows[:1]), [])
    try:
        head = head_in(written(first[0]).strip() if first else "")
    except BadMark as fault:
        raise NotThisBook(not_ours) from fault
    if head.paper != paper.pk:
        raise NotThisBook(OF_ANOTHER)
    return head


class SheetReader:
    """The rows of one sheet; `most` of them."""

    most = 1500
    not_ours = NOT_OURS

    def __init__(self, sheet, columns, paper):
        self.sheet, self.columns, self.paper = sheet, columns, paper
        self.top, self.at = self._find_headers()
        self.seen = set()
        self.letters = {header: get_column_letter(at + 1) for header, at in self.at.items()}

    def rows(self):
        if len(self.sheet.rows) - self.top > self.most:
            raise NotThisBook(TOO_MANY.format(most=self.most))
        read = enumerate(self.sheet.rows[self.top :], start=self.top + 1)
        return [self._row(number, cells) for number, cells in read if any(map(_says, cells))]

    def wanted(self):
        """The headers without which it is not this sheet."""
        return headers_of([column for column in self.columns if not column.optional])

    def further(self, row, cells):
        """What else stands in the row."""

    def text_fault(self, column, text):
        """What is wrong with a text, in words; empty where nothing is."""
        if len(text) > column.longest:
            return f"超过 {column.longest} 个字了，请写得精炼一些。"
        return ""

    def value(self, row, column, cells):
        """What the cell says; a fault where it cannot be understood."""
        text = cell_text(self.cell(cells, column.header))
        if column.choices:
            return _choice(row, column, text)
        if fault := self.text_fault(column, text):
            row.fault(fault, column)
        return text

    def cell(self, cells, header):
        place = self.at[header]
        return cells[place] if place < len(cells) else ""

    def _find_headers(self):
        """(rows down to the header, header → column); every column but optional ones is there."""
        wanted = set(self.wanted())
        for number, cells in enumerate(self.sheet.rows[:SEARCHED_ROWS], start=1):
            at = {written(cell).strip(): place for place, cell in enumerate(cells)}
            if wanted <= set(at):
                return number, at
        raise NotThisBook(self.not_ours)

    def _row(self, number, cells):
        typed = cell_text(self.cell(cells, NUMBER))
        row = ReadRow(self.sheet.name.strip(), number, None, typed, letters=self.letters)
        self._take_mark(row, cell_text(self.cell(cells, MARK)))
        for column in [column for column in self.columns if column.header in self.at]:
            value = self.value(row, column, cells)
            if value is not None or not column.always:
                row.said[column.field] = value
        self.further(row, cells)
        return row

    def _take_mark(self, row, text):
        """A row copied together with its hidden mark is a new row."""
        if not text:
            return
        try:
            mark = mark_in(text)
        except BadMark:
            row.fault(CHANGED_MARK)
            return
        if mark.paper != self.paper.pk or mark.sort != row.sheet:
            row.fault(ANOTHERS_ROW)
        elif mark.id not in self.seen:
            self.seen.add(mark.id)
            row.mark = mark


def cell_text(cell):
    return clean(written(cell)).strip()


def _says(cell):
    return bool(cell_text(cell))


def _choice(row, column, text):
    if not text:
        return None
    known = {label: value for value, label in column.choices}
    if text not in known:
        options = "、".join(known)[:80]
        row.fault(f"“{text[:20]}”不在可选的内容里。可选：{options}。", column)
    return known.get(text)
