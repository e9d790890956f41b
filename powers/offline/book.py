"""The workbook of a catalogue's draft: one power a row."""

from openpyxl import Workbook

from registry.offline.book import DARK, MARK, NUMBER, OPTIONS, Sheet, head_of
from registry.offline.marks import Mark, prints_of, sealed_mark

from .columns import Columns, said_by

POWERS = "职权目录"
HOW_TO = (
    "一行写一项职权。几个科室共同承办的，写在同一格里，用顿号隔开；"
    "几条依据各占一行（按 Alt+Enter 换行）。要加的写在后面空行；不要的删去整行，回来时再确认。"
    "空着的格子就是没有内容。带下拉列表的请从列表里选。左侧隐藏的列请勿改动。"
    "填好保存后，在这份目录的“离线填写”页上传；先看对比，确认之后才会写入。"
)
NEEDED = ("name", "bases", "sections")


def make_book(draft):
    """A new workbook of the draft as it stands; rows proposed to be struck stay out of it."""
    columns = Columns(draft)
    lines = [line for line in draft.lines if not line.version.struck]
    draft.read_ahead([line.pk for line in lines])
    book = Workbook()
    sheet = Sheet(book.active, POWERS, paper=draft.paper, how=HOW_TO, columns=columns.all, frozen=3)
    sheet.seal(head_of(draft.revision, {"powers": [line.version.power_id for line in lines]}))
    for field in NEEDED:
        sheet.shade(columns.by_field[field].header, DARK)
    for line in lines:
        _write(sheet, columns, draft, line)
    options = book.create_sheet(OPTIONS)
    options.sheet_state = "hidden"
    sheet.finish(options, columns.lists)
    return book


def _write(sheet, columns, draft, line):
    said = said_by(columns, line.version, draft.paper)
    mark = Mark(draft.paper.pk, POWERS, line.version.power_id, prints_of(said))
    cells = {MARK: sealed_mark(mark), NUMBER: str(line.serial)}
    sheet.write(
        cells | {column.header: column.label_of(said[column.field]) for column in columns.all}
    )
