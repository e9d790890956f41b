"""When a recurring duty comes round: its turns by the calendar, without a database.

A year is cut into months, quarters, half years or itself. In each, at the given month of it (1: the
first) and day, a turn begins; a day that the month does not have is its last one.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

MONTH, QUARTER, HALF_YEAR, YEAR = "month", "quarter", "half_year", "year"
MONTHS = {MONTH: 1, QUARTER: 3, HALF_YEAR: 6, YEAR: 12}
_ORDINALS = "一二三四"


@dataclass(frozen=True)
class Turn:
    """One time that it comes round; `code` stands in keys, `label` in titles."""

    code: str
    label: str
    begins_on: date


def day_in(year, month, day):
    """The day of a month, its last one where it is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def turns(every, month, day, first, last):
    """The turns that begin from one day to another, both included, in order."""
    length = MONTHS[every]
    for year in range(first.year, last.year + 1):
        for number in range(12 // length):
            begins_on = day_in(year, number * length + month, day)
            if first <= begins_on <= last:
                yield Turn(_code(every, year, number), _label(every, year, number), begins_on)


def _code(every, year, number):
    part = {MONTH: f"-{number + 1:02}", QUARTER: f"-Q{number + 1}", HALF_YEAR: f"-H{number + 1}"}
    return f"{year}{part.get(every, '')}"


def _label(every, year, number):
    if every == MONTH:
        return f"{year}年{number + 1}月"
    if every == QUARTER:
        return f"{year}年第{_ORDINALS[number]}季度"
    if every == HALF_YEAR:
        return f"{year}年{'上下'[number]}半年"
    return f"{year}年"
