"""The levels of a unit's points at the end of each year, and today."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from registry.organisation.models import ScaleLevel
from risks.filters import DayFilter

from .numbers import linked, words

YEARS = 5


@dataclass(frozen=True)
class Trend:
    """`rows` are (year, numbers under `levels`, their sum); the oldest first."""

    levels: list
    rows: list


def asked_on(unit, year, today, reach):
    """The register of the unit on the last day of a year, or today."""
    on = f"{date(year, 12, 31):%Y-%m-%d}" if year < today.year else ""
    return DayFilter({"unit": str(unit.pk), "on": on}, reach=reach)


def trend_of(unit, reach, today):
    """None where nothing is in force, or was."""
    years = range(today.year - YEARS + 1, today.year + 1)
    counted = {year: _counted(asked_on(unit, year, today, reach), unit) for year in years}
    begun = [year for year in years if counted[year]]
    if not begun:
        return None
    met = {pk for each in counted.values() for pk in each}
    levels = list(ScaleLevel.objects.filter(pk__in=met).order_by("-rank", "pk"))
    rows = [
        (
            year,
            [_number(unit, year, counted[year].get(each.pk, 0), each.pk) for each in levels],
            _number(unit, year, sum(counted[year].values())),
        )
        for year in years
        if year >= begun[0]
    ]
    return Trend(levels, rows)


def _counted(asked, unit):
    """{level: how many points}; points without a level, if any, under None are left to the sum."""
    if asked.one_unit != unit:
        return {}
    versions = asked.versions().order_by()
    return dict(versions.values_list("level").annotate(number=Count("pk")))


def _number(unit, year, number, level=""):
    return linked(number, "cycle-points", words(unit=unit.pk, year=year, level=level))
