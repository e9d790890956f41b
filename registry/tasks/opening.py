"""Opening tasks: once for each key, however often it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from registry.organisation.models import Person, Post, Section, Unit
from registry.trail.recording import record

from . import telling
from .calls import DEFAULT_REMIND_DAYS
from .kinds import is_offered, kind_named
from .models import Task


@dataclass(frozen=True)
class Due:
    """What is to be opened; `key` is the same whenever the same thing is meant.

    To a `post` or to a `person`, never both. Titles name no people: they stand in notices.
    """

    unit: Unit
    title: str
    opens_on: date
    due_on: date
    key: str
    post: Post | None = None
    person: Person | None = None
    section: Section | None = None
    material: str = ""
    remind_days: Sequence[int] = DEFAULT_REMIND_DAYS
    escalates_after: int | None = None


@transaction.atomic
def open_tasks(*, kind, dues, by, day=None):
    """Open what is not open yet, tell the addressees of what has begun; the new ones, by key.

    `by` is the person whose act opens them, None for the clock.
    """
    if not is_offered(kind):
        raise ValueError(f"no app offers tasks of kind {kind}")
    day, dues = day or timezone.localdate(), {due.key: due for due in dues}
    if kind_named(kind).is_confidential and any(due.escalates_after for due in dues.values()):
        raise ValueError("what is confidential goes no step up")
    known = set(Task.objects.filter(key__in=dues).values_list("key", flat=True))
    fresh = [_task(kind, due) for key, due in dues.items() if key not in known]
    Task.objects.bulk_create(fresh, ignore_conflicts=True)
    opened = list(Task.objects.listed().filter(key__in=[task.key for task in fresh]))
    begun = [task for task in opened if task.opens_on <= day]
    telling.say(begun, day)
    Task.objects.bulk_update(begun, ["next_call_on"])
    for unit in sorted({task.unit for task in opened}, key=lambda unit: unit.pk):
        record(by=by, action="task.opened", unit=unit, target=kind, target_kind="tasks.task")
    return {task.key: task for task in opened}


def _task(kind, due):
    return Task(
        kind=kind,
        unit=due.unit,
        section=due.section,
        post=due.post,
        person=due.person,
        title=due.title,
        material=due.material,
        opens_on=due.opens_on,
        due_on=due.due_on,
        key=due.key,
        remind_days=sorted(due.remind_days, reverse=True),
        escalates_after=due.escalates_after,
        next_call_on=due.opens_on,
    )
