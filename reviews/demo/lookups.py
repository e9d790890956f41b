"""Who holds a seat, whose a paper is and which days are holidays is asked thousands of times while
the demo is loaded: here each is looked up once a day.

The rules above it (ladders, avoidance, guards, due dates) are run in full for every paper.
"""

from contextlib import contextmanager
from unittest.mock import patch

from registry.organisation import working_days
from registry.organisation.models import Holiday, SchoolHoliday
from reviews import seats


@contextmanager
def remembered_seats(clock):
    """Within the block a question heard before is answered from the dict given out.

    The dict is to be cleared whenever an appointment or a mandate changes. Whose a paper is
    changes with its being handed in, and that begins a new lap.
    """
    known = {}
    make_seating, look_up_filers = seats.Seating, seats.filers

    def seating(day):
        if day not in known:
            known[day] = make_seating(day)
        return known[day]

    def filers(paper):
        key = (paper.pk, paper.lap, clock.moment.date())
        if key not in known:
            known[key] = look_up_filers(paper)
        return set(known[key])

    with (
        patch.object(make_seating, "filers", lambda self, paper: filers(paper)),
        patch.object(seats, "Seating", seating),
        patch.object(seats, "filers", filers),
    ):
        yield known


@contextmanager
def remembered_holidays():
    """Within the block the holiday table is read once, and the school holidays."""
    known = dict(Holiday.objects.values_list("day", "is_working"))
    rows = SchoolHoliday.objects.order_by("first").values_list("unit__code", "first", "last")
    away = list(rows)
    with (
        patch.object(working_days, "_exceptions", lambda start, end: known),
        patch.object(
            working_days,
            "_school_holidays",
            lambda start, codes: [row for row in away if row[0] in codes and row[2] >= start],
        ),
    ):
        yield
