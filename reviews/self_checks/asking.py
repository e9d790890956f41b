"""What a self-check asks: the measures of the points in force that its post answers for, in a
lasting order: its own, then those of its sections, then those of its unit.

Points of a section are its head's, without one of the next seat up; those of a unit are its
prevention office's, which also fills in its sheet, without one its principal's (ADR 0073).
"""

from django.db.models import F, Min, Q

from registry.organisation.models import Appointment, Mandate, Post, Rank, ScaleLevel, Seat, Section
from risks.models import RiskPoint
from risks.responsibility import LADDER, holder_of, seat_holders
from risks.resting.grounds import measures_in_force

POINT = "version__point"
# Points of posts first, then of sections, then of the unit.
ORDER = (
    F(f"{POINT}__post").asc(nulls_last=True),
    F(f"{POINT}__section").asc(nulls_last=True),
    POINT,
    "position",
    "pk",
)


def measures_of(task, day):
    """Of the post; of a person, whose task it is, those of their posts with a form for each."""
    points = RiskPoint.objects.in_force().filter(answered_by(posts_of(task, day), day))
    found = measures_in_force(points).select_related(
        "version__level", f"{POINT}__post", f"{POINT}__section", f"{POINT}__unit"
    )
    return list(found.order_by(*ORDER))


def posts_of(task, day):
    if task.post_id:
        return [task.post_id]
    held = Appointment.objects.on(day).filter(person=task.person_id, post__unit=task.unit_id)
    return list(held.filter(post__forms=Post.Forms.EACH_HOLDER).values_list("post", flat=True))


def answered_by(posts, day):
    """The points of these posts, of the sections and units that they answer for, as a condition."""
    own = Q(post__in=posts)
    seats = (*LADDER, Seat.PREVENTION_OFFICE)
    held = Mandate.objects.on(day).filter(post__in=posts, seat__in=seats)
    units = set(held.order_by().values_list("unit", flat=True))
    if not units:
        return own
    holders = {seat: one for seat, one in seat_holders(units, day).items() if one.names}
    heads, offices = _heads(units, holders), _offices(units, holders, day)
    sections = [section for section, post in heads.items() if post in posts]
    whole = [unit for unit, post in offices.items() if post in posts]
    of_sections = Q(post=None, section__in=sections)
    return own | of_sections | Q(post=None, section=None, unit__in=whole)


def _heads(units, holders):
    """{section: the post that answers for its own points}."""
    sections = Section.objects.filter(unit__in=units).values_list("pk", "unit")
    return {pk: _post(holder_of(holders, Seat.SECTION_HEAD, unit, pk)) for pk, unit in sections}


def _offices(units, holders, day):
    """{unit: the post that answers for its own points}; an office is one that somebody sits on."""
    found = {unit: _post(holder_of(holders, Seat.PRINCIPAL, unit, None)) for unit in units}
    mandates = Mandate.objects.on(day).filter(seat=Seat.PREVENTION_OFFICE, unit__in=units)
    seated = Appointment.objects.on(day).values("post")
    ranks = list(Rank)
    offices = mandates.filter(post__in=seated, post__closed_on=None)
    for each in sorted(offices, key=lambda each: (ranks.index(each.rank), each.pk), reverse=True):
        found[each.unit_id] = each.post_id
    return found


def _post(holder):
    return holder.post.pk if holder else None


def weights_of(measures):
    """{id: how many steps above the lowest level of its scale the point of a measure stands}."""
    levels = {each.pk: each.version.level for each in measures}
    scales = {level.scale_id for level in levels.values() if level}
    ranks = ScaleLevel.objects.filter(scale__in=scales).order_by()
    lowest = dict(ranks.values_list("scale").annotate(Min("rank")))
    return {pk: level.rank - lowest[level.scale_id] if level else 0 for pk, level in levels.items()}
