"""Writes the files of `layouts` beside itself: `python -m tests.samples.make`.

But for the binary .xls, which needs a writer that nothing else here needs: `29-binary.xls` was made
once with xlwt 1.3 (BIFF8; numbers as floats, dates as numbers with a format, a formula in the last
row, a hidden second sheet) and is kept as it is. So are the .doc: written as .docx, and saved once
by LibreOffice 7.4 as "Word 97-2003".
"""

import csv
from io import StringIO
from pathlib import Path

from docx import Document
from openpyxl import Workbook

from tests.samples.layouts import SAMPLES

HERE = Path(__file__).parent
ENCODINGS = {"csv.gbk": "gb18030", "csv.utf8": "utf-8", "csv.bom": "utf-8-sig"}
SUFFIXES = {"named.xls": "xls", "xlsx": "xlsx", "docx": "docx", "xls": "xls", "doc": "doc"}
KEPT = ("xls", "doc")
MADE = [sample for sample in SAMPLES if sample.kind not in KEPT]


def path_of(sample):
    return HERE / f"{sample.name}.{SUFFIXES.get(sample.kind, 'csv')}"


def write(sample, path):
    if sample.kind in ENCODINGS:
        stream = StringIO()
        csv.writer(stream).writerows(sample.rows)
        path.write_bytes(stream.getvalue().encode(ENCODINGS[sample.kind]))
    elif sample.kind == "docx":
        _document(sample).save(path)
    else:
        with path.open("wb") as stream:
            _workbook(sample).save(stream)


def _workbook(sample):
    book = Workbook()
    for at, row in enumerate(sample.rows, start=1):
        for place, value in enumerate(row, start=1):
            if value != "":
                cell = book.active.cell(row=at, column=place, value=value)
                cell.data_type = "n" if isinstance(value, int) else "s"
    for top, left, bottom, right in sample.merged:
        book.active.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    return book


def _document(sample):
    document = Document()
    document.add_paragraph("一般工作人员及教职工廉政风险识别和防控表")
    table = document.add_table(rows=len(sample.rows), cols=max(map(len, sample.rows)))
    for top, left, bottom, right in sample.merged:
        table.cell(top, left).merge(table.cell(bottom, right))
    for at, row in enumerate(sample.rows):
        for place, value in enumerate(row):
            if value != "":
                table.cell(at, place).text = str(value)
    return document


if __name__ == "__main__":
    for sample in MADE:
        write(sample, path_of(sample))
