"""What comes out: shapes, lines and texts with their exact places on pages of A4 landscape.

Lengths are points (1/72 inch) from the upper left corner of a page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from .lettering import BASELINE, LINE, width_of
from .steps import Mark

WIDTH, HEIGHT = 841.89, 595.28
MARGIN = 34.0
EDGE = 24.0  # no office printer prints nearer
SMALLEST = 8.0
ARROW = 6.5  # length of a head


class Point(NamedTuple):
    x: float
    y: float


class Rect(NamedTuple):
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def overlaps(self, other: "Rect") -> bool:
        """Whether they share more than an edge."""
        return (
            self.x < other.right - 0.01
            and other.x < self.right - 0.01
            and self.y < other.bottom - 0.01
            and other.y < self.bottom - 0.01
        )

    def holds(self, other: "Rect") -> bool:
        return (
            self.x <= other.x + 0.01
            and self.y <= other.y + 0.01
            and other.right <= self.right + 0.01
            and other.bottom <= self.bottom + 0.01
        )


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text, centred on x (or from x on); y is the foot of its letters."""

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    centred: bool = True
    quiet: bool = False

    @property
    def rect(self) -> Rect:
        width = width_of(self.text) * self.size
        left = self.x - width / 2 if self.centred else self.x
        return Rect(left, self.y - BASELINE * self.size, width, LINE * self.size)


@dataclass(frozen=True, slots=True)
class Sign:
    """The shape of a mark, in a square around its middle."""

    x: float
    y: float
    size: float
    mark: Mark


@dataclass(frozen=True, slots=True)
class Box:
    step: int
    kind: str
    rect: Rect
    texts: Sequence[Text]
    signs: Sequence[Sign]


@dataclass(frozen=True, slots=True)
class Label:
    """An outcome: it interrupts its line or stands beside it."""

    rect: Rect
    texts: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Route:
    """How an edge is drawn: from its source to its target, with a gap where its label stands.

    On a page that has only one of the two, the other end is a `Tag`.
    """

    source: int
    target: int
    pieces: Sequence[Sequence[Point]]
    head: Sequence[Point] = ()
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A connector: where a line goes on (转), or where it comes from (自), by numbers of steps."""

    step: int
    rect: Rect
    texts: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Lane:
    """A swim lane: its strip of the page, and its name at the head of it."""

    rect: Rect
    head: Rect
    texts: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code: its square, and its modules by rows (none without an address); `said` is the line
    at the foot of the page that tells the same in letters."""

    rect: Rect
    modules: Sequence[Sequence[bool]]
    said: Text

    def dark(self) -> Iterator[Rect]:
        """Neighbours in a row as one."""
        side = self.rect.width / max(1, len(self.modules))
        for row, modules in enumerate(self.modules):
            column = 0
            for is_dark, run in groupby(modules):
                length = len(list(run))
                if is_dark:
                    x, y = self.rect.x + column * side, self.rect.y + row * side
                    yield Rect(x, y, length * side, side)
                column += length


@dataclass(frozen=True, slots=True)
class Page:
    boxes: Sequence[Box]
    routes: Sequence[Route]
    tags: Sequence[Tag]
    texts: Sequence[Text] = field(default=())
    lanes: Sequence[Lane] = field(default=())
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    title: str
    pages: Sequence[Page]


def stacked(lines: Sequence[str], x: float, top: float, size: float, **how) -> list[Text]:
    """Lines below each other, the first one at `top`."""
    return [
        Text(x, top + (place * LINE + BASELINE) * size, line, size, **how)
        for place, line in enumerate(lines)
    ]


def head_at(tip: Point, before: Point) -> tuple[Point, ...]:
    """The arrow head of a line that comes from `before` and ends at `tip`."""
    half = ARROW * 0.42
    if tip.x == before.x:
        back = tip.y - ARROW if tip.y > before.y else tip.y + ARROW
        return (tip, Point(tip.x - half, back), Point(tip.x + half, back))
    back = tip.x - ARROW if tip.x > before.x else tip.x + ARROW
    return (tip, Point(back, tip.y - half), Point(back, tip.y + half))
