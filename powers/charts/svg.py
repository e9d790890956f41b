"""A page of a drawing as SVG, the same for the browser, the PDF and the download.

No script, no style attribute, no foreign object; colour never says anything alone.
"""

from collections.abc import Iterator, Sequence
from html import escape
from math import sqrt

from .drawing import HEIGHT, WIDTH, Box, Code, Lane, Page, Point, Route, Sign, Tag, Text
from .inscription import INSET

FONTS = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', SimHei, sans-serif"
)
INK, QUIET, LINE = "#1b2733", "#44546a", "#44546a"
EDGE = {"begin": "#1f4e79", "step": "#1f4e79", "decision": "#8a5a00", "end": "#1f4e79"}
FILL = {"begin": "#e8f0f8", "step": "#ffffff", "decision": "#fff6e0", "end": "#e8f0f8"}
STRIPES, HEAD_FILL, BORDER = ("#ffffff", "#f5f8fb"), "#dfe8f1", "#c3cdd9"
COLOURS = {"red": "#b42318", "orange": "#b54708", "blue": "#175cd3", "grey": "#475467"}


def svg_of(pages: Sequence[Page], title: str, description: str, ident: str = "chart") -> str:
    """Pages below each other in one picture. `description` tells in words what it shows; `ident`
    keeps the ids of several pictures on one page apart."""
    height = HEIGHT * len(pages)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}" role="img" '
        f'aria-labelledby="{ident}-title {ident}-desc" class="chart" font-family="{FONTS}">'
    )
    parts = [
        head,
        f'<title id="{ident}-title">{escape(title)}</title>',
        f'<desc id="{ident}-desc">{escape(description)}</desc>',
        f'<rect width="{WIDTH}" height="{_n(height)}" fill="#ffffff"/>',
    ]
    for number, page in enumerate(pages):
        parts += [f'<g transform="translate(0 {_n(number * HEIGHT)})">', *_drawn(page), "</g>"]
    return "\n".join([*parts, "</svg>"])


def _drawn(page: Page) -> Iterator[str]:
    for place, lane in enumerate(page.lanes):
        yield from _lane(lane, STRIPES[place % 2])
    yield from _routes(page)
    for box in page.boxes:
        yield from _box(box)
    for tag in page.tags:
        yield from _tag(tag)
    yield from map(_text, page.texts)
    if page.code:
        yield from _code(page.code)


def _code(code: Code) -> Iterator[str]:
    """One path: no seam shows between its rows."""
    yield _text(code.said)
    if not code.modules:
        return
    drawn = "".join(
        f"M{_n(run.x)} {_n(run.y)}h{_n(run.width)}v{_n(run.height)}h{_n(-run.width)}z"
        for run in code.dark()
    )
    yield f'<path d="{drawn}" fill="#000000" shape-rendering="crispEdges"/>'


def _lane(lane: Lane, fill: str) -> Iterator[str]:
    for rect, paint in ((lane.rect, fill), (lane.head, HEAD_FILL)):
        yield (
            f'<rect x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.width)}" '
            f'height="{_n(rect.height)}" fill="{paint}" stroke="{BORDER}" stroke-width="0.7"/>'
        )
    yield from map(_text, lane.texts)


def _routes(page: Page) -> Iterator[str]:
    for route in page.routes:
        yield from _route(route)


def _route(route: Route) -> Iterator[str]:
    for piece in route.pieces:
        yield (
            f'<polyline points="{_points(piece)}" fill="none" stroke="{LINE}" '
            'stroke-width="1.1" stroke-linejoin="round"/>'
        )
    if route.head:
        yield f'<polygon points="{_points(route.head)}" fill="{LINE}"/>'
    if route.label:
        yield from map(_text, route.label.texts)


def _box(box: Box) -> Iterator[str]:
    paint = f'fill="{FILL[box.kind]}" stroke="{EDGE[box.kind]}" stroke-width="1.2"'
    rect = box.rect
    if box.kind == "decision":
        yield f'<polygon points="{_points(hexagon(box))}" {paint}/>'
    else:
        yield (
            f'<rect x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.width)}" '
            f'height="{_n(rect.height)}" rx="{_n(radius(box))}" {paint}/>'
        )
    yield from map(_sign, box.signs)
    yield from map(_text, box.texts)


def radius(box: Box) -> float:
    """Of the corners: beginnings and ends are round."""
    return min(box.rect.height / 2, 18.0) if box.kind in ("begin", "end") else 3.0


def hexagon(box: Box) -> list[Point]:
    """The outline of a decision: pointed at both ends."""
    rect, tip = box.rect, INSET["decision"] - 3
    middle = rect.centre.y
    return [
        Point(rect.x, middle),
        Point(rect.x + tip, rect.y),
        Point(rect.right - tip, rect.y),
        Point(rect.right, middle),
        Point(rect.right - tip, rect.bottom),
        Point(rect.x + tip, rect.bottom),
    ]


def _tag(tag: Tag) -> Iterator[str]:
    rect = tag.rect
    yield (
        f'<rect x="{_n(rect.x)}" y="{_n(rect.y)}" width="{_n(rect.width)}" '
        f'height="{_n(rect.height)}" rx="{_n(min(7, rect.height / 2))}" fill="#f2f4f7" '
        f'stroke="{LINE}" stroke-width="0.9" stroke-dasharray="3 2"/>'
    )
    yield from map(_text, tag.texts)


def _sign(sign: Sign) -> str:
    paint = f'fill="{COLOURS[sign.mark.colour]}"'
    if sign.mark.shape == "circle":
        return f'<circle cx="{_n(sign.x)}" cy="{_n(sign.y)}" r="{_n(sign.size / 2.2)}" {paint}/>'
    return f'<polygon points="{_points(outline(sign))}" {paint}/>'


def outline(sign: Sign) -> list[Point]:
    """The corners of a sign; a circle has none and is given as a polygon of sixteen."""
    half = sign.size / 2
    x, y = sign.x, sign.y
    if sign.mark.shape == "triangle":
        low = y + half * sqrt(3) / 2
        return [Point(x, y - half), Point(x + half, low), Point(x - half, low)]
    if sign.mark.shape == "diamond":
        return [Point(x, y - half), Point(x + half, y), Point(x, y + half), Point(x - half, y)]
    side = half * 0.86
    return [
        Point(x - side, y - side),
        Point(x + side, y - side),
        Point(x + side, y + side),
        Point(x - side, y + side),
    ]


def _text(text: Text) -> str:
    anchor = ' text-anchor="middle"' if text.centred else ""
    weight = ' font-weight="bold"' if text.bold else ""
    return (
        f'<text x="{_n(text.x)}" y="{_n(text.y)}" font-size="{_n(text.size)}"{anchor}{weight} '
        f'fill="{QUIET if text.quiet else INK}">{escape(text.text)}</text>'
    )


def _points(points) -> str:
    return " ".join(f"{_n(point.x)},{_n(point.y)}" for point in points)


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
