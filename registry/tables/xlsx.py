"""XLSX: written row by row, one shared style for each kind of cell, no cell ever a formula."""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.page import PageMargins
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_APP

from registry.tables.description import INSIDE_MARK, Cell, Table

HEADER_ROW = 4
TEXT_LIMIT = 32_767  # UTF-16 units in one cell; beyond it spreadsheets call the file damaged
ROW_LIMIT = 1_048_000
EXACT_NUMBER = 10**15  # a spreadsheet keeps 15 digits of a number

PAPER_A4 = 9
PRINT_WIDTH = {"landscape": 277, "portrait": 190}  # mm: A4 without its margins
UNIT = 1.85  # mm: one unit of a column's width, half a Chinese character
LINE, SPARE, TALLEST = 15.0, 5.0, 409.0  # points; a spreadsheet draws no taller row

SEEN_TOGETHER = 8  # rows: in the middle of more merged ones a text would be out of sight

_PLAIN_APP = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_HORIZONTAL = {"start": "left", "center": "center", "end": "right"}


class TableTooLarge(ValueError):
    """The table does not fit into a spreadsheet; the message says where and what to do."""


def write(table: Table, stream: BinaryIO) -> None:
    """One sheet: title, source, facts, header (row 4, frozen, repeated on print), rows, notes.

    Raises TableTooLarge rather than cut a text short.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_sheet_name(table.title))
    _set_up_page(sheet, table)
    try:
        _RowWriter(sheet, table).write_all(table)
    except BaseException:
        # What is half written lies in a temporary file of the library.
        sheet.close()
        sheet._writer.cleanup()
        raise
    workbook.properties = DocumentProperties(creator=None, title=table.title)
    ExcelWriter(workbook, _PlainArchive(stream, "w", ZIP_DEFLATED)).save()


class _PlainArchive(ZipFile):
    """A workbook's archive without the name of the program that wrote it."""

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        plain = _PLAIN_APP if zinfo_or_arcname == ARC_APP else data
        super().writestr(zinfo_or_arcname, plain, compress_type, compresslevel)


class _SharedCell(SheetCell):
    """A cell used for all of its kind: the library looks its style up once, not for each cell."""

    __slots__ = ("style_id",)
    has_style = True

    def __init__(self, sheet, parts: dict):
        super().__init__(sheet, row=1, column=1)
        for name, part in parts.items():
            setattr(self, name, part)
        self.style_id = SheetCell.style_id.fget(self)


def _placed(cells: Iterable[_SharedCell], row: int) -> Iterator[_SharedCell]:
    """The cells in their places. The library would first try each of them as a plain value."""
    for column, cell in enumerate(cells, start=1):
        cell.row, cell.column = row, column
        yield cell


class _RowWriter:
    """Appends rows to a write-only sheet and keeps count of merged cells and row heights."""

    def __init__(self, sheet, table: Table):
        self.sheet = sheet
        sheet._values_to_row = _placed
        self.columns = table.columns
        self.widths = _widths(table)
        self.cells = _cells(sheet)
        self.row = 0
        # Lines that each row under a merged cell must offer so that its text fits.
        self.shares = [1] * len(table.columns)

    def write_all(self, table: Table) -> None:
        self.write_head(table)
        for line in table.lines():
            self.write_line(line)
        for note in table.notes:
            self.write_across("fact", note)

    def write_head(self, table: Table) -> None:
        self.write_across("title", table.title)
        self.write_across("fact", table.source.head)
        digest = [f"校验码：{table.digest}"] if table.digest else []
        self.write_across("fact", "    ".join([*table.facts, *digest]))
        titles = [column.title for column in self.columns]
        height = max(map(_lines, titles, self.widths))
        self._append((self._cell("header", title) for title in titles), height)

    def write_across(self, kind: str, text: str) -> None:
        """One text over the whole width."""
        self._append(
            (self._cell(kind, each) for each in (text,)),
            _lines(text, sum(self.widths)) + (kind == "title"),
        )
        self._merge(1, len(self.columns), 1)

    def write_line(self, line: Sequence[Cell]) -> None:
        if self.row >= ROW_LIMIT:
            raise TableTooLarge(f"表格超过 {ROW_LIMIT} 行，请分单位导出，或改用 CSV。")
        for place, cell in enumerate(line):
            if cell.span:
                self.shares[place] = ceil(_lines(cell.text, self.widths[place]) / cell.span)
        self._append((self._body(cell) for cell in line), max(self.shares))
        for place, cell in enumerate(line, start=1):
            if cell.span > 1:
                self._merge(place, place, cell.span)

    def _body(self, cell: Cell) -> _SharedCell:
        align = cell.column.align
        # A covered cell stays blank: a spreadsheet keeps only the first of merged cells anyway.
        if not cell.span:
            return self._cell(align, "")
        if isinstance(cell.value, int) and abs(cell.value) < EXACT_NUMBER:
            return self._styled(f"number-{align}", cell.value, "n")
        return self._cell(f"top-{align}" if cell.span > SEEN_TOGETHER else align, cell.text)

    def _cell(self, kind: str, text: str) -> _SharedCell:
        # A character takes two units at most: short texts are not counted.
        if len(text) > TEXT_LIMIT // 2 and len(text.encode("utf-16-le")) // 2 > TEXT_LIMIT:
            raise TableTooLarge(
                f"工作表第 {self.row} 行有一格文字超过 {TEXT_LIMIT} 字，电子表格放不下；"
                "请把这段文字分成几行填写，或改用 PDF、CSV 导出。"
            )
        return self._styled(kind, text, "s")  # whatever the text looks like, it is text

    def _styled(self, kind: str, value: str | int, data_type: str) -> _SharedCell:
        """The one cell of its kind, set past the library's guesses at what a value is.

        The library writes each cell before it asks for the next (`_append` takes them one by one).
        """
        cell = self.cells[kind]
        cell._value, cell.data_type = value, data_type
        return cell

    def _append(self, cells: Iterable[_SharedCell], lines: int) -> None:
        self.row += 1
        self.sheet.row_dimensions[self.row].height = min(lines * LINE + SPARE, TALLEST)
        self.sheet.append(cells)

    def _merge(self, first: int, last: int, rows: int) -> None:
        """Merge from the row just written on."""
        if first < last or rows > 1:
            area = CellRange(None, first, self.row, last, self.row + rows - 1)
            self.sheet.merged_cells.ranges.add(area)


