"""Who holds a seat, and which days are holidays, is asked thousands of times while the demo is
loaded: here it is looked up once.

The rules above it (ladders, avoidance, guards, due dates) are run in full for every paper.
"""

from contextlib import contextmanager
from unittest.mock import patch

from registry.organisation import working_days
from registry.organisation.models import Holiday
from reviews import chain, seats


@contextmanager
def remembered_seats():
    """Within the block `seats.holders` answers a question it heard before from the dict given out.

    The dict is to be cleared whenever an appointment or a mandate changes.
    """
    known = {}
    look_up = seats.holders

    def holders(seat, *, unit, day, section=None, ranks=chain.ANY_RANK):
        key = (seat, unit.pk, day, section and section.pk, ranks)
        if key not in known:
            known[key] = look_up(seat, unit=unit, day=day, section=section, ranks=ranks)
        return list(known[key])

    with patch.object(seats, "holders", holders):
        yield known


@contextmanager
def remembered_holidays():
    """Within the block the holiday table is read once."""
    known = dict(Holiday.objects.values_list("day", "is_working"))
    with patch.object(working_days, "_exceptions", lambda start, end: known):
        yield
