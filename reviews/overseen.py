"""Which units a discipline office (纪检监察机构) oversees: its own and those below."""

from django.db.models import Q

from registry.access.reach import reach_of
from registry.organisation.models import Seat, Unit

OUT_OF_REACH = "请选择本机构监督范围内的单位。"


def office_of(person, unit):
    """The unit over whose discipline office the person does something about `unit`: the nearest
    of theirs; None where they hold none over it.
    """
    mine = [m.unit for m in reach_of(person).mandates if m.seat == Seat.DISCIPLINE_OFFICE]
    over = [each for each in mine if unit.path.startswith(each.path)]
    return max(over, key=lambda each: len(each.path), default=None)


def units_of(reach):
    """The units overseen by the person's office."""
    condition = Q(pk__in=[])
    for mandate in reach.mandates:
        if mandate.seat == Seat.DISCIPLINE_OFFICE:
            condition |= Q(path__startswith=mandate.unit.path)
    return Unit.objects.filter(condition).order_by("path")
