"""Who may see a paper and a publication (design §4), as conditions on the query.

Drafts: whoever fills them in. In review: also whose seat is or was in the chain, and the own
prevention and discipline office. In force: also the readers of the register.
"""

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Appointment, Mandate, Seat
from registry.papers.models import Paper, PaperKind, PaperState

from . import chain, filing, seats
from .models import Attendee, Decision, Publication, Step

OFFICES = (Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE, Seat.PRINCIPAL)
CATALOGUE_FILLERS = (Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE)
DIRECTORY_FILLERS = (Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)


def papers_visible_to(person):
    """Papers this person may open; of a draft handed back, others see the last revision."""
    if person is None:
        return Paper.objects.none()
    reach = reach_of(person)
    handed_in = ~Q(state=PaperState.DRAFT) | Q(number__isnull=False)
    condition = (
        _own(person, reach)
        | _fills(reach)
        | _chain(person, reach)
        | (handed_in & Q(unit__in=reach.units_of(*OFFICES)))
        | (handed_in & _without_office(reach))
        | (Q(state=PaperState.CONFIRMED) & reach.register_q())
    )
    return Paper.objects.filter(condition)


def _own(person, reach):
    return Q(holder=person) | Q(holder__isnull=True, post__in=reach.post_ids)


def _fills(reach):
    keeper = reach.units_of(Seat.INFORMATION_KEEPER)
    return (
        Q(kind=PaperKind.CATALOGUE, unit__in=reach.units_of(*CATALOGUE_FILLERS))
        | Q(kind=PaperKind.DIRECTORY, unit__in=reach.units_of(*DIRECTORY_FILLERS))
        | (Q(kind=PaperKind.STAFF_FORM, unit__in=keeper) & ~Exists(_holders_with_account()))
    )


def _holders_with_account():
    """People with an account whose form the outer paper is."""
    today = timezone.localdate()
    return Appointment.objects.on(today).filter(
        Q(person=OuterRef("holder")) | Q(post=OuterRef("post")) & Q(post__forms="one"),
        person__account__is_active=True,
    )


def _chain(person, reach):
    """A step for one of the person's seats (also where it may fall to them), or a signature."""
    mine = Q(person=person)
    for mandate in reach.mandates:
        for wanted in {seat for seat, _, _ in chain.reaches(mandate.seat)}:
            match = Q(seat=wanted, unit=mandate.unit_id)
            if mandate.section_id:
                match &= Q(section=mandate.section_id)
            mine |= match
    steps = Step.objects.filter(mine, paper=OuterRef("pk"))
    signed = Decision.objects.filter(step__paper=OuterRef("pk"), person=person)
    sat = Attendee.objects.filter(
        person=person, present=True, meeting__decisions__step__paper=OuterRef("pk")
    )
    return Q(Exists(steps)) | Q(Exists(signed)) | Q(Exists(sat))


def _without_office(reach):
    """Units below without a prevention office of their own are looked after from above."""
    condition = Q(pk__in=[])
    for mandate in reach.mandates:
        if mandate.seat == Seat.PREVENTION_OFFICE:
            condition |= Q(unit__path__startswith=mandate.unit.path)
    own_office = Mandate.objects.on(timezone.localdate()).filter(
        unit=OuterRef("unit"), seat=Seat.PREVENTION_OFFICE
    )
    return condition & ~Exists(own_office)


def readable_revision(paper, person):
    """The draft for whoever fills it in; for everybody else the revision last handed in."""
    current = paper.current
    if not current.is_open or filing.may_fill(paper, person, timezone.localdate()):
        return current
    return paper.revisions.filter(submitted_at__isnull=False).order_by("-no").first()


def inbox_of(person):
    """Open steps this person can take, the most urgent first."""
    return (
        seats.steps_of(person, timezone.localdate())
        .select_related("paper__unit", "paper__post", "paper__section", "paper__programme")
        .order_by("due_on", "pk")
        .distinct()
    )


def publications_visible_to(person):
    """Inside: public editions of every unit, inside editions of own units and those above.

    Offices and leaders of a superior read the inside editions of everything under them.
    """
    public = Q(edition=Publication.Edition.PUBLIC)
    if person is None:
        return Publication.objects.filter(public, withdrawn_at__isnull=True)
    reach = reach_of(person)
    codes = person.unit.path.strip("/").split("/")
    inside = Q(unit__code__in=codes) & Q(covers=Paper.Covers.SUBTREE) | Q(unit=person.unit_id)
    if not reach.takes_part:
        inside = Q(pk__in=[])
    return Publication.objects.filter(public | inside | reach.units_q())


def is_overdue(step, day):
    return step.due_on < day


def progress_of(papers):
    """Counts by state, for offices and leaders: {state: number}, one query."""
    rows = papers.order_by().values_list("state").annotate(number=Count("pk"))
    return dict(rows)
