"""Powers of a unit that other units have taken up: for the first check of its catalogue, and which
of them stand in the catalogues of both.
"""

from django.db.models import Q

from powers.first_check.taken_up import taken_up_by
from registry.papers.models import PaperState

from .models import DeclaredPower, OfferAnswer


@taken_up_by
def of_answers(unit):
    """While the receiver has it: in force there, or in a catalogue on its way. Never a section:
    the power stays with the unit."""
    taken = OfferAnswer.objects.filter(
        outcome=OfferAnswer.Outcome.TAKEN_UP, unit__isnull=False, row__power__unit=unit
    )
    on_its_way = Q(power__in_force=None, power__versions__isnull=False) & ~Q(
        power__versions__written_in__state=PaperState.CANCELLED
    )
    taken = taken.filter(Q(power__in_force__struck=False) | on_its_way)
    return taken.order_by("unit__path", "pk").values_list("row__power", "unit__name")


def in_both(clearing):
    """Ids of the rows of a round whose power is in force with the giver and with who took it up."""
    rows = DeclaredPower.objects.filter(
        declaration__round=clearing,
        power__in_force__struck=False,
        answers__unit__isnull=False,
        answers__power__in_force__struck=False,
    )
    return set(rows.values_list("pk", flat=True))
