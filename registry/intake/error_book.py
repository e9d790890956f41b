"""The table that was sent, with a column of messages: for mending it where it was made.

Written anew from what was read, so nothing of a hostile file comes back: no formula, no link, no
macro; every text is a text.
"""

import re
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill

from registry.tables.text import clean

HEADER = "核对结果"
LONGEST = 32_000
_NOT_IN_NAMES = re.compile(r"[\\*?:/\[\]\x00-\x1f']")
_STRONG = Font(bold=True)
_MARKED = PatternFill("solid", fgColor="FFFDE9E7")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def make_error_book(sheets, messages):
    """A workbook of these sheets. `messages`: (name of the sheet, number of the row) → text."""
    book = Workbook()
    book.remove(book.active)
    for number, sheet in enumerate(sheets, start=1):
        name = _NOT_IN_NAMES.sub(" ", sheet.name)[:24].strip() or "表"
        made = book.create_sheet(name if name not in book.sheetnames else f"{name} {number}")
        _fill(made, sheet, messages)
    return book


def _fill(made, sheet, messages):
    width = max(map(len, sheet.rows), default=0)
    column = width + 1
    for at, cells in enumerate(sheet.rows, start=1):
        for place, value in enumerate(cells, start=1):
            if value != "":
                _write(made, at, place, value)
        if said := messages.get((sheet.name, at)):
            cell = _write(made, at, column, said)
            cell.fill, cell.alignment = _MARKED, _WRAPPED
    for top, left, bottom, right in sheet.merged:
        if right < width:
            made.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    first = min((row for name, row in messages if name == sheet.name), default=2)
    heading = _write(made, max(first - 1, 1), column, HEADER)
    heading.font = _STRONG
    made.column_dimensions[heading.column_letter].width = 60


def _write(made, row, column, value):
    if isinstance(value, bool | int | float | date):
        return made.cell(row=row, column=column, value=value)
    cell = made.cell(row=row, column=column, value=clean(str(value))[:LONGEST])
    cell.data_type = "s"
    return cell
