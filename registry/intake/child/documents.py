"""The tables of a .docx file, each as a sheet; the part is parsed as a stream.

Entities are never declared in such a file: a document type in it is refused.
"""

import zipfile
from xml.parsers import expat

from limits import Refused
from tables import Sheets, Table

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
CHUNK = 256 * 1024
BLANKS = {"br": "\n", "cr": "\n", "tab": " "}


def read_document(path, limits, counter):
    reader = DocumentReader(limits, counter)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    with zipfile.ZipFile(path) as archive, archive.open("word/document.xml") as stream:
        left = limits["declared_bytes"]
        while chunk := stream.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise Refused("declared_bytes")
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    return reader.sheets.found


def refuse(*declared):
    raise Refused("unreadable")


class DocumentReader:
    """Follows tables, rows and cells; a table inside a cell is text of that cell."""

    def __init__(self, limits, counter):
        self.limits, self.counter = limits, counter
        self.sheets = Sheets(limits)
        self.depth = 0  # tables that are open
        self.in_text = False
        self.table = None

    def start(self, name, attributes):
        tag = name.removeprefix(WORD)
        if tag == "tbl":
            self.depth += 1
            if self.depth == 1:
                self.table = Table()
        elif self.depth:
            self._inside(tag, attributes)

    def _inside(self, tag, attributes):
        if tag == "t":
            self.in_text = True
        elif tag in BLANKS:
            self.table.write(BLANKS[tag])
        elif self.depth == 1:
            self._build(tag, attributes.get(f"{WORD}val", ""))

    def _build(self, tag, value):
        if tag == "tr":
            self.table.open_row()
        elif tag == "tc":
            self.table.open_cell()
        elif tag in ("gridSpan", "gridBefore"):
            self.table.widen(tag, min(int(value or 1), self.limits["columns"] + 1))
        elif tag == "vMerge":
            self.table.goes_on = value != "restart"
            self.table.starts = value == "restart"

    def end(self, name):
        tag = name.removeprefix(WORD)
        if tag == "t":
            self.in_text = False
        elif not self.depth:
            return
        elif tag == "p":
            self.table.write("\n")
        elif tag == "tbl":
            self.depth -= 1
            if self.depth == 0:
                self.sheets.add(self.table)
        elif self.depth == 1 and tag == "tc":
            self.table.close_cell()
        elif self.depth == 1 and tag == "tr":
            self.table.close_row(self.counter)

    def data(self, text):
        if self.in_text and self.depth:
            self.table.write(text)
