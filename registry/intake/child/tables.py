"""A table of a document as it is built, cell by cell, into the rows and spans of a sheet."""

from limits import Refused


class Table:
    """`widen` says of a row how many columns stay free before it, of a cell how many it takes;
    `starts` and `goes_on` say of a cell that it grows downwards.
    """

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
        counter.size(len(self.rows), len(self.row))

    def merged(self):
        return [span for span in self.spans if span[0] != span[2] or span[1] != span[3]]


class Sheets:
    """The tables of a document, each as a sheet, in their order."""

    def __init__(self, limits):
        self.limits = limits
        self.found = []

    def add(self, table):
        if len(self.found) >= self.limits["sheets"]:
            raise Refused("sheets")
        name = f"表 {len(self.found) + 1}"
        self.found.append({"name": name, "rows": table.rows, "merged": table.merged()[:5000]})
