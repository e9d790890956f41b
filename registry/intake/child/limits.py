"""What a file may not go beyond, and the refusal that names the limit that was passed."""


class Refused(Exception):
    """Named by the limit that was passed."""


class Counter:
    """Counts cells and characters of a whole file."""

    def __init__(self, limits):
        self.limits = limits
        self.counted = {"cells": 0, "characters": 0}

    def row(self, cells):
        """Count one row; its blank cells at the end are no cells."""
        while cells and cells[-1] == "":
            cells.pop()
        self.counted["cells"] += len(cells)
        self.counted["characters"] += sum(len(cell) for cell in cells if isinstance(cell, str))
        for what, found in self.counted.items():
            if found > self.limits[what]:
                raise Refused(what)
        return cells

    def size(self, rows, columns):
        if rows > self.limits["rows"] + 1:
            raise Refused("rows")
        if columns > self.limits["columns"] + 1:
            raise Refused("columns")
