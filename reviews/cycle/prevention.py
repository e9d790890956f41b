"""前期预防: what was to be done this year in a unit, what of it is done, what is left."""

from dataclasses import dataclass

from registry.organisation.models import Unit
from registry.tasks.filters import TaskFilter
from registry.tasks.models import Task, TaskState
from reviews.activities.filters import HELD, STANDING, ActivityFilter
from reviews.activities.models import ActivityState
from reviews.commitments import signing
from reviews.commitments.forms import BoardFilter
from reviews.talks import ledger
from reviews.talks.forms import LedgerFilter

from .numbers import Number, linked, words


@dataclass(frozen=True)
class Line:
    """One kind of prevention: `what_is_left` says in words what the last number counts."""

    label: str
    due: Number
    done: Number
    left: Number
    what_is_left: str

    @property
    def share(self):
        """Of what was to be done, in per cent; None where there was nothing."""
        return self.done.number * 100 // self.due.number if self.due.number else None


def lines_of(person, reach, unit, today):
    return [
        _tasks(person, unit, today),
        _activities(reach, unit, today),
        _talks(reach, unit, today),
        _commitments(reach, unit, today),
    ]


def _tasks(person, unit, today):
    visible = Task.objects.visible_to(person)

    def number(state):
        asked = words(unit=unit.pk, year=today.year, state=state)
        form = TaskFilter(asked, tasks=visible, person=person)
        found = form.narrowed().count() if form.place.chosen == unit else 0
        return linked(found, "task-list", asked)

    states = ("all", TaskState.DONE.value, TaskState.LATE.value)
    return Line("任务", *map(number, states), "已过期")


def _activities(reach, unit, today):
    def number(state):
        asked = words(unit=unit.pk, year=today.year, state=state)
        form = ActivityFilter(asked, reach=reach)
        found = form.narrowed().count() if form.place.chosen == unit else 0
        return linked(found, "activity-list", asked)

    states = (STANDING, HELD, ActivityState.OVERDUE.value)
    return Line("廉政活动", *map(number, states), "过期未举行")


def _talks(reach, unit, today):
    units = Unit.objects.open().filter(ledger.units_q(reach))
    lines = ledger.readable(ledger.lines_of(unit, today.year, today), unit, reach)

    def number(short):
        asked = words(unit=unit.pk, short=short)
        form = LedgerFilter(asked, units=units)
        return linked(len(form.narrowed(lines)), "talk-ledger", asked)

    return Line("廉政谈话（责任人）", *map(number, ("", "0", "1")), "还没有谈够")


def _commitments(reach, unit, today):
    units = Unit.objects.open().filter(reach.touched_q())
    places = signing.readable(signing.places_in(unit, today), unit, reach)

    def number(stands):
        asked = words(unit=unit.pk, stands=stands)
        form = BoardFilter(asked, units=units)
        return linked(len(form.narrowed(places)), "commitment-list", asked)

    return Line("廉政承诺（岗位）", *map(number, ("", "signed", "unsigned")), "还没有签")
