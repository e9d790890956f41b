"""A table in plain text: commas, semicolons or tabs between the cells; UTF-8 or GBK."""

import csv
from io import StringIO

from limits import Refused

CELL_LIMIT = 1_000_000
MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\xef\xbb\xbf": "utf-8"}
NOT_TEXT = (b"%PDF", b"<", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")


def read_text(path, counter):
    with open(path, "rb") as stream:  # noqa: PTH123 (no import that is not needed here)
        raw = stream.read()
    text = decoded(raw)
    csv.field_size_limit(CELL_LIMIT)
    rows = []
    for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter(text)):
        rows.append(counter.row([cell.replace("\r\n", "\n") for cell in cells]))
        counter.size(len(rows), len(cells))
    while rows and not rows[-1]:
        rows.pop()
    return [{"name": "CSV", "rows": rows, "merged": []}]


def decoded(raw):
    """As the mark at its start says, else UTF-8, else GBK; what is no text is refused."""
    if raw.lstrip().startswith(NOT_TEXT):
        raise Refused("kind")
    for mark, encoding in MARKS.items():
        if raw.startswith(mark):
            return strictly(raw[len(mark) :], encoding)
    try:
        return without_controls(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return strictly(raw, "gb18030")


def strictly(raw, encoding):
    try:
        return without_controls(raw.decode(encoding))
    except UnicodeDecodeError:
        raise Refused("encoding") from None


def without_controls(text):
    """A file full of control signs is something else than a table."""
    if any(sign < " " and sign not in "\t\r\n\x0b\x0c" for sign in set(text)):
        raise Refused("kind")
    return text


def delimiter(text):
    """The sign that the first lines have most of."""
    start = "\n".join(text.splitlines()[:40])
    return max(",\t;", key=start.count)
