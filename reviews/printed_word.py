"""The forms as Word documents, from the same `FormSheet` as the PDF, on the same grid.

For whoever goes on writing on the form before it is signed by hand. The measures are those of
docs/forms/; where pages end is the business of the reader's program.
"""

from typing import BinaryIO

from registry.tables import codes
from registry.tables.description import Column
from registry.tables.word import Box, Grid, Letters, Line, Paper, Sheet

from .printed_form import FormSheet, OpinionBox, cleaned, columns_of, lines_of

PAPER = Paper(210, 297, top=20, right=20, bottom=18, left=25)
TITLE = Letters("宋体", 18, bold=True)
BACK_TITLE = Letters("宋体", 16, bold=True)
LABEL = Letters("黑体", 10.5)
RECORD = Letters("宋体", 9.5)
NOTE = Letters("仿宋", 10.5)
PROOF = Letters("宋体", 9)
# mm: heights of rows, and the box that a seal of 42 mm has to fit into.
HEAD_HIGH, TITLES_HIGH, POINT_HIGH, OPINION_HIGH = 11, 12.5, 13, 46
LABEL_WIDE, SIGNED_FROM, CODE_WIDE = 33, 26, 28
_RECORD = (("步骤", 30), ("审核人", 19), ("职务", 28), ("决定", 17), ("意见", 47), ("时间", 24))
LINE_TO_SIGN = "＿" * 10
NOTE_BELOW = "注：本表一式三份。"


def render_form_docx(sheet: FormSheet, stream: BinaryIO, copies: int = 1) -> None:
    """Write the form so many times into one document, each copy on a front side."""
    sheet = cleaned(sheet)
    document = Sheet(PAPER)
    for place in range(copies):
        if place:
            document.start_copy()
        _draw_front(document, sheet)
        if sheet.record or sheet.back_opinions:
            _draw_back(document, sheet)
    document.margins(
        mark=f"【{sheet.state_note}】" if sheet.state_note else "",
        watermark=sheet.state_note,
        left=f"编号：{sheet.number}" if sheet.number else "",
        right=f"校验码：{sheet.digest[:16]}" if sheet.digest else "",
    )
    document.save(sheet.title, stream)


def _draw_front(document: Sheet, sheet: FormSheet) -> None:
    document.say(Line(sheet.title, TITLE, "center", after=4))
    document.say(_above(f"单位（盖章）：{sheet.unit}", sheet))
    columns = columns_of(sheet)
    grid = document.grid([column.width for column in columns])
    grid.add_head(_head(sheet, len(columns)), HEAD_HIGH)
    grid.add_head((_label(_broken(column)) for column in columns), TITLES_HIGH)
    for line in lines_of(sheet):
        grid.add(map(_cell, line), POINT_HIGH)
    _draw_closing(grid, sheet, len(columns))
    document.say(Line(NOTE_BELOW, NOTE, before=1.5))
    for line in sheet.enclosure_lines:
        document.say(Line(line, NOTE))


def _above(left: str, sheet: FormSheet) -> Line:
    return Line(f"{left}\t{sheet.year}年度", stops=[("end", PAPER.room)], after=1.5)


def _head(sheet: FormSheet, columns: int) -> list[Box]:
    """Label and answer, twice: the second label takes the columns in the middle."""
    (first, answer), (second, other) = sheet.head_cells
    return [
        _label(first),
        Box([Line(answer, align="center")]),
        _label(second, columns=columns - 3),
        Box([Line(other, align="center")]),
    ]


def _broken(column: Column) -> str:
    """The title of a column, broken where it reads best."""
    if "、" in column.title:
        return column.title.replace("、", "、\n", 1)
    if len(column.title) in (4, 5) and column.width < 20:
        return f"{column.title[:-2]}\n{column.title[-2:]}"
    return column.title


def _label(text: str, columns: int = 1) -> Box:
    return Box([Line(part, LABEL, "center") for part in text.split("\n")], columns=columns)


def _cell(cell) -> Box:
    if not cell.span:
        return Box([], merge="continue")
    lines = [Line(text, align=cell.column.align) for text in cell.paragraphs]
    return Box(lines, merge="restart" if cell.span > 1 else "")


def _draw_closing(grid: Grid, sheet: FormSheet, columns: int) -> None:
    """The grade of a post and the opinion boxes, kept on one page where one page holds them."""
    why = f"（{sheet.grade_why}）" if sheet.grade_why else ""
    grade = Line(f"{sheet.grade}{why}")
    if sheet.graded:
        grid.add([_label("岗位风险等级"), Box([grade], columns=columns - 1)], HEAD_HIGH)
    for box in sheet.opinions:
        grid.keep_with_next()
        grid.add(_opinion(box, columns - 1), OPINION_HIGH)


def _opinion(box: OpinionBox, columns: int) -> list[Box]:
    said = [Line(part) for part in box.text.split("\n")] if box.text else []
    signed = Line(f"签名：{box.signature or LINE_TO_SIGN}", indent=SIGNED_FROM, before=10)
    seal_and_day = Line(
        f"（盖章）\t{box.dated or '年　　月　　日'}",
        indent=SIGNED_FROM,
        before=6,
        after=2,
        stops=[("end", 122)],
    )
    label = _label("\n".join(filter(None, box.label_lines)))
    return [label, Box([*said, signed, seal_and_day], columns=columns, stands="bottom")]


def _draw_back(document: Sheet, sheet: FormSheet) -> None:
    document.start_page()
    document.say(Line("审核记录", BACK_TITLE, "center", after=4))
    document.say(_above(sheet.whose, sheet))
    if sheet.back_opinions:
        boxes = document.grid([LABEL_WIDE, PAPER.room - LABEL_WIDE])
        for box in sheet.back_opinions:
            boxes.add(_opinion(box, 1), OPINION_HIGH)
        document.say(Line("", after=2))
    _draw_record(document, sheet)
    for line in _proof(sheet):
        document.say(Line(line, PROOF, before=1))
    if sheet.check_url:
        document.say(Line("", PROOF))
        document.draw(codes.png_of(sheet.check_url), CODE_WIDE)


def _draw_record(document: Sheet, sheet: FormSheet) -> None:
    grid = document.grid([width for _, width in _RECORD])
    grid.add_head((Box([Line(title, LABEL, "center")]) for title, _ in _RECORD), 8)
    for line in sheet.record:
        told = (
            line.step,
            line.who,
            line.title,
            line.action,
            line.opinion,
            line.when.replace(" ", "\n"),
        )
        grid.add(Box([Line(text, RECORD)]) for text in told)
    if not sheet.record:
        nothing = Line("尚无审核记录", RECORD, "center")
        grid.add([Box([nothing], columns=len(_RECORD))])


def _proof(sheet: FormSheet) -> list[str]:
    told = (
        ("编号：", sheet.number),
        ("校验码：", sheet.digest),
        ("查验（扫描二维码或打开网址，核对编号和校验码）：", sheet.check_url),
        ("", sheet.checkpoint),
    )
    return [f"{label}{text}" for label, text in told if text]
