"""JSON for other programs."""

import json
from datetime import date
from typing import BinaryIO

from registry.tables.description import Cell, Table


def write(table: Table, stream: BinaryIO) -> None:
    """UTF-8, one object, rows in order, one row a line:

    {"title": str, "source": str, "number": str, "digest": str,
     "corrections": str, where there are any,
     "columns": [{"key": str, "title": str}, ...],
     "rows": [{key: str | int | [str, ...], ...}, ...]}

    `source` is the line that stands at the head of every file; dates are ISO 8601; a blank cell is
    the empty string; a list holds several paragraphs. Values of merged cells are repeated.
    """
    stream.write(_dump(_head(table))[:-1].encode() + b', "rows": [')
    for place, line in enumerate(table.lines()):
        row = {cell.column.key: _value(cell) for cell in line}
        stream.write((",\n" if place else "\n").encode() + _dump(row).encode())
    stream.write(b"\n]}\n")


def _head(table: Table) -> dict:
    return {
        "title": table.title,
        "source": table.source.head,
        "number": table.number,
        "digest": table.digest,
        **({"corrections": table.corrections} if table.corrections else {}),
        "columns": [{"key": c.key, "title": c.title} for c in table.columns],
    }


def _value(cell: Cell) -> str | int | list[str]:
    match cell.value:
        case int():
            return cell.value
        case date():
            return cell.value.isoformat()
        case list() | tuple():
            return list(cell.paragraphs)
    return cell.text


def _dump(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False)
