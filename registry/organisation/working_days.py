"""Working days from the editable holiday table and the school holidays of a unit.

Make-up days (调休) count as working, school holidays (寒暑假) never. `path` is a unit's place in
the tree (`Unit.path`): school holidays of the unit and of every unit above it are its own. Whatever
is asked for any number of units and days takes two queries.
"""

from bisect import bisect_right
from datetime import timedelta

from .models import Holiday, SchoolHoliday

ONE_DAY = timedelta(days=1)
# Days looked ahead for each working day asked for; beyond them only week-ends are known.
AHEAD, AT_LEAST = 3, 30


def _exceptions(start, end):
    rows = Holiday.objects.filter(day__range=(start, end))
    return dict(rows.values_list("day", "is_working"))


def _school_holidays(start, codes):
    """(code of the unit, first day, last day) of those that are not over before a day."""
    rows = SchoolHoliday.objects.filter(unit__code__in=codes, last__gte=start)
    return list(rows.order_by("first").values_list("unit__code", "first", "last"))


def _codes(path):
    return path.strip("/").split("/")


class _Count:
    """The working days after `start` of units with the same school holidays, as far as asked."""

    def __init__(self, start, exceptions, away):
        self._exceptions, self._away = exceptions, away
        self.passed, self._day = [start], start

    def day(self, number):
        """On which day so many working days after the start have passed."""
        while len(self.passed) <= number:
            self._look_at_next()
        return self.passed[number]

    def after(self, first, number):
        """On which day so many working days after `first`, the start or later, have passed."""
        while self._day < first:
            self._look_at_next()
        return self.day(bisect_right(self.passed, first) - 1 + number)

    def between(self, first, last):
        """How many come after `first`, up to `last`, that day included."""
        while self._day < last:
            self._look_at_next()
        return bisect_right(self.passed, last) - bisect_right(self.passed, first)

    def _look_at_next(self):
        self._day += ONE_DAY
        if self._is_working(self._day):
            self.passed.append(self._day)

    def _is_working(self, day):
        if any(first <= day <= last for first, last in self._away):
            return False
        return self._exceptions.get(day, day.weekday() < 5)


class _Calendar:
    """Counts for units from a start; units with the same school holidays share one."""

    def __init__(self, start, paths, *, until=None, most=0):
        codes = {code for path in paths for code in _codes(path)}
        found = _school_holidays(start, codes)
        away = sum((last - first).days + 1 for _, first, last in found)
        end = until or start + timedelta(days=most * AHEAD + AT_LEAST + away)
        self._start, self._found = start, found
        self._exceptions = _exceptions(start, end)
        self._counts = {}

    def of(self, path):
        codes = set(_codes(path))
        away = tuple((first, last) for code, first, last in self._found if code in codes)
        if away not in self._counts:
            self._counts[away] = _Count(self._start, self._exceptions, away)
        return self._counts[away]


def add_working_days(start, days, path):
    """The day on which `days` working days after `start` have passed for this unit."""
    return add_each(start, {(path, days)})[path, days]


def add_each(start, wanted):
    """The same for many: `wanted` are pairs of path and number; {(path, number): day}."""
    most = max((number for _, number in wanted), default=None)
    if most is None:
        return {}
    calendar = _Calendar(start, {path for path, _ in wanted}, most=most)
    return {(path, number): calendar.of(path).day(number) for path, number in wanted}


def add_many(wanted):
    """The same from several starts: `wanted` are (path, start, number); {one of these: day}."""
    if not wanted:
        return {}
    start = min(first for _, first, _ in wanted)
    most = max((first - start).days + number for _, first, number in wanted)
    calendar = _Calendar(start, {path for path, _, _ in wanted}, most=most)
    return {one: calendar.of(one[0]).after(one[1], one[2]) for one in wanted}


def days_between(wanted):
    """How many working days come after a first day, up to a last one, that day included; 0 where
    the last is not later. `wanted` are (path, first, last); {(path, first, last): number}.
    """
    found = dict.fromkeys(wanted, 0)
    spans = [span for span in found if span[1] < span[2]]
    if spans:
        start, end = min(first for _, first, _ in spans), max(last for _, _, last in spans)
        calendar = _Calendar(start, {path for path, _, _ in spans}, until=end)
        found |= {span: calendar.of(span[0]).between(span[1], span[2]) for span in spans}
    return found


def working_days_between(start, end, path):
    """The same for one unit and one span."""
    return days_between([(path, start, end)])[path, start, end]


def years_without_holidays(start, end):
    """Years in the span for which nobody has entered holidays yet; to be said aloud."""
    known = {day.year for day in Holiday.objects.dates("day", "year")}
    return [year for year in range(start.year, end.year + 1) if year not in known]
