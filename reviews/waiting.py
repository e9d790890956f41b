"""What waits for whom, over many papers at once: the rules of `seats` and `chain` as queries."""

from django.db.models import Exists, F, OuterRef, Q

from registry.access.reach import reach_of
from registry.organisation.models import Appointment, Mandate, Person, Seat
from registry.papers.models import Paper, PaperState

from . import chain
from .models import Step
from .seats import across_the_wall, of_signing_office, own_paper

DISCIPLINE = Q(seat=Seat.DISCIPLINE_OFFICE)
NONE = Q(pk__in=[])


def open_steps():
    """Steps of the current lap and position of papers in review, not decided."""
    return Step.objects.filter(
        paper__state=PaperState.REVIEW,
        lap=F("paper__lap"),
        position=F("paper__position"),
        decision__isnull=True,
    )


def steps_of(person, day):
    """Open steps this person can take: on an own seat, fallen to it, or reassigned.

    Who sits on the rungs before and who must avoid is asked only for seats that wait at all.
    """
    fallen = [
        (seat, before, _for_seat(seat, mandate))
        for mandate in reach_of(person, day).mandates
        for seat, rung, before in chain.reaches(mandate.seat)
        if mandate.rank in rung.ranks
    ]
    near = _any(Q(person=person), *(match for _, _, match in fallen))
    waiting = set(open_steps().filter(near).order_by().values_list("seat", flat=True).distinct())
    if not waiting:
        return Step.objects.none()
    wanted = Q(person=person)
    for seat, before, match in fallen:
        if seat in waiting:
            wanted |= match & _all_empty(before, seat, day)
    return open_steps().filter(wanted, ~_must_avoid(person, waiting, day))


def steps_on_paper(papers, day):
    """Open steps of these papers that nobody with an account can take (线下签署).

    Which steps are in question is read first: with a guess of how many the conditions on the papers
    leave, PostgreSQL asked three times as many, and joined each with all people in office.
    """
    asked = open_steps().filter(paper__in=papers).order_by()
    asked = list(asked.values_list("pk", "seat", "person"))
    seats, given = {seat for _, seat, _ in asked}, {person for *_, person in asked} - {None}
    can_sign = _given_to(given) & ~_must_avoid(OuterRef("person"), seats, day) if given else NONE
    for seat in seats:
        can_take = NONE
        for rung in reversed(chain.ladder(seat)):
            can_take = _first_free(_free_for_step(rung, seat, day), can_take)
        can_sign |= Q(seat=seat, person__isnull=True) & can_take
    return Step.objects.filter(pk__in=[pk for pk, *_ in asked]).exclude(can_sign)


def _given_to(people):
    """Steps given to one of these people who can sign in."""
    able = Person.objects.filter(pk__in=people, account__is_active=True)
    return Q(person__in=list(able.values_list("pk", flat=True)))


def papers_to_confirm(person, day):
    """Papers ready for confirmation that fall to this person: as principal, or in their place."""
    fallen = [
        (mandate.unit_id, before)
        for mandate in reach_of(person, day).mandates
        for seat, rung, before in chain.reaches(mandate.seat)
        if seat == Seat.PRINCIPAL and mandate.rank in rung.ranks
    ]
    ready = Paper.objects.filter(state=PaperState.READY)
    units = {unit for unit, _ in fallen}
    near = ready.filter(unit__in=units).order_by()
    waiting = set(near.values_list("unit", flat=True).distinct())
    if not waiting:
        return Paper.objects.none()
    wanted = NONE
    for unit, before in fallen:
        if unit in waiting:
            empty = [~Exists(_free_holders(earlier, day, paper="pk")) for earlier in before]
            wanted |= _all(Q(unit=unit), *empty)
    own = Paper.objects.filter(own_paper(person), pk=OuterRef("pk"))
    return ready.filter(wanted, ~Exists(own))


