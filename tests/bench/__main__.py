"""`make bench`: our renderers beside the bare libraries, on the same rows in the same run.

python -m tests.bench [rows of the XLSX, 20000] [rows of the PDF, 400] [rounds, 3]

Processor seconds, best of the rounds, ours and bare by turns: others may work on the machine. The
ratio is what counts; figures and conditions are kept in docs/performance.md.
"""

import os
import sys
import time
from html import escape
from io import BytesIO

import django

AIMS = {"xlsx": 1.3, "pdf": 1.2}
BARE_CSS = (
    "@page { size: A4 landscape; margin: 18mm 12mm 16mm }"
    "html { font: 9pt/1.35 'Noto Serif CJK SC', serif }"
    "table { width: 100%; table-layout: fixed; border-collapse: collapse }"
    "th, td { padding: 1mm 1.2mm; border: .5pt solid; overflow-wrap: anywhere }"
    "tr { break-inside: avoid }"
)


def texts_of(table):
    """The same rows as plain values: numbers as they are, all else as text."""
    return [
        [cell.value if isinstance(cell.value, int) else cell.text for cell in line]
        for line in table.lines()
    ]


def bare_xlsx(titles, rows):
    """openpyxl, written row by row, one style shared by all cells."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, Side

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("bare")
    thin = Side(style="thin")
    first = WriteOnlyCell(sheet)
    first.font, first.border = Font(name="宋体", size=10.5), Border(thin, thin, thin, thin)
    first.alignment = Alignment(wrap_text=True, vertical="center")
    for row in [titles, *rows]:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            cell._style = first._style
            cells.append(cell)
        sheet.append(cells)
    workbook.save(BytesIO())


def bare_pdf(titles, rows):
    """WeasyPrint, one plain table, nothing merged, no page numbers."""
    import weasyprint

    head = "".join(f"<th>{escape(title)}</th>" for title in titles)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(value))}</td>" for value in row) + "</tr>"
        for row in rows
    )
    html = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    weasyprint.HTML(string=html).write_pdf(BytesIO(), stylesheets=[weasyprint.CSS(string=BARE_CSS)])


def plain(table):
    """The same table with nothing merged: what the library is asked for too."""
    from dataclasses import replace

    columns = [replace(column, merge=False) for column in table.columns]
    return replace(table, columns=columns)


def seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def compare(name, count, rounds):
    from registry.tables.formats import FORMATS
    from tests.tables.measure import directory

    bare = {"xlsx": bare_xlsx, "pdf": bare_pdf}[name]
    merged = directory(count)
    flat = plain(merged)
    titles, rows = [column.title for column in merged.columns], texts_of(merged)
    write = FORMATS[name].write
    taken = {"bare": [], "ours": [], "ours, merged cells": []}
    for _ in range(rounds):
        taken["bare"].append(seconds(lambda: bare(titles, rows)))
        taken["ours"].append(seconds(lambda: write(flat, BytesIO())))
        taken["ours, merged cells"].append(seconds(lambda: write(merged, BytesIO())))
    base = min(taken["bare"])
    for label, times in taken.items():
        best = min(times)
        aim = f"   aim {AIMS[name]}" if label != "bare" else ""
        told = f"{name:5}{count:7} rows  {label:20}{best:8.2f} s  x {best / base:.2f}{aim}\n"
        sys.stdout.write(told)
    sys.stdout.flush()


def main(xlsx_rows=20_000, pdf_rows=400, rounds=3):
    from registry.tables.formats import FORMATS
    from tests.tables.measure import directory

    FORMATS["pdf"].write(directory(1), BytesIO())  # imports and the font cache are not measured
    compare("xlsx", xlsx_rows, rounds)
    compare("pdf", pdf_rows, rounds)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))
