"""The tables of a .docx file, each as a sheet; the part is parsed as a stream.

Entities are never declared in such a file: a document type in it is refused.
"""

import zipfile
from xml.parsers import expat

from limits import Refused

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
    return reader.sheets


def refuse(*declared):
    raise Refused("unreadable")


class DocumentReader:
    """Follows tables, rows and cells; a table inside a cell is text of that cell."""

    def __init__(self, limits, counter):
        self.limits, self.counter = limits, counter
        self.sheets = []
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
                self._close()
        elif self.depth == 1 and tag == "tc":
            self.table.close_cell()
        elif self.depth == 1 and tag == "tr":
            row = self.table.close_row(self.counter)
            self.counter.size(len(self.table.rows), len(row))

    def data(self, text):
        if self.in_text and self.depth:
            self.table.write(text)

    def _close(self):
        if len(self.sheets) >= self.limits["sheets"]:
            raise Refused("sheets")
        self.sheets.append(
            {
                "name": f"表 {len(self.sheets) + 1}",
                "rows": self.table.rows,
                "merged": self.table.merged()[:5000],
            }
        )


class Table:
    def __init__(self):
        self.rows, self.spans, self.row = [], [], []
        self.column, self.width = 0, 1
        self.text = None
        self.goes_on = self.starts = False
        self.open = {}  # first column → the span that may grow downwards

    def open_row(self):
        self.row, self.column, self.text = [], 0, None

    def open_cell(self):
        self.text, self.width = [], 1
        self.goes_on = self.starts = False

    def widen(self, tag, by):
        if tag == "gridBefore":
            self.row.extend([""] * by)
            self.column += by
        else:
            self.width = by

    def write(self, text):
        if self.text is not None:
            self.text.append(text)

    def close_cell(self):
        text = "".join(self.text or []).strip("\n")
        at, row = self.column, len(self.rows)
        known = self.open.get(at)
        if self.goes_on and known:
            known[2] = row
        else:
            span = [row, at, row, at + self.width - 1]
            self.spans.append(span)
            self.open[at] = span if self.starts else None
        self.row.append("" if self.goes_on and known else text)
        self.row.extend([""] * (self.width - 1))
        self.column += self.width
        self.text = None

    def close_row(self, counter):
        self.rows.append(counter.row(self.row))
        return self.row

    def merged(self):
        return [span for span in self.spans if span[0] != span[2] or span[1] != span[3]]