def confirmations_on_paper(papers, day):
    """Of these papers, those ready that nobody with an account can confirm (线下签署)."""
    ready = papers.filter(state=PaperState.READY)
    if not ready.exists():
        return ready.none()
    can_confirm = NONE
    for rung in reversed(chain.ladder(Seat.PRINCIPAL)):
        can_confirm = _first_free(_free_holders(rung, day, paper="pk"), can_confirm)
    return ready.exclude(can_confirm)


def _first_free(holders, below):
    """Somebody of these holders can sign in; where there is none at all, what holds `below`."""
    return Q(Exists(holders.filter(person__account__is_active=True))) | ~Q(Exists(holders)) & below


def _for_seat(seat, mandate):
    match = Q(seat=seat, unit=mandate.unit_id, person__isnull=True)
    return match & Q(section=mandate.section_id) if mandate.section_id else match


def _all_empty(rungs, seat, day):
    """A rung counts only when nobody on the rungs before it is free to take the step."""
    return _all(*(~Exists(_free_for_step(rung, seat, day)) for rung in rungs))


def _all(*conditions):
    whole = Q()
    for condition in conditions:
        whole &= Q(condition)
    return whole


def _any(*conditions):
    some = NONE
    for condition in conditions:
        some |= condition
    return some


def _free_for_step(rung, seat, day):
    """Free holders who did not sign on the other side of the wall from the seat either."""
    signed = across_the_wall(seat).filter(
        person=OuterRef("person"), step__paper=OuterRef(OuterRef("paper"))
    )
    free = _free_holders(rung, day).filter(~Exists(signed))
    if seat != Seat.DISCIPLINE_OFFICE:
        return free
    of_office = of_signing_office(day, unit=OuterRef(OuterRef(OuterRef("unit"))))
    own = Paper.objects.filter(of_office, pk=OuterRef(OuterRef("paper")))
    return free.filter(~Exists(own))


def _free_holders(rung, day, paper="paper"):
    """Holders of a rung over the outer row's unit and section whose own paper it is not.

    `paper` is the outer row's way to its paper; the outer row is a step, or the paper itself.
    """
    mandates = Mandate.objects.on(day).filter(
        seat=rung.seat, rank__in=rung.ranks, unit=OuterRef(OuterRef("unit"))
    )
    if rung.seat in chain.OVER_SECTION:
        mandates = mandates.filter(section=OuterRef(OuterRef("section")))
    own = Paper.objects.filter(own_paper(OuterRef("person")), pk=OuterRef(OuterRef(paper)))
    posts = mandates.order_by().values("post")  # few, and found first: not everybody in office
    return Appointment.objects.on(day).filter(~Exists(own), post__in=posts)


def _must_avoid(person, seats, day):
    """Steps of the person's own papers or own office, or across the wall from what they signed.

    `seats` are those of the steps in question.
    """
    own = Paper.objects.filter(own_paper(person), pk=OuterRef("paper"))
    avoided = Q(Exists(own))
    if Seat.DISCIPLINE_OFFICE in seats:
        behind = Exists(_signed_across(Seat.DISCIPLINE_OFFICE, person))
        avoided |= DISCIPLINE & (behind | _of_own_office(person, day))
    if seats != {Seat.DISCIPLINE_OFFICE}:
        avoided |= ~DISCIPLINE & Exists(_signed_across(Seat.SECTION_HEAD, person))
    return avoided


def _signed_across(seat, person):
    return across_the_wall(seat).filter(person=person, step__paper=OuterRef("paper"))


def _of_own_office(person, day):
    """Discipline steps on a paper of the very office that would sign, where the person sits."""
    of_office = of_signing_office(day, unit=OuterRef(OuterRef("unit")))
    own = Paper.objects.filter(of_office, pk=OuterRef("paper"))
    seats = Mandate.objects.on(day).filter(seat=Seat.DISCIPLINE_OFFICE, unit=OuterRef("unit"))
    inner = OuterRef(person) if isinstance(person, OuterRef) else person
    sits = Appointment.objects.on(day).filter(person=inner, post=OuterRef("post"))
    member = seats.filter(Exists(sits))
    return Q(Exists(own)) & Q(Exists(member))
