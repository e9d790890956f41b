"""The clock: one tick opens, reminds, goes one step up and closes; asked twice, it did it once.

Each part moves rows and writes what is said in one transaction, a few at a time: a worker that is
killed has done the ones before, and the next one does the others.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from registry.organisation.models import Appointment

from . import kinds, recurring, settling, telling
from .models import Task

AT_ONCE = 200  # tasks that are spoken of in one transaction


@dataclass(frozen=True)
class Ticked:
    """What one tick did."""

    closed: int
    over: int
    opened: int
    reminded: int
    risen: int

    def __str__(self):
        parts = (
            (self.opened, "开启 {} 项任务"),
            (self.reminded, "提醒 {} 项"),
            (self.risen, "告知上一级 {} 项"),
            (self.closed, "免办 {} 项（岗位已撤销或人员已离开）"),
            (self.over, "结束 {} 项（当天的活动已过）"),
        )
        return "，".join(text.format(number) for number, text in parts if number) or "没有要办的"


def tick(day):
    """All that is due by this day."""
    closed, over = close_vacated(day), close_over(day)
    opened = recurring.open_due(day)
    reminded, risen = call_due(day)
    return Ticked(closed, over, opened, reminded, risen)


def call_due(day):
    """Say what is to be said about tasks under way; (how many reminders, how many steps up)."""
    reminded = risen = after = 0
    while some := _call_some(day, after):
        after, told, up = some
        reminded, risen = reminded + told, risen + up
    return reminded, risen


@transaction.atomic
def _call_some(day, after):
    """The next few by their number; None where there is none left."""
    due = Task.objects.unsettled().filter(next_call_on__lte=day, pk__gt=after)
    locked = due.select_for_update(of=("self",)).listed().order_by("pk")
    tasks = list(locked[:AT_ONCE])
    if not tasks:
        return None
    told = telling.say(tasks, day)
    Task.objects.bulk_update(tasks, ["next_call_on"])
    return tasks[-1].pk, *told


def close_vacated(day):
    """Waive what nobody can do any more: the post or unit is gone, the person sits nowhere.

    What is confidential is left to whoever issued it.
    """
    seated = Appointment.objects.filter(person=OuterRef("person"))
    seated = seated.filter(Q(ends__isnull=True) | Q(ends__gte=day))
    reasons = {
        "岗位或者单位已撤销": Q(post__closed_on__lte=day) | Q(unit__closed_on__lte=day),
        "人员已不在岗": Q(person__isnull=False) & ~Exists(seated),
    }
    closed = 0
    for why, condition in reasons.items():
        for task in Task.objects.of_open_kinds().unsettled().filter(condition).order_by("pk"):
            closed += _closed(task, why)
    return closed


def close_over(day):
    """What was to be on a day, and the day is over: nobody is late for it."""
    of_a_day = [kind.name for kind in kinds.offered() if kind.is_on_its_day]
    gone = Task.objects.filter(kind__in=of_a_day, due_on__lt=day)
    return settling.waive_together(gone, why="活动的日子已经过去", by=None)


def _closed(task, why):
    try:
        settling.waive(task=task, why=why, by=None)
    except settling.Refused:  # done or waived a moment ago
        return 0
    return 1
