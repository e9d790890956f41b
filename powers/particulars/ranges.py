"""Ranges of a discretion benchmark: whether those of one kind lie side by side.

Plain numbers, no database. Two rows of one kind that both fit a case, or a stretch that no row
covers, leave to chance what the benchmark should settle (裁量权基准 [2][4]).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Range:
    """Row number `row` gives `kind` from `lower` to `upper` of a `unit`; None: no limit there.

    `lower_closed`, `upper_closed`: whether the limit itself belongs to it.
    """

    row: int
    kind: str
    lower: Decimal | None
    upper: Decimal | None
    lower_closed: bool = True
    upper_closed: bool = False
    unit: str = ""

    @property
    def is_numbered(self) -> bool:
        return self.lower is not None or self.upper is not None

    @property
    def is_empty(self) -> bool:
        """No number lies in it."""
        if self.lower is None or self.upper is None:
            return False
        if self.lower == self.upper:
            return not (self.lower_closed and self.upper_closed)
        return self.lower > self.upper

    @property
    def words(self) -> str:
        return range_in_words(
            self.lower, self.upper, self.unit, self.lower_closed, self.upper_closed
        )


GAP, OVERLAP, TOUCH, UNITS, EMPTY = "gap", "overlap", "touch", "units", "empty"


@dataclass(frozen=True)
class Flaw:
    """What is wrong between two rows, or in one: `what` for programs, `text` for people."""

    what: str
    kind: str
    rows: tuple[int, ...]
    text: str


def plain_number(number: Decimal | None) -> str:
    """1000 or 0.5: no exponent, no zeros at the end; blank where there is no limit."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def range_in_words(
    lower: Decimal | None,
    upper: Decimal | None,
    unit: str,
    lower_closed: bool,
    upper_closed: bool,
) -> str:
    """As rules say it: 1000元以上不满3000元; 超过3000元至5000元以下 is 超过3000元、5000元以下."""
    low, high = f"{plain_number(lower)}{unit}", f"{plain_number(upper)}{unit}"
    if lower is not None and lower == upper:
        return low
    from_ = "" if lower is None else f"{low}以上" if lower_closed else f"超过{low}"
    to = "" if upper is None else f"{high}以下" if upper_closed else f"不满{high}"
    return "、".join(filter(None, (from_, to)))


def flaws(ranges: Iterable[Range]) -> list[Flaw]:
    """Gaps, overlaps, shared limits and mixed units, kind by kind in the order of the rows.

    Rows without numbers (警告) lie beside nothing. Ranges of one kind need not begin at nothing nor
    go on for ever: only what lies between two of them is looked at, in each unit by itself.
    """
    of_kind: dict[str, dict[str, list[Range]]] = {}
    found: list[Flaw] = []
    for each in ranges:
        if each.is_empty:
            found.append(_empty(each))
        elif each.is_numbered:
            of_kind.setdefault(each.kind, {}).setdefault(each.unit, []).append(each)
    for kind, by_unit in of_kind.items():
        if len(by_unit) > 1:
            found.append(_units(kind, by_unit))
        for rows in by_unit.values():
            found += _between(kind, rows)
    return found


def _between(kind: str, rows: list[Range]) -> Iterator[Flaw]:
    """Along the line of numbers, each against the one that reaches furthest before it."""
    furthest: Range | None = None
    for each in sorted(rows, key=_start):
        if furthest is not None and (flaw := _flaw(kind, furthest, each)):
            yield flaw
        if furthest is None or _end(each) > _end(furthest):
            furthest = each


def _start(each: Range) -> tuple[Decimal, bool]:
    lower = Decimal("-Infinity") if each.lower is None else each.lower
    return lower, not each.lower_closed


def _end(each: Range) -> tuple[Decimal, bool]:
    upper = Decimal("Infinity") if each.upper is None else each.upper
    return upper, each.upper_closed


def _flaw(kind: str, before: Range, after: Range) -> Flaw | None:
    rows = tuple(sorted((before.row, after.row)))
    both = f"第 {before.row} 行“{before.words}”和第 {after.row} 行“{after.words}”"
    if before.upper is None or after.lower is None or after.lower < before.upper:
        return Flaw(OVERLAP, kind, rows, f"“{kind}”的{both}有一段重叠，同一情形会有两种结果")
    if after.lower > before.upper:
        gap = range_in_words(
            before.upper, after.lower, after.unit, not before.upper_closed, not after.lower_closed
        )
        return Flaw(GAP, kind, rows, f"“{kind}”的{both}之间空着“{gap}”这一段，没有写怎么办")
    limit = f"{plain_number(after.lower)}{after.unit}"
    if before.upper_closed and after.lower_closed:
        return Flaw(TOUCH, kind, rows, f"“{kind}”的{both}都含{limit}，正好{limit}时两行都适用")
    if not before.upper_closed and not after.lower_closed:
        return Flaw(GAP, kind, rows, f"“{kind}”的{both}都不含{limit}，正好{limit}时没有写怎么办")
    return None


def _units(kind: str, by_unit: dict[str, list[Range]]) -> Flaw:
    said = "、".join(f"“{unit}”" for unit in by_unit)
    rows = tuple(sorted(each.row for rows in by_unit.values() for each in rows))
    text = f"“{kind}”用了几种单位（{said}），几种之间接不接得上看不出来，能统一的请统一"
    return Flaw(UNITS, kind, rows, text)


def _empty(each: Range) -> Flaw:
    said = f"第 {each.row} 行“{each.kind}”的下限不比上限小，这一段里没有数"
    return Flaw(EMPTY, each.kind, (each.row,), said)
