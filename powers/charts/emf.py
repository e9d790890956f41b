"""A page of a drawing as an enhanced metafile: lines and letters that Word scales without loss.

[MS-EMF]: a header, then records of type, size and data; places in twentieths of a point.
"""

from collections.abc import Sequence
from struct import pack

from .drawing import HEIGHT, WIDTH, Code, Page, Point, Rect, Text
from .svg import (
    BORDER,
    COLOURS,
    EDGE,
    FILL,
    HEAD_FILL,
    INK,
    LINE,
    QUIET,
    STRIPES,
    hexagon,
    outline,
    radius,
)

FACE = "SimHei"  # its Latin letters are half as wide as its Chinese ones
UNIT = 20
DEVICE, MILLIMETRES = (1123, 794), (297, 210)
_NULL_PEN, _NULL_BRUSH = 0x80000008, 0x80000005
_BASELINE, _CENTRE = 24, 6
_PEN, _BRUSH, _FONT = 1, 2, 3


def emf_of(page: Page) -> bytes:
    """The line that says where a sheet is checked is left to the foot of the document."""
    canvas = _Canvas()
    _draw_lanes(canvas, page)
    for route in page.routes:
        for piece in route.pieces:
            canvas.line(piece, LINE, 1.1)
        if route.head:
            canvas.polygon(route.head, fill=LINE)
        canvas.say(route.label.texts if route.label else ())
    for box in page.boxes:
        paint = {"fill": FILL[box.kind], "edge": EDGE[box.kind]}
        if box.kind == "decision":
            canvas.polygon(hexagon(box), **paint)
        else:
            canvas.rounded(box.rect, radius(box), **paint)
        for sign in box.signs:
            canvas.sign(sign)
        canvas.say(box.texts)
    for tag in page.tags:
        canvas.rounded(tag.rect, min(7, tag.rect.height / 2), fill="#f2f4f7", edge=LINE)
        canvas.say(tag.texts)
    canvas.say(page.texts)
    canvas.dotted(page.code)
    return canvas.finished()


def _draw_lanes(canvas: "_Canvas", page: Page) -> None:
    for place, lane in enumerate(page.lanes):
        canvas.strip(lane.rect, STRIPES[place % 2])
        canvas.strip(lane.head, HEAD_FILL)
        canvas.say(lane.texts)


class _Canvas:
    def __init__(self):
        self.records = [
            _record(17, pack("<I", 8)),  # anisotropic: our unit is not that of the device
            _record(9, pack("<ii", _unit(WIDTH), _unit(HEIGHT))),
            _record(10, pack("<ii", 0, 0)),
            _record(11, pack("<ii", *DEVICE)),
            _record(12, pack("<ii", 0, 0)),
            _record(18, pack("<I", 1)),  # letters without a ground
        ]

    def line(self, points: Sequence[Point], colour: str, width: float) -> None:
        self._with(_pen(colour, width), _PEN, _polyline(87, points))

    def polygon(self, points: Sequence[Point], *, fill: str, edge: str = "") -> None:
        self._painted(fill, edge, _polyline(86, points))

    def strip(self, rect: Rect, fill: str) -> None:
        places = (rect.x, rect.y, rect.right, rect.bottom)
        self._painted(fill, BORDER, _record(43, pack("<4i", *map(_unit, places))))

    def rounded(self, rect: Rect, corner: float, *, fill: str, edge: str) -> None:
        places = (rect.x, rect.y, rect.right, rect.bottom, 2 * corner, 2 * corner)
        self._painted(fill, edge, _record(44, pack("<6i", *map(_unit, places))))

    def dotted(self, code: Code | None) -> None:
        """In one record, as polygons, which touch each other; rectangles end a dot earlier."""
        if code and code.modules:
            self._painted("#000000", "", _polygons([_corners(rect) for rect in code.dark()]))

    def sign(self, sign) -> None:
        colour = COLOURS[sign.mark.colour]
        if sign.mark.shape != "circle":
            self.polygon(outline(sign), fill=colour)
            return
        half = sign.size / 2.2
        places = (sign.x - half, sign.y - half, sign.x + half, sign.y + half)
        self._painted(colour, "", _record(42, pack("<4i", *map(_unit, places))))

    def say(self, texts: Sequence[Text]) -> None:
        for text in texts:
            align = _BASELINE | (_CENTRE if text.centred else 0)
            self.records.append(_record(22, pack("<I", align)))
            self.records.append(_record(24, _colour(QUIET if text.quiet else INK)))
            self._with(_font(text), _FONT, _text(text))

    def _painted(self, fill: str, edge: str, shape: bytes) -> None:
        pen = _pen(edge, 1.2) if edge else None
        if pen is None:
            self.records.append(_record(37, pack("<I", _NULL_PEN)))
            self._with(_brush(fill), _BRUSH, shape)
        else:
            self.records += [pen, _record(37, pack("<I", _PEN))]
            self._with(_brush(fill), _BRUSH, shape)
            self.records += [_record(37, pack("<I", _NULL_PEN)), _record(40, pack("<I", _PEN))]

    def _with(self, made: bytes, handle: int, drawn: bytes) -> None:
        """Make a tool, draw with it, put it away."""
        aside = {_PEN: _NULL_PEN, _BRUSH: _NULL_BRUSH, _FONT: 0x8000000D}[handle]
        self.records += [
            made,
            _record(37, pack("<I", handle)),
            drawn,
            _record(37, pack("<I", aside)),
            _record(40, pack("<I", handle)),
        ]

    def finished(self) -> bytes:
        body = b"".join([*self.records, _record(14, pack("<III", 0, 16, 20))])
        head = pack(
            "<8i4I2H3I4i",
            *(0, 0, DEVICE[0] - 1, DEVICE[1] - 1),
            *(0, 0, MILLIMETRES[0] * 100, MILLIMETRES[1] * 100),
            *(0x464D4520, 0x10000, 88 + len(body), len(self.records) + 2),
            *(4, 0),
            *(0, 0, 0),
            *DEVICE,
            *MILLIMETRES,
        )
        return _record(1, head) + body


