"""Working days from the editable holiday table; make-up days (调休) count as working."""

import datetime

from .models import Holiday


def _exceptions(start, end):
    rows = Holiday.objects.filter(day__range=(start, end))
    return dict(rows.values_list("day", "is_working"))


def add_working_days(start, days):
    """The day on which `days` working days after `start` have passed."""
    return add_each(start, {days})[days]


def add_each(start, numbers):
    """The same for several numbers of working days, in one query: {number: day}."""
    most = max(numbers, default=0)
    exceptions = _exceptions(start, start + datetime.timedelta(days=most * 3 + 30))
    day, passed = start, [start]
    while len(passed) <= most:
        day += datetime.timedelta(days=1)
        if exceptions.get(day, day.weekday() < 5):
            passed.append(day)
    return {number: passed[number] for number in numbers}


def days_since(days, until):
    """How many working days after each of these days have passed, `until` among them: {day:
    number}, 0 for `until` and later; one query.
    """
    earlier = sorted({day for day in days if day < until}, reverse=True)
    found = dict.fromkeys(days, 0)
    if not earlier:
        return found
    exceptions = _exceptions(earlier[-1], until)
    day, passed = until, 0
    for start in earlier:
        while day > start:
            passed += exceptions.get(day, day.weekday() < 5)
            day -= datetime.timedelta(days=1)
        found[start] = passed
    return found


def working_days_between(start, end):
    """How many working days come after `start`, up to `end`, that day included."""
    return days_since([start], end)[start]


def years_without_holidays(start, end):
    """Years in the span for which nobody has entered holidays yet; to be said aloud."""
    known = {day.year for day in Holiday.objects.dates("day", "year")}
    return [year for year in range(start.year, end.year + 1) if year not in known]
