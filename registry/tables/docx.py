"""DOCX of a table, for offices that go on writing in it: A4, header repeated, page x of y."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

from registry.tables import codes
from registry.tables.description import INSIDE_MARK, Cell, Table
from registry.tables.word import Box, Letters, Line, Paper, Sheet

PAPERS = {
    "landscape": Paper(297, 210, top=18, right=12, bottom=16, left=12),
    "portrait": Paper(210, 297, top=20, right=15, bottom=18, left=15),
}
TITLE = Letters("宋体", 18, bold=True)
FACT = Letters("仿宋", 10.5)
HEADER = Letters("黑体", 9)
BODY = Letters("宋体", 9)
GREY = "E6E6E6"
CODE_WIDE = 25  # mm, no more than the lines above the grid take


def write(table: Table, stream: BinaryIO) -> None:
    """Title, source, facts and digest above the grid, notes below, number and digest on each page.

    A merged cell that goes on over the end of a page says its text on the first page only: where
    pages end is known to the reader's program alone.
    """
    write_copies([table], stream)


def write_copies(copies: Sequence[Table], stream: BinaryIO) -> None:
    """The same table several times (each with rows of its own), each copy on a front side."""
    table = copies[0]
    sheet = Sheet(PAPERS[table.orientation])
    for place, copy in enumerate(copies):
        if place:
            sheet.start_copy()
        _draw(sheet, copy)
    sheet.margins(
        mark=INSIDE_MARK if table.source.inside else "",
        left=f"编号：{table.number}" if table.number else "",
        right=f"校验码：{table.digest[:16]}" if table.digest else "",
    )
    sheet.save(table.title, stream)


def _draw(sheet: Sheet, table: Table) -> None:
    sheet.say(Line(table.title, TITLE, "center", after=3))
    if table.check_url:
        sheet.pin(codes.png_of(table.check_url), CODE_WIDE, "end", lift=5)
    for fact in _facts(table):
        sheet.say(Line(fact, FACT, after=1))
    _fill(sheet.grid(_widths(table, sheet.paper.room)), table)
    for note in table.notes:
        sheet.say(Line(note, FACT, before=1))


def _facts(table: Table) -> Iterator[str]:
    yield table.source.head
    if table.facts:
        yield "　　".join(table.facts)
    if table.digest:
        yield f"校验码：{table.digest}"


def _widths(table: Table, room: float) -> list[float]:
    total = sum(column.width for column in table.columns)
    return [room * column.width / total for column in table.columns]


def _fill(grid, table: Table) -> None:
    grid.add_head(
        Box([Line(column.title, HEADER, "center")], shade=GREY) for column in table.columns
    )
    empty = True
    for line in table.lines():
        grid.add(map(_box, line))
        empty = False
    if empty:
        nothing = Line("（本表暂无内容）", BODY, "center")
        grid.add([Box([nothing], columns=len(table.columns))])


def _box(cell: Cell) -> Box:
    if not cell.span:
        return Box([], merge="continue")
    return Box(_lines(cell), merge="restart" if cell.span > 1 else "")


def _lines(cell: Cell) -> Sequence[Line]:
    return [Line(text, BODY, cell.column.align) for text in cell.paragraphs]
