"""前期预防 and what looks at it: what was to be done this year in a unit, what of it is done, what
is left.
"""

from dataclasses import dataclass

from registry.organisation.models import Unit
from registry.tasks.filters import TaskFilter
from registry.tasks.models import Task, TaskState
from reviews.activities.filters import HELD, STANDING, ActivityFilter
from reviews.activities.models import ActivityState
from reviews.alerts import filters as alert_filters
from reviews.alerts.issuing import units_kept
from reviews.alerts.models import Alert
from reviews.commitments import signing
from reviews.commitments.forms import BoardFilter
from reviews.fulfilment.kinds import CARRYING
from reviews.inspections import filters as inspection_filters
from reviews.inspections.models import Inspection
from reviews.self_checks.kinds import ANSWERING
from reviews.talks import ledger
from reviews.talks.forms import LedgerFilter
from risks import arrivals
from risks.arrival_filter import ArrivalFilter

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
        _tasks("任务", person, unit, today),
        _tasks("其中：落实防控措施", person, unit, today, CARRYING.name),
        _activities(reach, unit, today),
        _talks(reach, unit, today),
        _commitments(reach, unit, today),
        _arrivals(reach, unit),
        _alerts(reach, unit, today),
    ]


def looking_lines_of(person, reach, unit, today):
    """中期监控: what looks whether prevention is real."""
    return [
        _tasks("自查", person, unit, today, ANSWERING.name),
        _inspections(reach, unit, today),
    ]


def _tasks(label, person, unit, today, kind=""):
    visible = Task.objects.visible_to(person)

    def number(state):
        asked = words(unit=unit.pk, year=today.year, state=state, kind=kind)
        form = TaskFilter(asked, tasks=visible, person=person)
        found = form.narrowed().count() if form.place.chosen == unit else 0
        return linked(found, "task-list", asked)

    states = ("all", TaskState.DONE.value, TaskState.LATE.value)
    return Line(label, *map(number, states), "已过期")


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


def _arrivals(reach, unit):
    units = Unit.objects.open().filter(reach.touched_q())

    def number(state):
        asked = words(unit=unit.pk, state=state)
        form = ArrivalFilter(asked, units=units, reach=reach)
        found = form.narrowed().count() if form.place.chosen == unit else 0
        return linked(found, "arrival-list", asked)

    return Line(
        "到岗告知（到岗人员）", *map(number, (arrivals.ALL, arrivals.SIGNED, "")), "还没有签收"
    )


def _alerts(reach, unit, today):
    visible = Alert.objects.visible_to(reach, units_kept(reach).values("pk"))

    def number(state):
        asked = words(unit=unit.pk, year=today.year, state=state)
        form = alert_filters.AlertFilter(asked, rows=visible)
        found = form.narrowed().count() if form.place.chosen == unit else 0
        return linked(found, "alert-list", asked)

    states = (alert_filters.ISSUED, alert_filters.SETTLED, alert_filters.OPEN)
    return Line("风险提示（发出的）", *map(number, states), "还有人没看、没回复")


def _inspections(reach, unit, today):
    visible = Inspection.objects.visible_to(reach)

    def number(state):
        asked = words(unit=unit.pk, year=today.year, state=state)
        form = inspection_filters.InspectionFilter(asked, rows=visible)
        found = form.narrowed().count() if form.place.chosen == unit else 0
        return linked(found, "inspection-list", asked)

    states = ("", inspection_filters.TOLD, inspection_filters.UNMENDED)
    return Line("监督检查", *map(number, states), "通报的还没有整改完")
