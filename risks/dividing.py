"""责任划分: a unit says which seats manage and answer for its points, or goes by the unit above."""

from django.db import transaction
from django.utils import timezone

from registry.organisation.models import Seat, Unit
from registry.trail.recording import record

from .models import ResponsibilityTable
from .models.responsibility import ANSWERS, FIELDS, MANAGES, WEIGHTS
from .responsibility import roles_of


def table_of(unit, day):
    """What the unit goes by; None: what comes with the software."""
    return ResponsibilityTable.objects.of_lines({unit.pk: unit.line}, day).get(unit.pk)


def seats_of(table):
    """{field: seat} of a table, or of what comes with the software."""
    found = {}
    for weight, roles in roles_of(table).items():
        found[MANAGES[weight]] = str(roles.manages)
        found[ANSWERS[weight]] = str(roles.answers)
    return found


def facts_of(unit, day):
    """What a stamp covers: by whose table it goes, and what that says."""
    table = table_of(unit, day)
    return {"own": table is not None and table.unit_id == unit.pk, **seats_of(table)}


@transaction.atomic
def set_table(*, unit, seats, by):
    """From today on the unit's own table; `seats` None: from today on as the unit above does.

    Asked for what is so already it writes nothing.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    day = timezone.localdate()
    standing = facts_of(unit, day)
    wanted = {"own": True, **seats} if seats else {**standing, "own": False}
    if wanted == standing:
        return
    said = dict(seats) if seats else dict.fromkeys(FIELDS, "")
    ResponsibilityTable.objects.update_or_create(
        unit=unit, starts=day, defaults={**said, "set_by": by, "set_at": timezone.now()}
    )
    record(by=by, action="responsibility.changed", unit=unit, target=unit)


def told(table):
    """[(which levels, who manages, who answers)] in words, gravest first."""
    seats = {name: Seat(value).label for name, value in seats_of(table).items()}
    return [
        (word, seats[MANAGES[weight]], seats[ANSWERS[weight]]) for weight, word in WEIGHTS.items()
    ]
