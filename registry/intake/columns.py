"""Finding the header of a table by the many names its columns may have."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

HEADER_WITHIN = 30
LONGEST_SECOND_LINE = 8
LONGEST_GUESS = 16
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
# "Measures taken", in the words that come before 前 or 后: 采取措施, 防控措施落实, 整改. Only so
# many words: a text that repeats them without end is read in a time that grows as it does.
MEASURES_TAKEN = (
    "(?:采取|落实|实施|各项|相关|有关|上述|风险|廉政|防控|防范|控制|管控|整改|措施|到位|的){0,10}"
    "(?:措施|防控|防范|控制|管控|整改|落实|采取|实施|到位)"
)
# 风险等级（措施前） and 风险等级（措施后：高、低） are two columns: what tells them apart is kept,
_TELLS_WHEN = re.compile(rf"(?:{MEASURES_TAKEN})?[之以]?([前后])的?(?:[:,;、/为是][^前后]*)?")
# and so is 等级 in 措施后（风险等级：低） and 剩余（风险等级）.
_WHEN_BEFORE = re.compile(rf"(?:{MEASURES_TAKEN}[之以]?[前后]的?|剩余|残余|残留)[:,]?$")
_TELLS_WHAT = re.compile(r"(?:廉政)?风险(?:等级|级别|等次)?|等级|级别|等次")
_BLANKS = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_UNSAID = re.compile(r"[*:.、]+")


@dataclass(frozen=True)
class Header:
    """`first` and `last` row of the header, and the field of each column that has one."""

    first: int
    last: int
    fields: dict[int, str]
    titles: dict[int, str]


def header_key(cell):
    """A header as it is compared: no blanks, one width, no brackets with their content but where
    that says before or after the measures, or what it is that is meant before or after them.
    """
    return _key(str(cell))


@lru_cache(maxsize=4096)
def _key(text):
    text = _BLANKS.sub("", unicodedata.normalize("NFKC", text))
    return _UNSAID.sub("", _BRACKETED.sub(_told, text))


def _told(brackets):
    inside = brackets[0][1:-1]
    if when := _TELLS_WHEN.fullmatch(inside):
        return inside[: when.end(1)]
    if _WHEN_BEFORE.search(brackets.string[: brackets.start()]):
        what = _TELLS_WHAT.match(inside)
        return what[0] if what else ""
    return ""


class HeaderFinder:
    """For columns with `field`, `header` and other names (`also`).

    `needed`: a table without this field is none of this sort. `guesses`: (pattern, field) for
    titles in a header already found that no exact name fits. `known`: header key → field as it
    was mapped before; "" for a column that means nothing here.
    """

    def __init__(self, columns, *, needed, guesses=(), known=None):
        self.needed = needed
        self.guesses = [(re.compile(pattern), field) for pattern, field in guesses]
        self.fields = {
            header_key(name): column.field
            for column in columns
            for name in (column.header, *column.also)
        } | dict(known or {})

    def find(self, rows, merged=()):
        """The row of the first thirty that names most columns, with the row below it; or None."""
        origins = origins_of([span for span in merged if span[0] <= HEADER_WITHIN + 1])
        found = [self._at(rows, index, origins) for index in range(min(len(rows), HEADER_WITHIN))]
        best = self._best(found)
        if best is None:
            return self._best([self._guessed(header) for header in found if header.fields])
        return self._guessed(best)

    def _best(self, headers):
        fitting = [
            header
            for header in headers
            if self.needed in header.fields.values() and len(header.fields) > 1
        ]
        return max(fitting, key=lambda header: (len(header.fields), -header.first), default=None)

    def is_again(self, cells, header):
        """Tables repeat their header on every printed page."""
        repeated = [
            at
            for at in header.fields
            if at < len(cells) and self._knows(cells[at], header.titles.get(at, ""))
        ]
        return len(repeated) > 1

    def _knows(self, cell, title):
        key = header_key(cell)
        return bool(key) and (key in self.fields or key == header_key(title))

    def _is_header_row(self, cells):
        """Whether a second line still belongs to the header: names or short words, no sentence."""
        keys = [header_key(cell) for cell in cells if str(cell).strip()]
        return bool(keys) and all(
            len(key) <= LONGEST_SECOND_LINE or key in self.fields for key in keys
        )

    def _at(self, rows, index, origins):
        """One row read as a header, or two where the second names further columns."""
        header = self._named(rows, index, 1, origins)
        if header.fields and index + 1 < len(rows) and self._is_header_row(rows[index + 1]):
            both = self._named(rows, index, 2, origins)
            below = self._named(rows, index + 1, 1, origins)
            # Where the second line names as many alone, the first is the head of a form.
            if len(both.fields) > max(len(header.fields), len(below.fields)):
                return both
        return header

    def _named(self, rows, index, height, origins):
        lines = rows[index : index + height]
        fields, titles = {}, {}
        for at in range(max(map(len, lines))):
            texts = [_title(rows, index + step, at, origins) for step in range(height)]
            titles[at] = "".join(dict.fromkeys(texts))
            # What stands lower says it more exactly than the title above both.
            for text in (titles[at], *reversed(texts)):
                name = self.fields.get(header_key(text))
                if name and name not in fields.values():
                    fields[at] = name
                    break
        return Header(index, index + height - 1, fields, titles)

    def _guessed(self, header):
        fields = dict(header.fields)
        for at, title in header.titles.items():
            key = header_key(title)
            if at in fields or not 0 < len(key) <= LONGEST_GUESS or key in self.fields:
                continue
            name = next((name for wanted, name in self.guesses if wanted.search(key)), None)
            if name and name not in fields.values():
                fields[at] = name
        return Header(header.first, header.last, fields, header.titles)


def origins_of(merged, most_rows=20_000):
    """Hidden cell → the first cell of the merged range over it."""
    return {
        (row, column): (top, left)
        for top, left, bottom, right in merged
        for row in range(top, min(bottom, top + most_rows) + 1)
        for column in range(left, min(right, left + 100) + 1)
        if (row, column) != (top, left)
    }


def _title(rows, row, at, origins):
    """The words over a column; a merged title speaks for every column below it."""
    row, at = origins.get((row, at), (row, at))
    cells = rows[row]
    return str(cells[at]).strip() if at < len(cells) else ""
