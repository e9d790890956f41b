"""A document whose tables are hard to read, as .docx: `python -m tests.intake.hard_document PATH`.

`hard.doc` beside this file is the same, saved once by LibreOffice 7.4 as "Word 97-2003".
"""

import sys
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

OLD = Path(__file__).with_name("hard.doc")
WIDE, LONG = 40, 100


def hard_document():
    """Cells merged both ways, a table in a cell, a field, a rare character, a table so wide that
    its description stands elsewhere, and one of many pages.
    """
    document = Document()
    document.add_paragraph("廉政风险点登记表")
    _merged(document)
    document.add_paragraph("两张表之间的说明")
    _grid(document, 3, WIDE, lambda row, column: f"{row}.{column}")
    document.add_paragraph("下面是长表")
    _grid(document, LONG, 5, lambda row, column: f"第{row}行第{column}列，文字写得长一些" * column)
    return document


def _grid(document, rows, columns, text):
    cells = document.add_table(rows=rows, cols=columns)._cells
    for number, cell in enumerate(cells):
        cell.text = text(*divmod(number, columns))


def _merged(document):
    table = document.add_table(rows=5, cols=4)
    for row in range(5):
        for column in range(4):
            table.cell(row, column).text = f"{row}-{column}"
    table.cell(0, 0).merge(table.cell(0, 3)).text = "标题\U00020bb7"
    table.cell(1, 0).merge(table.cell(3, 0)).text = "教务处"
    table.cell(1, 2).merge(table.cell(2, 3)).text = "成片的格\n第二行"
    table.cell(4, 1).text = ""
    inner = table.cell(4, 3).add_table(rows=2, cols=2)
    for row in range(2):
        for column in range(2):
            inner.cell(row, column).text = f"格里的表{row}{column}"
    _field(table.cell(4, 0).paragraphs[0], 'HYPERLINK "http://example.invalid/"', "见依据")


def _field(paragraph, made_of, shown):
    for kind, tag, text in (
        ("begin", "", ""),
        ("", "w:instrText", made_of),
        ("separate", "", ""),
        ("", "w:t", shown),
        ("end", "", ""),
    ):
        run = paragraph.add_run()._r
        part = OxmlElement(tag or "w:fldChar")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text
        run.append(part)


if __name__ == "__main__":
    hard_document().save(sys.argv[1])
