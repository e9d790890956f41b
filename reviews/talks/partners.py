"""With whom somebody may talk: by the kind of talk, whoever sits where their seats reach."""

from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Appointment, Seat

from .models import TalkKind

HeldBy = TalkKind.HeldBy
SEATS = {
    HeldBy.LEADER: {
        Seat.SECTION_HEAD,
        Seat.SUPERVISING_LEADER,
        Seat.PRINCIPAL,
        Seat.UNIT_SUPERVISOR,
        Seat.HIGHER_LEADER,
    },
    HeldBy.PARTY: {Seat.LEADING_GROUP, Seat.PRINCIPAL},
    HeldBy.DISCIPLINE: {Seat.DISCIPLINE_OFFICE},
}
HOLDING_SEATS = frozenset().union(*SEATS.values())
OF_SECTION = {Seat.SECTION_HEAD, Seat.SUPERVISING_LEADER}


def kinds_for(reach):
    """Kinds of talk that this person may hold, by their seats."""
    held = [by for by, seats in SEATS.items() if reach.holds_any(*seats)]
    return TalkKind.objects.of_unit(reach.person.unit).filter(held_by__in=held).listed()


def partners_for(reach, held_by=None):
    """Appointments of today to posts that the seats for this kind of talk (for any) reach."""
    seats = SEATS[held_by] if held_by else HOLDING_SEATS
    condition = Q(pk__in=[])
    for mandate in reach.mandates:
        if mandate.seat in seats:
            condition |= _reached(mandate)
    found = Appointment.objects.on(timezone.localdate()).filter(condition)
    found = found.exclude(person=reach.person).select_related(
        "person", "post__unit", "post__section"
    )
    return found.order_by("post__unit__path", "post__section__order", "post_id", "acting", "pk")


def _reached(mandate):
    if mandate.seat in OF_SECTION:
        return Q(post__section=mandate.section_id)
    if mandate.seat == Seat.LEADING_GROUP:
        return Q(post__unit=mandate.unit_id)
    return Q(post__unit__path__startswith=mandate.unit.path)


def post_of_holder(reach, held_by):
    """The post by which the person holds such a talk."""
    posts = [mandate.post for mandate in reach.mandates if mandate.seat in SEATS[held_by]]
    return min(posts, key=lambda post: post.pk) if posts else None
