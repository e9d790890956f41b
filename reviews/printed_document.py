"""Letters with a seal (公文): a title, numbered parts, tables, lines to sign; as PDF and as Word.

Both are drawn from one `Letter`. Sizes after GB/T 9704: title 22 pt, text 16 pt, margins at the
sides 26 and 28 mm; lines and the other margins a little closer, so that an ordinary notice fits on
one sheet of the wall. Tables are smaller: a row is read at a glance.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import BinaryIO

from django.template.loader import render_to_string

from registry.tables import codes
from registry.tables.description import Cell, Column, Row, merged
from registry.tables.word import Box, Letters, Line, Paper, Sheet

from .printed_form import cleaned

PAPER = Paper(210, 297, top=30, right=26, bottom=26, left=28)
TITLE = Letters("宋体", 22, bold=True)
HEADING = Letters("黑体", 16)
TEXT = Letters("仿宋", 16)
SMALL = Letters("宋体", 10.5)
SMALL_HEAD = Letters("黑体", 10.5)
GREY = "E6E6E6"
CODE_WIDE = 26  # mm
FIRST_LINE = "\u3000\u3000"


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    kind = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    kind = "paragraph"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table within the letter; widths of the columns in mm."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    kind = "grid"

    def lines(self) -> list[list[Cell]]:
        return list(merged(self.columns, self.rows))


@dataclass(frozen=True, slots=True)
class Signatures:
    """What is signed by hand, then unit and date at the right, where the seal goes."""

    by_hand: Sequence[str]
    unit: str
    day: str
    kind = "signatures"


@dataclass(frozen=True, slots=True)
class Annex:
    """What follows begins on a page of its own, behind seal and date."""

    text: str
    kind = "annex"


@dataclass(frozen=True, slots=True)
class Letter:
    """`mark` stands at the head of every page, `number` in the foot.

    `proof` and the code of `check_url` stand left of where the seal goes, both or neither.
    """

    title: str
    parts: Sequence[Heading | Paragraph | Grid | Signatures | Annex]
    mark: str = ""
    number: str = ""
    proof: Sequence[str] = ()
    check_url: str = ""


def write_pdf(letter: Letter, stream: BinaryIO) -> None:
    from registry.tables import printing  # the layout engine takes half a second to import

    known = {"letter": _cleaned(letter), "code": codes.svg_of(letter.check_url)}
    html = render_to_string("reviews/printed/letter.html", known)
    css = render_to_string("reviews/printed/letter.css", known)
    printing.write(printing.lay_out(html, css), letter.title, stream)


def write_docx(letter: Letter, stream: BinaryIO) -> None:
    letter = _cleaned(letter)
    sheet = Sheet(PAPER)
    sheet.say(Line(letter.title, TITLE, "center", after=8))
    for part, following in zip_longest(letter.parts, letter.parts[1:]):
        _DRAWN[type(part)](sheet, part)
        if isinstance(following, Signatures):  # seal and date never stand alone on a page
            sheet.keep_with_next()
        if isinstance(part, Signatures) and letter.check_url:
            _draw_proof(sheet, letter)
    sheet.margins(mark=letter.mark, left=letter.number, right="")
    sheet.save(letter.title, stream)


LETTER_WRITERS: dict[str, Callable] = {"pdf": write_pdf, "docx": write_docx}


def _cleaned(letter: Letter) -> Letter:
    """Rows of tables are cleaned where their cells are made."""
    parts = [part if isinstance(part, Grid) else cleaned(part) for part in letter.parts]
    return replace(letter, title=cleaned(letter.title), parts=parts)


def _draw_heading(sheet: Sheet, part: Heading) -> None:
    sheet.say(Line(f"{FIRST_LINE}{part.text}", HEADING, before=2, after=1))
    sheet.keep_with_next()


def _draw_annex(sheet: Sheet, part: Annex) -> None:
    sheet.start_page()
    sheet.say(Line(part.text, HEADING, after=3))


def _draw_paragraph(sheet: Sheet, part: Paragraph) -> None:
    sheet.say(Line(f"{FIRST_LINE}{part.text}", TEXT, after=1))


def _draw_grid(sheet: Sheet, part: Grid) -> None:
    grid = sheet.grid([column.width for column in part.columns])
    heads = (Line(column.title, SMALL_HEAD, "center") for column in part.columns)
    grid.add_head(Box([head], shade=GREY) for head in heads)
    for line in part.lines():
        grid.add(Box([Line(text, SMALL, c.column.align) for text in c.paragraphs]) for c in line)
    sheet.say(Line("", SMALL))


def _draw_signatures(sheet: Sheet, part: Signatures) -> None:
    for label in part.by_hand:
        sheet.say(Line(f"{label}：{'＿' * 8}", TEXT, indent=12, before=4))
        sheet.keep_with_next()
    stops = [("center", 112)]
    sheet.say(Line(f"\t{part.unit}（盖章）", TEXT, before=16, stops=stops))
    sheet.keep_with_next()
    sheet.say(Line(f"\t{part.day}", TEXT, before=2, stops=stops))


def _draw_proof(sheet: Sheet, letter: Letter) -> None:
    """At the left of unit and date, where nothing is stamped."""
    sheet.keep_with_next()
    sheet.pin(codes.png_of(letter.check_url), CODE_WIDE, "start", lift=15)
    for line in letter.proof:
        sheet.say(Line(line, SMALL, before=1))


_DRAWN = {
    Heading: _draw_heading,
    Paragraph: _draw_paragraph,
    Grid: _draw_grid,
    Signatures: _draw_signatures,
    Annex: _draw_annex,
}
