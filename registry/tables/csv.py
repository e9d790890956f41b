"""CSV for spreadsheets: UTF-8 with a byte order mark, no cell that could become a formula."""

import csv
from io import TextIOWrapper
from typing import BinaryIO

from registry.tables.description import Cell, Table
from registry.tables.text import neutral


def write(table: Table, stream: BinaryIO) -> None:
    """First row: title, source, number, digest. Second row: column titles. Then the rows.

    Text that starts like a formula is written with a leading apostrophe; merged cells are repeated.
    """
    text = TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    try:
        writer = csv.writer(text)
        writer.writerow(neutral(part) for part in head(table))
        writer.writerow(neutral(column.title) for column in table.columns)
        for line in table.lines():
            writer.writerow(_value(cell) for cell in line)
    finally:
        text.detach()  # the stream is the caller's to close


def head(table: Table) -> list[str]:
    """The parts of the first row, blanks left out; a file never goes without its source."""
    digest = f"校验码：{table.digest}" if table.digest else ""
    return [part for part in (table.title, table.source.head, *table.facts, digest) if part]


def _value(cell: Cell) -> str | int:
    return cell.value if isinstance(cell.value, int) else neutral(cell.text)
