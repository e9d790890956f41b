"""Where the pages of a printed table will begin, reckoned from its texts before it is laid out.

A guess: a merged cell is cut where a page begins, and a layout made with the right cuts need not
be made again. The measures are those of templates/tables/print.css, in mm.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from unicodedata import east_asian_width

from registry.tables.description import Cell, Column, Table

LETTER, LINE = 3.175, 4.286  # 9 pt; 9 pt × 1.35
PADDING, BORDER, SIDES = 2.0, 0.176, 2.4
HEIGHT = {"landscape": 176.0, "portrait": 263.0}
WIDTH = {"landscape": 273.0, "portrait": 186.0}
TITLE, SOURCE, FACTS = 11.25, 5.29, 6.29
NOT_FIRST = frozenset("，。、；：！？）》」』】”’％…·,.;:!?)%")


@dataclass(frozen=True)
class Sheet:
    """What a page holds: height for rows, and by column how wide a line of text may be."""

    room: float
    first_room: float
    widths: Sequence[float]


def sheet_of(columns: Sequence[Column], orientation: str, head: float) -> Sheet:
    """`head` mm of the first page are taken by the title and the facts."""
    scale = WIDTH[orientation] / sum(column.width for column in columns)
    widths = [column.width * scale - SIDES - BORDER for column in columns]
    titles = max(
        lines_in(column.title, width) for column, width in zip(columns, widths, strict=True)
    )
    room = HEIGHT[orientation] - _high(titles)
    return Sheet(room, room - head, widths)


def head_of(table: Table) -> float:
    """Height of title, source and facts above the table, each in one line."""
    return TITLE + SOURCE + (FACTS if table.facts else 0.0)


def page_starts(lines: Sequence[Sequence[Cell]], sheet: Sheet) -> frozenset[int]:
    """Indexes of the rows with which pages begin, the first page left out."""
    starts, left = set(), sheet.first_room
    for index, height in enumerate(_heights(lines, sheet)):
        if height > left:
            starts.add(index)
            left = sheet.room
        left -= height
    return frozenset(starts) - {0}


def lines_in(text: str, width: float) -> int:
    """How many lines a text takes: no line begins with a sign that closes."""
    return sum(_lines_of(part, width) for part in text.split("\n"))


def _lines_of(text: str, width: float) -> int:
    lines, used, before = 1, 0.0, 0.0
    for sign in text:
        wide = LETTER if east_asian_width(sign) in "WFA" else LETTER * 0.54
        if used + wide > width:
            lines += 1
            used = before if sign in NOT_FIRST else 0.0
        used += wide
        before = wide
    return lines


def _heights(lines: Sequence[Sequence[Cell]], sheet: Sheet) -> Iterator[float]:
    """The height of each row; what a merged cell needs beyond its rows goes to its last one."""
    wanted = [0.0] * len(sheet.widths)
    until = [-1] * len(sheet.widths)
    for index, line in enumerate(lines):
        height = 0.0
        for place, cell in enumerate(line):
            if cell.span:
                wanted[place] = _high(lines_in(cell.text, sheet.widths[place]))
                until[place] = index + cell.span - 1
            if index == until[place]:
                height = max(height, wanted[place])
        for place in range(len(wanted)):
            wanted[place] = max(wanted[place] - height, 0.0) if until[place] > index else -inf
        yield height


def _high(lines: int) -> float:
    return lines * LINE + PADDING + BORDER
