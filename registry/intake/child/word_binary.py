"""What a Word document of 97 to 2003 says, paragraph by paragraph ([MS-DOC] of Microsoft).

The text lies in pieces in the stream WordDocument; where each piece lies is told by the "piece
table", what a paragraph is by "paragraph properties" (PAPX) in pages of 512 bytes. A property is
written as a code ("sprm") and its operand. Everything is read from the bytes of the file with
bounds that Python keeps; whatever does not fit raises.
"""

import re
import struct
from bisect import bisect_right
from dataclasses import dataclass, field

import olefile
from limits import Refused

MAGIC, WORD_97 = 0xA5EC, 0x00C1
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
# Places in the head of the stream: length of the main text, properties of paragraphs, pieces.
TEXT_LENGTH, PARAGRAPHS, PIECES = 0x4C, 0x102, 0x1A2
PAGE = 512
# To the sign that ends a paragraph, a cell or a row, a page or a section.
TO_AN_END = re.compile(r"([^\r\x07\x0c]*)([\r\x07\x0c]?)")
NARROW, WIDE = "cp1252", "utf-16-le"

IN_TABLE, ROW_ENDS, DEPTH, HUGE = 0x2416, 0x2417, 0x6649, 0x6646
CELLS, GROWS, JOINED = 0xD608, 0xD62B, 0x5624
TABS = 0xC615
# Bytes of an operand by the three highest bits of its code; 6 says its length itself.
SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


@dataclass
class Properties:
    """Of a paragraph: whether it is in a table, how deep, whether it ends a row, and then where the
    cells of the row stand: `edges` in twentieths of a point, `grows` and `joined` of each cell.
    """

    in_table: bool = False
    ends_row: bool = False
    depth: int = 0
    edges: list = field(default_factory=list)
    grows: list = field(default_factory=list)  # 1: goes on from above, 3: begins here
    joined: list = field(default_factory=list)  # with the cell before it


def paragraphs(path, limits):
    """Yield (text, the sign that ends it, `Properties`) for the main text of the document."""
    with olefile.OleFileIO(path) as archive:
        main = archive.openstream("WordDocument").read()
        magic, version = struct.unpack_from("<HH", main)
        (flags,) = struct.unpack_from("<H", main, 0x0A)
        if magic != MAGIC or version < WORD_97:
            raise Refused("word")
        if flags & ENCRYPTED:
            raise Refused("password")
        name = "1Table" if flags & SECOND_TABLE else "0Table"
        table = archive.openstream(name).read()
        data = archive.openstream("Data").read() if archive.exists("Data") else b""
    known = _Paragraphs(main, table, data)
    text = []
    for words, sign, place in _words(main, table, limits):
        text.append(words)
        if sign:
            yield "".join(text), sign, known.at(place)
            text = []


def _words(main, table, limits):
    """(text, the sign that ends a paragraph after it or "", the place of that sign in the stream):
    a paragraph may go over several pieces.
    """
    (length,) = struct.unpack_from("<I", main, TEXT_LENGTH)
    if length > limits["characters"]:
        raise Refused("characters")
    for first, last, place, encoding in _pieces(main, table):
        width = len("a".encode(encoding))
        content = main[place : place + max(min(last, length) - first, 0) * width]
        for words, sign in TO_AN_END.findall(content.decode(encoding, "replace")):
            place += len(words.encode(encoding, "replace"))
            yield words, sign, place
            place += width * len(sign)


def _pieces(main, table):
    """(first sign, sign after the last, place in the stream, how it is written there)."""
    start, size = struct.unpack_from("<II", main, PIECES)
    at, end = start, start + size
    while table[at] == 1:  # properties of the printer's sort stand before
        at += 3 + struct.unpack_from("<H", table, at + 1)[0]
    if table[at] != 2 or end > len(table):
        raise Refused("word")
    (size,) = struct.unpack_from("<I", table, at + 1)
    count = (size - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table, at + 5)
    if list(starts) != sorted(starts):
        raise Refused("word")
    for number in range(count):
        (place,) = struct.unpack_from("<I", table, at + 5 + 4 * (count + 1) + 8 * number + 2)
        encoding = NARROW if place & 0x40000000 else WIDE
        place &= 0x3FFFFFFF
        place = place // 2 if encoding == NARROW else place
        yield starts[number], starts[number + 1], place, encoding


