"""Bars drawn on the server: each carries its number in words, so that colour says nothing alone."""

from dataclasses import dataclass

HEIGHT, WIDTH, GAP = 120, 34, 14
LEAST_FOR_WORDS = 15  # a part that is lower has its number in the table only


@dataclass(frozen=True)
class Part:
    """A piece of a bar; `place` is which pattern it has."""

    y: int
    height: int
    number: int
    place: int

    @property
    def middle(self):
        return self.y + self.height // 2 + 4

    @property
    def has_room(self):
        return self.height >= LEAST_FOR_WORDS


@dataclass(frozen=True)
class Bar:
    x: int
    label: str
    total: int
    top: int
    parts: list

    @property
    def middle(self):
        return self.x + WIDTH // 2


@dataclass(frozen=True)
class Chart:
    bars: list
    width: int
    height: int = HEIGHT + 44
    base: int = HEIGHT + 20
    bar: int = WIDTH


def chart_of(columns):
    """`columns` are (label, numbers from bottom to top); None where all are nothing."""
    highest = max((sum(numbers) for _, numbers in columns), default=0)
    if not highest:
        return None
    bars = [_bar(at, *column, highest) for at, column in enumerate(columns)]
    return Chart(bars, len(bars) * (WIDTH + GAP) + GAP)


def _bar(at, label, numbers, highest):
    parts, y = [], HEIGHT + 20
    for place, number in enumerate(numbers):
        height = round(number * HEIGHT / highest)
        y -= height
        if number:
            parts.append(Part(y, height, number, place))
    return Bar(GAP + at * (WIDTH + GAP), label, sum(numbers), y, parts)