def _cells(sheet) -> dict[str, _SharedCell]:
    """One cell with its style for each kind of cell, used again for every cell of the kind."""
    thin = Side(style="thin", color="FF000000")
    grid = {"border": Border(thin, thin, thin, thin)}
    grey = PatternFill("solid", fgColor="FFD9D9D9")
    kinds = {
        "title": _kind(16, "center", font={"bold": True}),
        "fact": _kind(10, "left"),
        "header": _kind(10.5, "center", font={"bold": True}, fill=grey, **grid),
    }
    for align, horizontal in _HORIZONTAL.items():
        kinds[align] = _kind(10.5, horizontal, **grid)
        kinds[f"number-{align}"] = kinds[align] | {"quotePrefix": False}
        kinds[f"top-{align}"] = _kind(10.5, horizontal, vertical="top", **grid)
    return {name: _SharedCell(sheet, parts) for name, parts in kinds.items()}


def _kind(
    size: float, horizontal: str, font: dict | None = None, vertical: str = "center", **parts
) -> dict:
    alignment = Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True)
    face = Font(name="宋体", size=size, **(font or {}))
    # The quote prefix keeps a text a text when somebody edits the cell.
    return {"font": face, "alignment": alignment, "quotePrefix": True, **parts}


def _set_up_page(sheet, table: Table) -> None:
    sheet.page_setup.orientation = table.orientation
    sheet.page_setup.paperSize = PAPER_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(0.4, 0.4, top=0.6, bottom=0.75, header=0.3, footer=0.35)
    sheet.print_options.horizontalCentered = True
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    footer = sheet.HeaderFooter.oddFooter
    footer.left.text = _escaped(table.number)
    footer.center.text = "第 &P 页 共 &N 页"
    footer.right.text = INSIDE_MARK if table.source.inside else ""
    for place, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _widths(table: Table) -> list[float]:
    """Widths in a spreadsheet's units, filling the printed width of the sheet."""
    total = sum(column.width for column in table.columns)
    scale = PRINT_WIDTH[table.orientation] / total / UNIT
    return [round(column.width * scale, 2) for column in table.columns]


def _lines(text: str, width: float) -> int:
    """How many lines a text takes; in GB 18030 it has about as many bytes as half-widths."""
    if 2 * len(text) <= width - 1.5 and "\n" not in text:
        return 1
    return sum(
        max(1, ceil(len(part.encode("gb18030")) / max(width - 1.5, 2))) for part in text.split("\n")
    )


def _sheet_name(title: str) -> str:
    name = title.translate(dict.fromkeys(map(ord, "[]:*?/\\'\n\t"), " ")).strip()
    return name.encode("utf-16-le")[:62].decode("utf-16-le", "ignore") or "表"


def _escaped(text: str) -> str:
    return text.replace("&", "&&")
