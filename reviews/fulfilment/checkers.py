"""Who looks whether a measure was carried out, or an answer holds: never who did or gave it.

Asked is one post: the section's head, else the leader over the section, else the nearest
prevention office. Allowed are all of these.
"""

from registry.organisation.models import Appointment, Mandate, Rank, Seat, Unit

SECTION_SEATS = (Seat.SECTION_HEAD, Seat.SUPERVISING_LEADER)
RANKS = list(Rank)


def post_to_check(task, *, by, day):
    """The post that is asked; None where nobody else is there."""
    for seat, unit, section in _rungs(task):
        mandates = Mandate.objects.on(day).filter(seat=seat, unit=unit, section=section)
        mandates = mandates.filter(post__closed_on=None).exclude(post=task.post_id)
        for mandate in sorted(mandates.select_related("post"), key=_order):
            others = Appointment.objects.on(day).filter(post=mandate.post_id).exclude(person=by)
            if others.exists():
                return mandate.post
    return None


def _rungs(task):
    section = task.about_section
    if section is not None:
        yield from ((seat, section.unit_id, section.pk) for seat in SECTION_SEATS)
    for unit in (task.unit, *Unit.objects.above(task.unit)):
        yield Seat.PREVENTION_OFFICE, unit.pk, None


def _order(mandate):
    return RANKS.index(mandate.rank), mandate.pk


def may_check(task, checking, reach):
    """Whether this person may look at what was handed in with `task`: whoever is asked, those over
    the section and the offices over the unit; nobody whose own it is.
    """
    if reach.person is None or task.done_by_id == reach.person.pk or _is_own(task, reach):
        return False
    asked = checking is not None and checking.post_id in reach.post_ids
    section = task.about_section
    over = section is not None and section.pk in reach.own_sections
    return asked or over or _office_over(task.unit, reach)


def _is_own(task, reach):
    return task.post_id in reach.post_ids or task.person_id == reach.person.pk


def _office_over(unit, reach):
    return any(
        mandate.seat == Seat.PREVENTION_OFFICE and unit.path.startswith(mandate.unit.path)
        for mandate in reach.mandates
    )