class _Paragraphs:
    """Properties by place: a page of them is read when the first place on it is asked for."""

    def __init__(self, main, table, data):
        self.main, self.data = main, data
        start, size = struct.unpack_from("<II", main, PARAGRAPHS)
        count = (size - 4) // 8
        self.starts = struct.unpack_from(f"<{count + 1}I", table, start)
        self.pages = struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1))
        self.known = {}

    def at(self, place):
        number = bisect_right(self.starts, place) - 1
        if not 0 <= number < len(self.pages):
            return Properties()
        page = (self.pages[number] & 0x3FFFFF) * PAGE
        count = self.main[page + PAGE - 1]
        places = struct.unpack_from(f"<{count + 1}I", self.main, page)
        run = bisect_right(places, place) - 1
        if not 0 <= run < count:
            return Properties()
        offset = self.main[page + 4 * (count + 1) + 13 * run]
        at = page + 2 * offset
        if not offset:
            return Properties()
        if at not in self.known:
            self.known[at] = self._read(at)
        return self.known[at]

    def _read(self, at):
        words = self.main[at]
        start, size = (at + 1, 2 * words - 1) if words else (at + 2, 2 * self.main[at + 1])
        found = Properties()
        for code, operand in self._all(self.main[start + 2 : start + size]):
            _note(found, code, operand)
        return found

    def _all(self, content):
        """What stands here, and where a paragraph says that its properties are huge, in Data."""
        for code, operand in _sprms(content):
            if code == HUGE:
                at = struct.unpack("<I", operand)[0]
                (size,) = struct.unpack_from("<H", self.data, at)
                yield from _sprms(self.data[at + 2 : at + 2 + size])
            else:
                yield code, operand


def _sprms(content):
    """(code, operand) of each property; what follows the last whole one is filling."""
    at = 0
    while at + 2 < len(content):
        (code,) = struct.unpack_from("<H", content, at)
        at += 2
        kind = code >> 13
        if kind != 6:
            size = SIZES[kind]
        elif code == CELLS:
            size = struct.unpack_from("<H", content, at)[0] - 1
            at += 2
        elif code == TABS and content[at] == 255:
            removed = content[at + 1]
            added = content[at + 2 + 4 * removed]
            size = 2 + 4 * removed + 3 * added
            at += 1
        else:
            size = content[at]
            at += 1
        yield code, content[at : at + size]
        at += size


def _note(found, code, operand):
    if code == IN_TABLE:
        found.in_table = bool(operand[0])
    elif code == ROW_ENDS:
        found.ends_row = bool(operand[0])
    elif code == DEPTH:
        (found.depth,) = struct.unpack("<I", operand)
    elif code == CELLS:
        _note_cells(found, operand)
    elif code == GROWS and operand[0] < len(found.grows):
        found.grows[operand[0]] = operand[1] & 3
    elif code == JOINED:
        for number in range(operand[0] + 1, min(operand[1], len(found.joined))):
            found.joined[number] = True


def _note_cells(found, operand):
    count = operand[0]
    found.edges = list(struct.unpack_from(f"<{count + 1}h", operand, 1))
    start = 1 + 2 * (count + 1)
    each = operand[start : start + 20 * count : 20], operand[start + 1 : start + 20 * count : 20]
    flags = [low | high << 8 for low, high in zip(*each, strict=False)]
    flags += [0] * (count - len(flags))
    found.grows = [flag >> 5 & 3 for flag in flags]
    found.joined = [bool(flag & 2) for flag in flags]
