"""What of the clearing waits for a person: to declare, to gather, to answer."""

from django.db.models import Q
from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Post, Seat
from reviews import offices

from . import offers
from .models import ClearingRound, Declaration


def waiting_count(person):
    """The number beside the menu entry."""
    reach = reach_of(person, timezone.localdate())
    if not reach.takes_part:
        return 0
    waiting = to_declare(reach) + to_gather(reach).count()
    return waiting + len(offers.waiting_for(reach))


def to_declare(reach):
    """How many declarations are the person's to write in the open round of their unit: of the
    posts they sit on, the sections they head, the unit whose office they are.
    """
    clearing = ClearingRound.objects.open().filter(unit=reach.person.unit_id).first()
    if clearing is None:
        return 0
    unit = clearing.unit_id
    posts = Post.objects.filter(pk__in=reach.post_ids, unit=unit, closed_on__isnull=True)
    headed = [
        mandate.section_id
        for mandate in reach.mandates
        if mandate.seat == Seat.SECTION_HEAD
        and mandate.unit_id == unit
        and mandate.section.closed_on is None
    ]
    is_office = unit in reach.units_of(Seat.PREVENTION_OFFICE)
    theirs = Q(post__in=posts.values("pk")) | Q(section__in=headed)
    if is_office:
        theirs |= Q(post__isnull=True, section__isnull=True)
    done = clearing.declarations.filter(theirs, handed_in_at__isnull=False)
    return posts.count() + len(set(headed)) + is_office - done.count()


def to_gather(reach):
    """Declarations handed in that this person may gather: of the posts of their sections, of
    leaders, sections and units for the office, of sections and units for the keeper.
    """
    waiting = Declaration.objects.filter(
        round__closed_at__isnull=True, handed_in_at__isnull=False, gathered_at__isnull=True
    )
    theirs = Q(post__section__in=reach.headed_sections)
    kept = reach.units_of(Seat.PREVENTION_OFFICE, Seat.INFORMATION_KEEPER)
    theirs |= Q(post__isnull=True, round__unit__in=kept)
    if reach.holds(Seat.PREVENTION_OFFICE):
        looked_after = offices.units_looked_after(reach).values("pk")
        theirs |= Q(post__isnull=False, post__section__isnull=True, round__unit__in=looked_after)
    return waiting.filter(theirs)
