"""A month of tasks: its weeks and what is due on each day."""

import re
from calendar import Calendar, monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import reverse

from registry.organisation.models import Holiday

from .models.tasks import NEITHER

MONDAY = 0
MOST_A_DAY = 4
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Entry:
    """What is due on a day under one title: one task, or how many of them."""

    title: str
    number: int
    left: int
    url: str  # to the one, or to the list of them

    @property
    def is_done(self):
        return self.left == 0


@dataclass(frozen=True)
class Day:
    on: date
    entries: list
    is_in_month: bool
    holiday: str  # 休, 班 or nothing

    @property
    def shown(self):
        return self.entries[:MOST_A_DAY]

    @property
    def more(self):
        return len(self.entries) - len(self.shown)


def month_of(text, today):
    """The first day of the month that an address asks for, this month where it asks for none."""
    asked = MONTH.fullmatch(text or "")
    return date(int(asked[1]), int(asked[2]), 1) if asked else today.replace(day=1)


def month_beside(first, step):
    """The first day of the month after (1) or before (-1)."""
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(year, month + 1, 1)


def weeks_of(tasks, first, asked):
    """[[Day]] of the weeks that the month touches, from Monday; two queries.

    `asked` is what the list of tasks is to be asked besides month and title, to find these again.
    """
    days = list(Calendar(MONDAY).itermonthdates(first.year, first.month))
    entries, exceptions = _entries(tasks, first, asked), _exceptions(days)
    found = [
        Day(on, entries.get(on, []), on.month == first.month, exceptions.get(on, "")) for on in days
    ]
    return [found[at : at + 7] for at in range(0, len(found), 7)]


def _entries(tasks, first, asked):
    """{day: what is due, by title}; waived ones are left out."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    due = tasks.filter(due_on__range=(first, last), waived_at__isnull=True).order_by()
    counted = due.values("due_on", "title").annotate(
        number=Count("pk", distinct=True),
        left=Count("pk", filter=Q(NEITHER), distinct=True),
        first=Min("pk"),
    )
    found = defaultdict(list)
    for row in counted.order_by("due_on", "title"):
        entry = Entry(row["title"], row["number"], row["left"], _url(row, asked))
        found[row["due_on"]].append(entry)
    return found


def _url(row, asked):
    if row["number"] == 1:
        return reverse("task-detail", args=[row["first"]])
    words = {"month": f"{row['due_on']:%Y-%m}", "words": row["title"], "state": "all", **asked}
    return f"{reverse('task-list')}?{urlencode(words)}"


def _exceptions(days):
    rows = Holiday.objects.filter(day__range=(days[0], days[-1]))
    return {day: "班" if works else "休" for day, works in rows.values_list("day", "is_working")}
