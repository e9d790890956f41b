"""What is to be done after a law was amended or repealed, power by power.

A power is to be looked at from the day of the change on, within the working days that the change
gives. It is done when its version in force came after the change (and, after a repeal, no longer
names the law), or when its office looked at it and said why it stays.
"""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from powers.models import Power, PowerBasis
from registry.laws.citing import title_key
from registry.laws.models import LawChange
from registry.organisation.models import Seat
from registry.organisation.working_days import add_each
from registry.trail.recording import record

from .grounds import Register, naming
from .models import LookedAt


@dataclass(frozen=True)
class Due:
    """A power that rests on what a change touched, the bases concerned, and until when."""

    power: Power
    change: LawChange
    bases: list[PowerBasis]
    due_on: date

    def is_overdue(self, day):
        return day > self.due_on


class AlreadyDone(Exception):
    """Nothing is to be looked at here any more."""


def open_changes(day):
    """Standing amendments and repeals in effect that ask units to look."""
    told = LawChange.objects.standing().filter(working_days__isnull=False, on__lte=day)
    return list(told.select_related("law__unit", "law__level", "replaced_by"))


def due(powers, day, changes=None):
    """[Due] of these powers, soonest first: a fixed number of queries whatever their number."""
    changes = open_changes(day) if changes is None else changes
    if not changes:
        return []
    keys = {change.law.key for change in changes}
    register = Register(keys)
    named = naming(keys, powers).select_related("unit", "in_force__written_in")
    done = set(LookedAt.objects.filter(change__in=changes).values_list("version", "change"))
    found = [
        (power, change, bases)
        for power in named
        for change in changes
        if (power.in_force_id, change.pk) not in done
        and (bases := _touched(power, change, register, day))
    ]
    until = _until((power.unit.path, change) for power, change, _ in found)
    found = [Due(*each, until[each[0].unit.path, each[1].pk]) for each in found]
    return sorted(found, key=lambda one: (one.due_on, one.power.unit.path, one.power.pk))


def begins_on(change):
    """From when the working days count: in effect, and told."""
    return max(change.on, timezone.localdate(change.made_at))


def may_look(reach, unit):
    """Whether the person's prevention office is that of the unit, or of one above it."""
    return any(
        mandate.seat == Seat.PREVENTION_OFFICE and mandate.unit.contains(unit)
        for mandate in reach.mandates
    )


def offices_condition(reach):
    """The powers of units that the person's prevention office is over."""
    condition = Q(pk__in=[])
    for mandate in reach.mandates:
        if mandate.seat == Seat.PREVENTION_OFFICE:
            condition |= Q(unit__path__startswith=mandate.unit.path)
    return condition


@transaction.atomic
def say_unchanged(*, power, change, why, by):
    """The power was looked at and stays; of two clicks the second finds it done."""
    power = Power.objects.select_for_update(of=("self",)).get(pk=power.pk)
    still = due(Power.objects.in_force().filter(pk=power.pk), timezone.localdate())
    if not any(one.change.pk == change.pk for one in still):
        raise AlreadyDone
    try:
        looked = LookedAt.objects.create(
            version_id=power.in_force_id, change=change, why=why, by=by, at=timezone.now()
        )
    except IntegrityError as refusal:
        raise AlreadyDone from refusal
    record(by=by, action="law.looked_at", unit=power.unit, target=looked)
    return looked


def _until(asked):
    """{(unit's path, change's id): the last day}; two queries for each day on which one began."""
    asked = dict.fromkeys(asked)
    wanted = {}
    for path, change in asked:
        wanted.setdefault(begins_on(change), set()).add((path, change.working_days))
    days = {begins: add_each(begins, pairs) for begins, pairs in wanted.items()}
    return {
        (path, change.pk): days[begins_on(change)][path, change.working_days]
        for path, change in asked
    }


def _touched(power, change, register, day):
    """The bases of a power's version in force that the change makes somebody look at."""
    law, unit = change.law, power.unit
    if law.unit_id is not None and law.unit.code not in unit.line:
        return []
    bases = [basis for basis in power.in_force.bases.all() if _names(basis, law)]
    if _came_after(power.in_force, change):
        if change.kind != LawChange.Kind.REPEALED:
            return []
        return [basis for basis in bases if register.means(basis, unit, day).law == law]
    return bases


def _names(basis, law):
    return law.key == title_key(basis.law)


def _came_after(version, change):
    confirmed = version.written_in.confirmed_at
    return confirmed is not None and confirmed >= change.made_at
