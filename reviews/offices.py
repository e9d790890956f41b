"""Papers an office looks after, as conditions on the query: its own, and those of units below
that have nobody who could. The same for one paper: `actions.office_of`, `seats.recorders`.
"""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone

from registry.organisation.models import Appointment, Mandate, Seat
from registry.papers.models import Paper

from .seats import own_paper

NOBODY = Q(pk__in=[])


def managed(reach):
    """Papers that the person's prevention office publicises, publishes, gives to others."""
    return _nearest(Seat.PREVENTION_OFFICE, reach, _acting())


def recorded(reach):
    """Papers on which the person enters what was signed on paper; never an own one."""
    if not reach.holds_any(Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE):
        return NOBODY  # most people: spares every page of theirs three subqueries
    free = _acting().filter(~Exists(_own(OuterRef("person"), OuterRef(OuterRef("pk")))))
    no_office = ~Exists(_on_the_way(Seat.PREVENTION_OFFICE, free))
    by_discipline = _nearest(Seat.DISCIPLINE_OFFICE, reach, free) & no_office
    own = Exists(_own(reach.person, OuterRef("pk")))
    return (_nearest(Seat.PREVENTION_OFFICE, reach, free) | by_discipline) & ~own


def _nearest(seat, reach, acting):
    """Papers for which no office of the seat stands nearer than one of the person's."""
    condition = NOBODY
    for mandate in reach.mandates:
        if mandate.seat == seat:
            nearer = _on_the_way(seat, acting, above=mandate.unit)
            condition |= Q(unit__path__startswith=mandate.unit.path) & ~Exists(nearer)
    return condition


def _on_the_way(seat, acting, above=None):
    """Whoever acts for the seat of a unit between the outer paper's and the one above."""
    path = ExpressionWrapper(OuterRef(OuterRef("unit__path")), output_field=CharField())
    offices = (
        Mandate.objects.on(timezone.localdate())
        .annotate(paper_path=path)
        .filter(seat=seat, post=OuterRef("post"), paper_path__startswith=F("unit__path"))
    )
    if above is not None:
        offices = offices.filter(unit__path__startswith=above.path).exclude(unit=above)
    return acting.filter(Exists(offices))


def _acting():
    """People who are in office today and can sign in."""
    return Appointment.objects.on(timezone.localdate()).filter(person__account__is_active=True)


def _own(person, paper):
    return Paper.objects.filter(own_paper(person), pk=paper)
