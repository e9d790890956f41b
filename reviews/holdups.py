"""What is held up: steps that are due and not taken; by seat and unit, never by content.

A superior reads where the papers of a unit wait and since when, without opening one (design §4).
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min

from registry.organisation.models import Seat
from registry.organisation.working_days import days_between

from . import waiting


@dataclass(frozen=True)
class HoldUp:
    """`number` due steps of a unit's papers; the oldest waits for `seat` since `since`, which was
    `days` working days ago.
    """

    number: int
    seat: str
    since: date
    days: int


def due_steps(reach, day):
    """Open steps due by the day, on papers of the units and sections the person answers for."""
    return waiting.open_steps().filter(reach.answers_for_q("paper__"), due_on__lte=day)


def by_unit(steps, day):
    """Unit id → its HoldUp, for those of these steps; three queries."""
    grouped = steps.order_by().values_list(
        "paper__unit", "unit", "unit__path", "unit__name", "seat", "section__name"
    )
    found = {}
    counted = grouped.annotate(
        number=Count("pk"), since=Min("due_on"), position=Min("position"), first=Min("pk")
    )
    for owner, *place, number, since, position, first in counted:
        before, oldest = found.get(owner, (0, None))
        waits = (since, position, first, place)  # the first step of the same day, then by its key
        found[owner] = (before + number, min(oldest or waits, waits))
    late = days_between({(place[1], since, day) for _, (since, _, _, place) in found.values()})
    return {
        owner: HoldUp(number, _seat(owner, *place), since, late[place[1], since, day])
        for owner, (number, (since, _, _, place)) in found.items()
    }


def _seat(owner, unit, path, unit_name, seat, section_name):
    return seat_at(Seat(seat).label, section_name, unit_name if unit != owner else None)


def seat_of(step):
    """Where a step waits: its seat, as `seat_at` says it."""
    section = step.section.name if step.section_id else None
    unit = step.unit.name if step.unit_id != step.paper.unit_id else None
    return seat_at(step.seat_name, section, unit)


def seat_at(label, section_name, unit_name):
    """The seat with its section, and with its unit where that is not the paper's own."""
    where = " · ".join(filter(None, (unit_name, section_name)))
    return f"{label}（{where}）" if where else label
