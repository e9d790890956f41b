"""The workbook to take along: two sheets with drop-downs, hidden marks, nothing that calculates."""

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from registry.tables.text import clean
from risks.content import content_of

from .columns import Columns
from .marks import Head, Mark, prints_of, sealed_head, sealed_mark

DUTIES, POINTS, OPTIONS = "职责", "风险点和措施", "选项"
MARK, NUMBER, MEASURE_MARK = "编号（请勿改动）", "序号", "措施编号（请勿改动）"
TITLE_ROW, HOW_ROW, HEADER_ROW = 1, 2, 3
BLANK_ROWS = 200
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOW_TO = {
    DUTIES: "一行写一条。要加的写在后面空行，序号接着编；不要的可以删去整行，回来时再确认。",
    POINTS: (
        "一行写一个风险点；一个风险点有几条措施的，第二条起写在它下面的行，左边各格空着。"
        "要加的写在后面空行。带下拉列表的请从列表里选。左侧隐藏的列请勿改动。"
        "填好保存后，在系统里这张表的“离线填写”页上传；先看对比，确认之后才会写入。"
    ),
}
PLAIN = Font(name="Microsoft YaHei", size=10)
TITLE = Font(name="Microsoft YaHei", size=14, bold=True)
HEAD_FONT = Font(name="Microsoft YaHei", size=10, bold=True, color="FFFFFFFF")
DARK, LIGHT = PatternFill("solid", fgColor="FF0E4F5C"), PatternFill("solid", fgColor="FF51656F")
WRAP = Alignment(wrap_text=True, vertical="top")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_THIN = Side(style="thin", color="FFD6DFE1")
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def make_book(draft):
    """A new workbook of the draft as it stands; rows proposed to be struck stay out of it."""
    columns = Columns(draft)
    duties = [line for line in draft.duties.lines if not line.version.struck]
    points = [line for line in draft.points.lines if not line.version.struck]
    numbers = {line.version.duty_id: number for number, line in enumerate(duties, start=1)}
    book = Workbook()
    sheet = _Sheet(book.active, POINTS, draft.paper, [*columns.points, *columns.measures])
    sheet.seal(_head(draft, duties, points))
    sheet.shade(MARK, DARK)
    for number, line in enumerate(points, start=1):
        _write_point(sheet, columns, draft, number, line, _named(duties, numbers))
    left = _Sheet(book.create_sheet(), DUTIES, draft.paper, columns.duties)
    for number, line in enumerate(duties, start=1):
        _write_duty(left, columns, draft, number, line)
    options = book.create_sheet(OPTIONS)
    options.sheet_state = "hidden"
    sheet.finish(options, {"duty": list(_named(duties, numbers).values())})
    left.finish(options, {})
    return book


def _head(draft, duties, points):
    return sealed_head(
        Head(
            paper=draft.paper.pk,
            revision=draft.revision.no,
            counter=draft.revision.counter,
            at=timezone.localtime().isoformat(timespec="minutes"),
            duties=[line.version.duty_id for line in duties],
            points=[line.version.point_id for line in points],
        )
    )


def _named(duties, numbers):
    """Duty id → its number with the first words, as it stands in a cell and in the drop-down."""
    return {
        line.version.duty_id: f"{numbers[line.version.duty_id]}．{_short(line.version.text)}"
        for line in duties
    }


def _short(text):
    line = " ".join(text.split())
    return line if len(line) <= 24 else f"{line[:23]}…"


def _write_point(sheet, columns, draft, number, line, duties):
    version = line.version
    content = content_of(version)
    said = columns.said_of(content, version.why)
    mark = Mark(draft.paper.pk, POINTS, version.point_id, prints_of(said))
    cells = {MARK: sealed_mark(mark), NUMBER: str(number)}
    for column in columns.points:
        cells[column.header] = column.label_of(said[column.field])
    cells[columns.points[0].header] = duties.get(said["duty"], "")
    identities = [measure["measure"] for measure in content["measures"]]
    measures = list(zip(identities, said["measures"], strict=True)) or [(None, {})]
    for identity, measure in measures:
        cells[MEASURE_MARK] = str(identity or "")
        for column in columns.measures:
            cells[column.header] = column.label_of(measure.get(column.field))
        sheet.write(cells)
        cells = {}


def _write_duty(sheet, columns, draft, number, line):
    version = line.version
    said = duty_said(version.kind, version.text)
    mark = Mark(draft.paper.pk, DUTIES, version.duty_id, prints_of(said))
    cells = {MARK: sealed_mark(mark), NUMBER: str(number)}
    sheet.write(
        cells | {column.header: column.label_of(said[column.field]) for column in columns.duties}
    )


def sheet_headers(name, columns):
    """The header of a sheet from left to right."""
    headers = [MARK, NUMBER, *(column.header for column in columns)]
    return [*headers, MEASURE_MARK] if name == POINTS else headers


def duty_said(kind, text):
    """Field → value of a duty, as it is compared."""
    return {"kind": kind, "text": text.strip()}


class _Sheet:
    """One sheet to fill in: title, how to, header, rows; the first column is hidden."""

    def __init__(self, sheet, name, paper, columns):
        self.sheet, self.columns = sheet, columns
        sheet.title = name
        self.headers = sheet_headers(name, columns)
        self.row = HEADER_ROW
        self._begin(f"{paper.title} · {name}", HOW_TO[name])

    def seal(self, text):
        self._put(TITLE_ROW, 1, text)

    def shade(self, header, fill):
        self.sheet.cell(HEADER_ROW, self.headers.index(header) + 1).fill = fill

    def write(self, cells):
        self.row += 1
        for at, header in enumerate(self.headers, start=1):
            cell = self._put(self.row, at, cells.get(header, ""))
            cell.border, cell.alignment = GRID, WRAP

    def finish(self, options, lists):
        """Empty rows to go on with, and the drop-downs; `lists`: more to choose by field."""
        last = self.row + BLANK_ROWS
        for at, column in enumerate(self.columns, start=3):
            labels = [label for _, label in column.choices] or lists.get(column.field, [])
            rule = _rule(column, _listed(options, labels) if labels else None)
            self.sheet.add_data_validation(rule)
            letter = get_column_letter(at)
            rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{last}")
        for row in range(self.row + 1, self.row + 31):
            for at in range(2, len(self.columns) + 3):
                cell = self.sheet.cell(row, at)
                cell.border, cell.alignment, cell.font = GRID, WRAP, PLAIN
                cell.number_format = "@"

    def _begin(self, title, how):
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 3)
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
            sheet.column_dimensions[letter].hidden = header in (MARK, MEASURE_MARK)
        sheet.column_dimensions["B"].width = 6
        for at, column in enumerate(self.columns, start=3):
            sheet.column_dimensions[get_column_letter(at)].width = column.width

    def _put(self, row, at, text):
        """A text is a text: nothing in it ever calculates."""
        cell = self.sheet.cell(row, at, clean(text) or None)
        if text:
            cell.data_type = "s"
        cell.font, cell.number_format = PLAIN, "@"
        return cell


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
