"""When something is said about a task, and what: a table of days, without a database.

A call is to the addressee (opened, so many days left, past its day) or one step up. After days of
standstill the addressee hears the nearest of those missed, and each step up what is its own.
"""

from dataclasses import dataclass
from datetime import date, timedelta

DEFAULT_REMIND_DAYS = (30, 7, 1)
OPENED, LEFT, LATE, RISEN = "opened", "left", "late", "risen"


@dataclass(frozen=True, order=True)
class Call:
    """`number`: how many days are left, or how many steps up."""

    on: date
    what: str
    number: int = 0

    @property
    def is_to_addressee(self):
        return self.what != RISEN


def calls_of(opens_on, due_on, remind_days, rises_on=()):
    """All that is ever said about a task, in the order of the days.

    A reminder that would fall on the day it opens, or before, is said by opening it.
    """
    reminders = {days: due_on - timedelta(days=days) for days in remind_days}
    found = [Call(opens_on, OPENED), Call(due_on + timedelta(days=1), LATE)]
    found += [Call(on, LEFT, days) for days, on in reminders.items() if on > opens_on]
    found += [Call(on, RISEN, step) for step, on in enumerate(rises_on, start=1)]
    return sorted(found, key=lambda call: (call.on, not call.is_to_addressee, call.number))


def said_on(calls, since, day):
    """What is said on a day if nothing was since: the nearest to the addressee, every rise."""
    missed = [call for call in calls if since <= call.on <= day]
    own = [call for call in missed if call.is_to_addressee]
    return own[-1:] + [call for call in missed if not call.is_to_addressee]


def next_after(calls, day):
    """The next day on which anything is said; None where all has been said."""
    return min((call.on for call in calls if call.on > day), default=None)
