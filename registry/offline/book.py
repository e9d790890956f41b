"""The workbook to take along: sheets with drop-downs, hidden marks, nothing that calculates."""

from django.utils import timezone
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from registry.tables.text import clean

from .marks import Head, sealed_head

OPTIONS = "选项"
MARK, NUMBER = "编号（请勿改动）", "序号"
TITLE_ROW, HOW_ROW, HEADER_ROW = 1, 2, 3
PAPER_A4 = 9
BLANK_ROWS, RULED_ROWS = 200, 30
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = Font(name="Microsoft YaHei", size=10)
TITLE = Font(name="Microsoft YaHei", size=14, bold=True)
HEAD_FONT = Font(name="Microsoft YaHei", size=10, bold=True, color="FFFFFFFF")
DARK, LIGHT = PatternFill("solid", fgColor="FF0E4F5C"), PatternFill("solid", fgColor="FF51656F")
WRAP = Alignment(wrap_text=True, vertical="top")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_THIN = Side(style="thin", color="FFD6DFE1")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def head_of(revision, rows):
    """The sealed head of a workbook made now; `rows`: sort → identities, in order."""
    return sealed_head(
        Head(
            paper=revision.paper_id,
            revision=revision.no,
            counter=revision.counter,
            at=timezone.localtime().isoformat(timespec="minutes"),
            rows=rows,
        )
    )


def headers_of(columns, further=()):
    """The header of a sheet from left to right; `further` columns are hidden like the mark."""
    return [MARK, NUMBER, *(column.header for column in columns), *further]


class Sheet:
    """One sheet to fill in: title, how to, header, rows; the first column is hidden.

    `frozen`: how many columns stay while one scrolls to the right, the hidden one included.
    """

    def __init__(self, sheet, name, *, paper, how, columns, further=(), frozen=2):
        self.sheet, self.columns = sheet, columns
        sheet.title = name
        self.hidden = (MARK, *further)
        self.headers = headers_of(columns, further)
        self.row = HEADER_ROW
        self.style = None
        self._begin(f"{paper.title} · {name}", how, frozen)

    def seal(self, text):
        self._put(TITLE_ROW, 1, text)

    def shade(self, header, fill):
        self.sheet.cell(HEADER_ROW, self.headers.index(header) + 1).fill = fill

    def write(self, cells):
        self.row += 1
        for at, header in enumerate(self.headers, start=1):
            text = cells.get(header, "")
            cell = self.sheet.cell(self.row, at, clean(text) or None)
            if text:
                cell.data_type = "s"
            self._rule(cell)

    def finish(self, options, lists):
        """Empty rows to go on with, and the drop-downs; `lists`: more to choose by field."""
        last = self.row + BLANK_ROWS
        for at, column in enumerate(self.columns, start=3):
            labels = [label for _, label in column.choices] or lists.get(column.field, [])
            rule = _rule(column, _listed(options, labels) if labels else None)
            self.sheet.add_data_validation(rule)
            letter = get_column_letter(at)
            rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{last}")
        for row in range(self.row + 1, self.row + 1 + RULED_ROWS):
            for at in range(2, len(self.columns) + 3):
                self._rule(self.sheet.cell(row, at))

    def _begin(self, title, how, frozen):
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        self._set_up_page()
        sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, frozen + 1)
        self._put(TITLE_ROW, 2, title).font = TITLE
        self._put(HOW_ROW, 2, how).alignment = WRAP
        width = min(len(self.columns) + 1, 8)
        sheet.merge_cells(None, HOW_ROW, 2, HOW_ROW, width)
        sheet.row_dimensions[TITLE_ROW].height = 26
        sheet.row_dimensions[HOW_ROW].height = 48
        sheet.row_dimensions[HEADER_ROW].height = 32
        for at, header in enumerate(self.headers, start=1):
            cell = self._put(HEADER_ROW, at, header)
            cell.font, cell.fill, cell.alignment = HEAD_FONT, LIGHT, CENTRE
            letter = get_column_letter(at)
            # What is typed by hand stays as typed; Excel would make a number of 0012.
            sheet.column_dimensions[letter].number_format = "@"
            sheet.column_dimensions[letter].hidden = header in self.hidden
        sheet.column_dimensions["B"].width = 6
        for at, column in enumerate(self.columns, start=3):
            sheet.column_dimensions[get_column_letter(at)].width = column.width

    def _set_up_page(self):
        """Whoever prints it to write on gets all columns side by side, the header on each page."""
        page = self.sheet.page_setup
        page.orientation, page.paperSize = "landscape", PAPER_A4
        page.fitToWidth, page.fitToHeight = 1, 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True
        self.sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"

    def _put(self, row, at, text):
        """A text is a text: nothing in it ever calculates."""
        cell = self.sheet.cell(row, at, clean(text) or None)
        if text:
            cell.data_type = "s"
        cell.font, cell.number_format = PLAIN, "@"
        return cell

    def _rule(self, cell):
        """The look of a cell to fill in, worked out once: a thousand rows have thirty each."""
        if self.style is None:
            cell.font, cell.number_format = PLAIN, "@"
            cell.border, cell.alignment = GRID, WRAP
            self.style = cell._style
        else:
            cell._style = self.style


def _listed(options, labels):
    """The labels in a column of the hidden sheet, as a range for a drop-down."""
    at = options.max_column + (options.cell(1, 1).value is not None)
    for row, label in enumerate(labels, start=1):
        options.cell(row, at, clean(label)).data_type = "s"
    letter = get_column_letter(at)
    return f"{OPTIONS}!${letter}$1:${letter}${len(labels)}"


def _rule(column, where):
    """A drop-down where there is a choice; on every column the hint beside the cell."""
    rule = DataValidation(type="list" if where else None, formula1=where, allow_blank=True)
    if where and column.choices:
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = "请从列表中选择", "请点单元格右边的小箭头，从列表中选择。"
    rule.showInputMessage = True
    rule.promptTitle, rule.prompt = column.header[:32], (column.hint or "请从列表中选择。")[:250]
    return rule
