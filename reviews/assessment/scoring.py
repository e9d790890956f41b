"""From facts to a proposed colour: pure arithmetic, tested as a table (domain §6, ADR 0056).

    assess(lines, rules, day)              every line with its points, the score, the colour
    assess(open_lines(lines), rules, day)  the same as whoever may not see the hidden ones reads it

A line counts what its kind weighs, and half as much after each half-life; what stands until it is
mended (`on` is None) does not fade. A line below `FADED` points counts no longer. Red is never
proposed: it comes by hand, on the order of an authority.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

NEVER = "red"
FADED = Decimal("0.1")
TENTH = Decimal("0.1")
NOTHING = Decimal("0.0")


@dataclass(frozen=True)
class Line:
    """One fact or signal. `key` tells it from every other; `hidden`: from a report or a case."""

    kind: str
    key: str
    said: str
    on: date | None = None
    hidden: bool = False


@dataclass(frozen=True)
class Rules:
    """`weights`: kind of line → points; `thresholds`: (colour, from how many points), any order."""

    half_life_days: int
    weights: Mapping[str, int]
    thresholds: tuple[tuple[str, int], ...]

    def __post_init__(self) -> None:
        if self.half_life_days < 1:
            raise ValueError("A half-life is at least a day.")
        if any(colour == NEVER for colour, _ in self.thresholds):
            raise ValueError("Red is never proposed.")
        if any(start < 1 for _, start in self.thresholds):
            raise ValueError("A colour starts at one point or more.")


@dataclass(frozen=True)
class Scored:
    line: Line
    points: Decimal


@dataclass(frozen=True)
class Assessment:
    lines: tuple[Scored, ...]
    score: Decimal
    colour: str | None


def assess(lines: Iterable[Line], rules: Rules, day: date) -> Assessment:
    """Each line counted once, the heaviest first; one of a later day than this counts nothing."""
    known = {line.key: line for line in lines}
    scored = [Scored(line, points_of(line, rules, day)) for line in known.values()]
    counted = [each for each in scored if each.points >= FADED]
    counted.sort(key=lambda each: (-each.points, each.line.key))
    score = sum((each.points for each in counted), NOTHING)
    return Assessment(tuple(counted), score, colour_of(score, rules))


def points_of(line: Line, rules: Rules, day: date) -> Decimal:
    """What a line counts on the day, in tenths."""
    weight = Decimal(rules.weights.get(line.kind, 0))
    if line.on is None:
        return weight.quantize(TENTH)
    age = (day - line.on).days
    if age < 0:
        return NOTHING
    kept = Decimal(0.5 ** (age / rules.half_life_days))
    return (weight * kept).quantize(TENTH, rounding=ROUND_HALF_UP)


def colour_of(score: Decimal, rules: Rules) -> str | None:
    """The colour with the highest threshold that the score reaches; None below all of them."""
    reached = [(start, colour) for colour, start in rules.thresholds if score >= start]
    return max(reached)[1] if reached else None


def open_lines(lines: Iterable[Line]) -> list[Line]:
    """Those that do not come from reports or cases."""
    return [line for line in lines if not line.hidden]


def moved(before: Assessment, now: Assessment) -> Decimal:
    """By how much a score went up, or down (negative)."""
    return now.score - before.score