def _unit(length: float) -> int:
    return round(length * UNIT)


def _record(kind: int, data: bytes) -> bytes:
    data += b"\0" * (-len(data) % 4)
    return pack("<II", kind, 8 + len(data)) + data


def _colour(code: str) -> bytes:
    return bytes.fromhex(code[1:]) + b"\0"


def _pen(colour: str, width: float) -> bytes:
    return _record(38, pack("<IIii", _PEN, 0, _unit(width), 0) + _colour(colour))


def _brush(colour: str) -> bytes:
    return _record(39, pack("<II", _BRUSH, 0) + _colour(colour) + pack("<I", 0))


def _font(text: Text) -> bytes:
    """LOGFONTW with the height of an em, in the Chinese character set."""
    weight = 700 if text.bold else 400
    face = FACE.encode("utf-16-le").ljust(64, b"\0")
    about = pack("<5i8B", -_unit(text.size), 0, 0, 0, weight, 0, 0, 0, 134, 0, 0, 0, 0) + face
    return _record(82, pack("<I", _FONT) + about + b"\0" * 228)


def _polyline(kind: int, points: Sequence[Point]) -> bytes:
    places = b"".join(pack("<hh", _unit(point.x), _unit(point.y)) for point in points)
    return _record(kind, pack("<4iI", 0, 0, -1, -1, len(points)) + places)


def _corners(rect: Rect) -> list[Point]:
    left, top, right, bottom = rect.x, rect.y, rect.right, rect.bottom
    return [Point(left, top), Point(right, top), Point(right, bottom), Point(left, bottom)]


def _polygons(polygons: Sequence[Sequence[Point]]) -> bytes:
    """EMR_POLYPOLYGON16."""
    points = [point for polygon in polygons for point in polygon]
    places = b"".join(pack("<hh", _unit(point.x), _unit(point.y)) for point in points)
    counts = pack(f"<{len(polygons)}I", *map(len, polygons))
    head = pack("<4iII", 0, 0, -1, -1, len(polygons), len(points))
    return _record(91, head + counts + places)


def _text(text: Text) -> bytes:
    """EMR_EXTTEXTOUTW: the letters and the room of each."""
    letters = text.text.encode("utf-16-le")
    count = len(letters) // 2
    steps = [
        step
        for character in text.text
        for step in (
            _unit(text.size * (0.5 if character.isascii() else 1.0)),
            *((0,) if ord(character) > 0xFFFF else ()),
        )
    ]
    padded = letters + b"\0" * (-len(letters) % 4)
    head = pack("<4iIff", 0, 0, -1, -1, 1, 1.0, 1.0)
    where = pack(
        "<iiIII4iI", _unit(text.x), _unit(text.y), count, 76, 0, 0, 0, -1, -1, 76 + len(padded)
    )
    return _record(84, head + where + padded + pack(f"<{count}I", *steps))
