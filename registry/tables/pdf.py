"""PDF of a table: A4, header repeated, laid out in runs of rows and joined."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import BinaryIO

from django.template.loader import render_to_string

from registry.tables import codes, printing
from registry.tables.description import Row, Table
from registry.tables.foretelling import WIDTH, head_of, page_starts, sheet_of
from registry.tables.pieces import in_pieces, room
from registry.tables.printing import Layout, join, lay_out, lay_out_by_page

# Rows laid out at once: bounds the memory and costs next to nothing (docs/performance.md).
RUN = 400
# Of templates/tables/print.css: one character at 9 pt; by orientation the lines of a page that
# carries the table's head.
LETTER = 3.2
LINES = {"landscape": 28, "portrait": 48}


def write(table: Table, stream: BinaryIO) -> None:
    """Head on the first page, notes after the last row, page x of y and the source's mark on all.

    A merged cell that goes on over the end of a page is printed again on the next page.
    """
    known = {"columns": _shares(table), "orientation": table.orientation}
    css = render_to_string("tables/print.css", known)
    join(_parts(table, css), lambda pages: _stamps(table, pages), table.title, stream)


def _parts(table: Table, css: str) -> Iterator[bytes]:
    """The pages of the table in order, as PDFs.

    The last page of a run is rarely full, so its rows move on to the next run: no page ends early
    only because a run does.
    """
    width, lines = WIDTH[table.orientation], LINES[table.orientation]
    rows = in_pieces(table.columns, table.rows, room(table.columns, width, LETTER, lines))
    run = list(islice(rows, RUN))
    place = "first"
    while following := list(islice(rows, RUN)):
        layout = _lay_out(table, run, css, place)
        moved_on = layout.first_rows[-1]
        if moved_on is None:  # a row taller than a page ends the run
            yield layout.pdf()
            run, place = following, "middle"
        elif moved_on:
            yield layout.pdf(last_page=-1)
            run, place = run[moved_on:] + following, "middle"
        else:
            run += following
    yield _lay_out(table, run, css, "whole" if place == "first" else "last").pdf()


def _lay_out(table: Table, run: Sequence[Row], css: str, place: str) -> Layout:
    """Lay out a run of rows; `place` says whether title and notes go with it."""
    part, head = replace(table, rows=run), place in ("first", "whole")
    known = {
        "table": part,
        "head": head,
        "code": codes.svg_of(table.check_url) if head else "",
        "notes": table.notes if place in ("last", "whole") else (),
    }

    def draw(cuts: frozenset[int]) -> str:
        return render_to_string("tables/print.html", known | {"lines": list(part.lines(cuts))})

    return lay_out_by_page(draw, css, printing.lay_out, _guess(part, head))


def _guess(part: Table, head: bool) -> frozenset[int]:
    """Where pages will begin; of no use where nothing is merged."""
    if not any(column.merge for column in part.columns):
        return frozenset()
    sheet = sheet_of(part.columns, part.orientation, head_of(part) if head else 0.0)
    return page_starts(list(part.lines()), sheet)


def _stamps(table: Table, pages: int) -> bytes:
    """What stands in the margins, one page for each page of the table."""
    known = {"table": table, "pages": pages, "numbers": range(1, pages + 1)}
    return lay_out(
        render_to_string("tables/print_margins.html", known),
        render_to_string("tables/print_margins.css", known),
    ).pdf()


def _shares(table: Table) -> list[str]:
    """Column widths in per cent of the page."""
    total = sum(column.width for column in table.columns)
    return [f"{100 * column.width / total:.3f}%" for column in table.columns]
