"""Circle (c) of design §4: who may know of a warning or an act, and who acts on it.

The only place that says so. An act: its addressee, who issued it, the responsible leader named on
it, and the discipline office that keeps it. Nobody else: no superior, no colleague of the section,
no other discipline office, no administrator. After a handing over, the office alone.
"""

from django.db.models import Exists, OuterRef, Q

from registry.access.reach import reach_of
from registry.organisation.models import Mandate, Post, Rank, Seat
from reviews import seats
from risks.responsibility import seat_holders

from .models import Disposal
from .models.ladder import ORDERING_SEATS

NOBODY = Q(pk__in=[])


def acts_q(reach):
    """Acts that this person may know of."""
    if reach.person is None:
        return NOBODY
    handed_over = Disposal.objects.filter(
        matter=OuterRef("matter"), state=Disposal.State.HANDED_OVER
    )
    named = addressed_q(reach) | _issued_q(reach) | led_q(reach)
    return kept_q(reach) | named & ~Exists(handed_over)


def warnings_q(reach):
    """Warnings that this person may know of: the office's, one's own, those behind a seen act."""
    if reach.person is None:
        return NOBODY
    acts = Disposal.objects.filter(acts_q(reach), warning=OuterRef("pk"))
    hidden = Disposal.objects.filter(warning=OuterRef("pk"), state=Disposal.State.HANDED_OVER)
    mine = _issued_q(reach) & ~Exists(hidden)
    return Q(office__in=_offices(reach)) & ~_own_post(reach) | mine | Exists(acts)


def kept_q(reach):
    """Acts of the person's discipline office, but for those addressed to themselves."""
    return Q(office__in=_offices(reach)) & ~addressed_q(reach)


def _offices(reach):
    return reach.units_of(Seat.DISCIPLINE_OFFICE)


def _own_post(reach):
    return Q(post__isnull=False, post__in=reach.post_ids)


def addressed_q(reach):
    """To the person, wherever they sit now; to the unit whose principal they are."""
    units = reach.units_of(Seat.PRINCIPAL)
    return Q(person=reach.person.pk) | Q(addressed_unit__isnull=False, addressed_unit__in=units)


def _issued_q(reach):
    """What the person issued, as long as they hold the seat they issued it from."""
    held = {mandate.seat for mandate in reach.mandates}
    return Q(issued_by=reach.person.pk, issued_as__in=held)


def led_q(reach):
    return Q(leader_post__in=reach.post_ids)


# --- what somebody is to one act -----------------------------------------------------------------


def is_addressee(act, reach):
    if act.addressed_unit_id:
        return act.addressed_unit_id in reach.units_of(Seat.PRINCIPAL)
    return reach.person is not None and act.person_id == reach.person.pk


def is_leader(act, reach):
    return act.leader_post_id in reach.post_ids and not is_addressee(act, reach)


def is_office(act, reach):
    return act.office_id in _offices(reach) and not is_addressee(act, reach)


def addressees(act, day):
    """People who can be told of an act that is addressed to them."""
    if act.person_id:
        return [act.person]
    found = seats.holders(Seat.PRINCIPAL, unit=act.addressed_unit, day=day)
    return [holder.person for holder in found]


def leaders(act, day):
    """Who sits on the responsible leader's post, but for whom it is addressed to."""
    told = addressees(act, day)
    return [person for person in act.leader_post.holders(day) if person not in told]


def office_people(act, day):
    told = addressees(act, day)
    holders = seats.holders(Seat.DISCIPLINE_OFFICE, unit=act.office, day=day)
    return [holder.person for holder in holders if holder.person not in told]


# --- who may issue -------------------------------------------------------------------------------


def issues_at_all(reach):
    return any(_orders(mandate) for mandate in reach.mandates)


def _orders(mandate):
    """An office orders by any of its people, the Party organisation by its head."""
    if mandate.seat == Seat.LEADING_GROUP:
        return mandate.rank == Rank.HEAD
    return mandate.seat in ORDERING_SEATS


def seats_over(reach, unit):
    """The seats from which this person may issue something about that unit: an office for its own
    unit and those below, the Party organisation for its own unit.
    """
    found = []
    for mandate in reach.mandates:
        near = mandate.unit_id == unit.pk
        below = unit.path.startswith(mandate.unit.path) and mandate.seat != Seat.LEADING_GROUP
        if _orders(mandate) and (near or below) and mandate.seat not in found:
            found.append(mandate.seat)
    return found


def units_to_issue_for(reach):
    """A condition on units: those about which this person may issue something."""
    condition = NOBODY
    for mandate in reach.mandates:
        if not _orders(mandate):
            continue
        if mandate.seat == Seat.LEADING_GROUP:
            condition |= Q(pk=mandate.unit_id)
        else:
            condition |= Q(path__startswith=mandate.unit.path)
    return condition


def office_for(*, unit, post, by, seat, day):
    """The unit whose discipline office keeps what is issued: that of whoever issues it, else the
    nearest; never the one in which the post itself sits. None where there is none.
    """
    own = _of_office(post, day) if post else frozenset()
    if seat == Seat.DISCIPLINE_OFFICE:
        mine = [m.unit for m in reach_of(by, day).mandates if m.seat == seat]
        fitting = [each for each in mine if unit.path.startswith(each.path) and each.pk not in own]
        return max(fitting, key=lambda each: len(each.path), default=None)
    return seats.Seating(day).nearest_unit_with(
        Seat.DISCIPLINE_OFFICE, unit=unit, but_not=lambda each: each.pk in own
    )


def _of_office(post, day):
    """Units in whose discipline office the post sits."""
    mandates = Mandate.objects.on(day).filter(seat=Seat.DISCIPLINE_OFFICE, post=post)
    return frozenset(mandates.values_list("unit", flat=True))


def usual_leader(post, unit, day):
    """Whose it is to see to it, as for a point of the middle level: the supervising leader of the
    section, else the principal; None where that is the post itself.
    """
    seated = seat_holders({unit.pk}, day)
    section = post.section_id if post else None
    found = seated.get((Seat.SUPERVISING_LEADER, unit.pk, section)) if section else None
    found = found or seated.get((Seat.PRINCIPAL, unit.pk, None))
    return found.post if post and found and found.post != post else None


def leader_posts(unit, day):
    """Posts that may be named as the responsible leader's: leaders of the unit and those above,
    heads of sections of the unit.
    """
    leading = Q(unit__code__in=unit.line, tier=Post.Tier.LEADER)
    heads = Q(unit=unit, tier=Post.Tier.MIDDLE)
    found = Post.objects.filter(leading | heads, closed_on__isnull=True)
    return found.select_related("unit", "section").order_by("-unit__path", "section__order", "pk")
