"""The formats a table can be had in; views, management commands and jobs pick from here alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from registry.tables import csv, json, xlsx
from registry.tables.description import Table


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is called, how it is sent, and `write(table, stream)` to a binary stream."""

    label: str
    content_type: str
    extension: str
    write: Callable[[Table, BinaryIO], None]

    def file_name(self, table: Table) -> str:
        """Title, unit, number or date."""
        day = f"{table.compiled_on:%Y%m%d}" if table.compiled_on else ""
        parts = [table.title, table.unit_name, table.number or day]
        name = "-".join(filter(None, map(safe_for_files, parts)))
        return f"{name[:80]}.{self.extension}"


_UNSAFE = re.compile(r'[\\/:*?"<>|\s《》]+')


def safe_for_files(text: str) -> str:
    """Without the signs that file systems mind."""
    return _UNSAFE.sub("", text).strip(" .")


def _write_pdf(table: Table, stream: BinaryIO) -> None:
    from registry.tables import pdf  # the layout engine takes half a second to import

    pdf.write(table.printed(), stream)


def _write_docx(table: Table, stream: BinaryIO) -> None:
    from registry.tables import docx  # imported where somebody asks for it, like the engine above

    docx.write(table.printed(), stream)


DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS: dict[str, Format] = {
    "xlsx": Format(
        "电子表格（XLSX）",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        xlsx.write,
    ),
    "pdf": Format("PDF", "application/pdf", "pdf", _write_pdf),
    "docx": Format("Word 文档（DOCX）", DOCX_TYPE, "docx", _write_docx),
    "csv": Format("CSV", "text/csv; charset=utf-8", "csv", csv.write),
    "json": Format("JSON", "application/json", "json", json.write),
}
