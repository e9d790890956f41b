"""The tables of a .doc file (Word 97 to 2003), each as a sheet.

The cells of a row end each with a mark, and after them the row itself, which says where its cells
stand. Rows of one table need not have the same edges: the edges of all rows together are the
columns, and a cell takes those between its own two.
"""

import re

from tables import Sheets, Table
from word_binary import paragraphs

CELL = "\x07"
# Of a field only what it shows: what is between its beginning and its separator is how it is made.
FIELD = re.compile("\x13[^\x13-\x15]*(?:\x14|(?=\x15))")
SIGNS = dict.fromkeys(range(32)) | {9: " ", 10: "\n", 11: "\n", 0x1E: "-"}
SAME_EDGE = 60  # twentieths of a point: what one draws by hand is not exact


def read_old_document(path, limits, counter):
    reader = OldDocumentReader(limits, counter)
    for text, sign, properties in paragraphs(path, limits):
        reader.take(_clean(text), sign, properties)
    reader.end_table()
    return reader.sheets.found


def _clean(text):
    while "\x13" in text and FIELD.search(text):
        text = FIELD.sub("", text)
    return text.translate(SIGNS)


class OldDocumentReader:
    """Follows paragraphs; those of a table inside a cell are lines of that cell."""

    def __init__(self, limits, counter):
        self.sheets = Sheets(limits)
        self.limits, self.counter = limits, counter
        self.rows = []  # of the open table: (texts of the cells, properties of the row)
        self.cells, self.lines = [], []

    def take(self, text, sign, properties):
        if not properties.in_table:
            self.end_table()
        elif properties.ends_row and properties.depth < 2:
            self.rows.append((self.cells, properties))
            self.cells, self.lines = [], []
            self.counter.size(len(self.rows), len(properties.edges))
        else:
            if text or properties.depth < 2:
                self.lines.append(text)
            if sign == CELL:
                self.cells.append("\n".join(self.lines))
                self.lines = []

    def end_table(self):
        if self.rows:
            table = Table()
            columns = _columns(self.rows)
            for cells, properties in self.rows:
                _fill(table, _places(cells, properties, columns))
                table.close_row(self.counter)
            self.sheets.add(table)
        self.rows, self.cells, self.lines = [], [], []


def _columns(rows):
    """{edge: number of the column that begins there}, of all edges of the table."""
    edges = sorted({edge for _, properties in rows for edge in properties.edges})
    numbers, number, begun = {}, -1, None
    for edge in edges:
        if begun is None or edge - begun > SAME_EDGE:
            number, begun = number + 1, edge
        numbers[edge] = number
    return numbers


def _places(cells, properties, columns):
    """(text, first column, column after the last, whether it goes on from above, whether it may go
    on below) of each cell; cells that are joined are one.
    """
    edges = [columns[edge] for edge in properties.edges]
    if len(edges) != len(cells) + 1 or edges != sorted(edges):
        edges = list(range(len(cells) + 1))
    found = []
    for number, text in enumerate(cells):
        grows = properties.grows[number] if number < len(properties.grows) else 0
        joins = number < len(properties.joined) and properties.joined[number]
        if joins and found:
            before = found.pop()
            found.append((before[0], before[1], edges[number + 1], *before[3:]))
        else:
            found.append((text, edges[number], edges[number + 1], grows == 1, grows == 3))
    return found


def _fill(table, places):
    table.open_row()
    for text, first, after, goes_on, starts in places:
        if first > table.column:
            table.widen("gridBefore", first - table.column)
        table.open_cell()
        table.widen("gridSpan", max(after - first, 1))
        table.goes_on, table.starts = goes_on, starts
        table.write(text)
        table.close_cell()
