"""The workbook of a form: its duties, and its points with their measures, on two sheets."""

from openpyxl import Workbook

from registry.offline.book import DARK, MARK, NUMBER, OPTIONS, Sheet, head_of
from registry.offline.marks import Mark, prints_of, sealed_mark
from risks.content import content_of

from .columns import Columns

DUTIES, POINTS = "职责", "风险点和措施"
MEASURE_MARK = "措施编号（请勿改动）"
HOW_TO = {
    DUTIES: "一行写一条。要加的写在后面空行，序号接着编；不要的可以删去整行，回来时再确认。",
    POINTS: (
        "一行写一个风险点；一个风险点有几条措施的，第二条起写在它下面的行，左边各格空着。"
        "要加的写在后面空行。带下拉列表的请从列表里选。左侧隐藏的列请勿改动。"
        "填好保存后，在系统里这张表的“离线填写”页上传；先看对比，确认之后才会写入。"
    ),
}


def make_book(draft):
    """A new workbook of the draft as it stands; rows proposed to be struck stay out of it."""
    columns = Columns(draft)
    duties = [line for line in draft.duties.lines if not line.version.struck]
    points = [line for line in draft.points.lines if not line.version.struck]
    numbers = {line.version.duty_id: number for number, line in enumerate(duties, start=1)}
    book = Workbook()
    sheet = Sheet(
        book.active,
        POINTS,
        paper=draft.paper,
        how=HOW_TO[POINTS],
        columns=[*columns.points, *columns.measures],
        further=[MEASURE_MARK],
    )
    rows = {
        "duties": [line.version.duty_id for line in duties],
        "points": [line.version.point_id for line in points],
    }
    sheet.seal(head_of(draft.revision, rows))
    sheet.shade(MARK, DARK)
    for number, line in enumerate(points, start=1):
        _write_point(sheet, columns, draft, number, line, _named(duties, numbers))
    left = Sheet(
        book.create_sheet(),
        DUTIES,
        paper=draft.paper,
        how=HOW_TO[DUTIES],
        columns=columns.duties,
    )
    for number, line in enumerate(duties, start=1):
        _write_duty(left, columns, draft, number, line)
    options = book.create_sheet(OPTIONS)
    options.sheet_state = "hidden"
    sheet.finish(options, {"duty": list(_named(duties, numbers).values())})
    left.finish(options, {})
    return book


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


def duty_said(kind, text):
    """Field → value of a duty, as it is compared."""
    return {"kind": kind, "text": text.strip()}
