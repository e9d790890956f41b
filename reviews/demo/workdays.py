"""Days and times at which an office works: counted back from today, or named by month and day."""

import zlib
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from registry.organisation.models import Holiday

OPENS, CLOSES = 8 * 60 + 35, 17 * 60 + 20  # minutes of the day
LUNCH, LUNCH_ENDS = 11 * 60 + 45, 13 * 60 + 35


class Workdays:
    """`today` is the real day; everything the demo tells of happened before it."""

    def __init__(self, today):
        self.today = today
        self._exceptions = dict(Holiday.objects.values_list("day", "is_working"))

    def is_working(self, day):
        return self._exceptions.get(day, day.weekday() < 5)

    def ago(self, days):
        """The working day that many working days before today."""
        day = self.today
        while days:
            day -= timedelta(days=1)
            days -= self.is_working(day)
        return day

    def after(self, day, days):
        while days:
            day += timedelta(days=1)
            days -= self.is_working(day)
        return day

    def last_year(self, month, day):
        """That day of last year, or the next one on which people work."""
        found = date(self.today.year - 1, month, day)
        return found if self.is_working(found) else self.after(found, 1)

    def at(self, day, what):
        """A moment in the office hours of that day, always the same for the same matter."""
        minutes = OPENS + zlib.crc32(what.encode()) % (CLOSES - OPENS)
        if LUNCH <= minutes < LUNCH_ENDS:
            minutes += LUNCH_ENDS - LUNCH
        moment = datetime.combine(day, time(minutes // 60, minutes % 60, len(what) % 60))
        return timezone.make_aware(moment)

    def after_midnight(self, day):
        """When the scheduler does its daily duties on the day after this one."""
        moment = datetime.combine(day + timedelta(days=1), time(0, 5))
        return timezone.make_aware(moment)
