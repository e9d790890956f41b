"""Points in force of one unit, by level and section: how many, how deep the shade, which list.

Counted as the sheet 汇总表 counts; a number leads to the list of points narrowed in the same way.
"""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from . import ledgers
from .compiled_levels import UNMAPPED, levels_of
from .filters import PointFilter
from .models import PointVersion

SHADES = 4  # beside the blank of none


@dataclass(frozen=True)
class Tally:
    """A number, the list it is the length of ("": none), and how deep it is shaded."""

    label: str
    number: int
    url: str = ""
    shade: int = 0


@dataclass(frozen=True)
class Heat:
    """`levels` head the columns; each of `rows` is (section, its tallies, the sum of them)."""

    levels: list
    rows: list
    total: list
    kinds: list
    years: list


def heat_of(unit, reach, day):
    """What the person reads of this unit; None where nothing is in force there."""
    asked = PointFilter({"unit": str(unit.pk)}, reach=reach)
    if asked.one_unit != unit:
        return None
    points = asked.versions().order_by()
    met, as_counted = levels_of(asked.saying), ledgers.levels_for(asked, day)
    counted_as = {level.pk: as_counted.of(level) for level in met}
    counts = ledgers.counts_of(points, counted_as, asked.way)
    columns = [_column(level, counted_as) for level in ledgers.in_order(counted_as.values())]
    places = ledgers.sections_of(asked)
    _, named = ledgers.named(places)
    sections = [named.get(section) for _, section in places]
    deepest = max(
        (
            number
            for counted in counts.values()
            for key, number in counted.items()
            if key in _keys(columns)
        ),
        default=0,
    )
    rows = [_row(unit, section, columns, counts, deepest) for section in sections]
    whole = sum(counts.values(), Counter())
    return Heat(
        levels=[title for title, _, _ in columns],
        rows=rows,
        total=_tallies(columns, whole, {"unit": unit.pk}, deepest=0),
        kinds=_kinds(whole, unit),
        years=_years(points, unit),
    )


def _column(level, counted_as):
    """(title, key of the count, the one level to narrow by, or None where several count as it)."""
    title = str(level) if level else f"{UNMAPPED}等级"
    sources = [pk for pk, counted in counted_as.items() if counted == level]
    return title, ledgers.level_key(level), sources[0] if len(sources) == 1 else None


def _keys(columns):
    return {key for _, key, _ in columns}


def _row(unit, section, columns, counts, deepest):
    counted = counts[unit.pk, section.pk if section else None]
    place = {"unit": unit.pk, "section": section.pk if section else 0}
    name = section.name if section else ledgers.NOBODYS
    return name, _tallies(columns, counted, place, deepest)


def _tallies(columns, counted, place, deepest):
    """One for each level, and that of all of them."""
    found = []
    for title, key, level in columns:
        url = _list_of({**place, "level": level}) if level else ""
        found.append(_tally(title, counted[key], url, deepest))
    return [*found, _tally("合计", counted["points"], _list_of(place), deepest=0)]


def _tally(label, number, url, deepest=0):
    shade = -(-number * SHADES // deepest) if deepest else 0
    return Tally(label, number, url if number else "", shade)


def _kinds(whole, unit):
    return [
        _tally(label, whole[f"kind-{value}"], _list_of({"unit": unit.pk, "kind": value}))
        for value, label in PointVersion.Kind.choices
    ]


def _years(points, unit):
    """By the programme year whose paper brought the present wording, latest first."""
    counted = points.values_list("written_in__programme__year").annotate(number=Count("pk"))
    return [
        _tally(f"{year} 年度", number, _list_of({"unit": unit.pk, "year": year}))
        for year, number in counted.order_by("-written_in__programme__year")
    ]


def _list_of(narrowed):
    return f"{reverse('point-list')}?{urlencode(narrowed)}"
