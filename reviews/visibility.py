"""Who may see a paper and a publication (design §4), as conditions on the query.

Drafts: whoever fills them in. In review: also whose seat is or was in the chain, and the own
prevention and discipline office. In force: also the readers of the register.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Seat
from registry.papers.models import POST_FORMS, Attachment, Paper, PaperKind, PaperState
from risks.models import Enclosure

from . import chain, filing, offices, waiting
from .models import Attendee, Decision, Publication, Step
from .seats import KEPT_BY_HEAD

OFFICES = (Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE, Seat.PRINCIPAL)
FILLERS = (Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)


def papers_visible_to(person):
    """Papers this person may open; of a draft handed back, others see the last revision."""
    if person is None:
        return Paper.objects.none()
    return Paper.objects.filter(_in_reach(person) | _looked_after(person))


def visible_paper(person, pk):
    """One of `papers_visible_to`, or None.

    What opens most papers is asked first: the rest costs an office five times as much, and is
    asked only of papers of the units under it.
    """
    if person is None:
        return None
    paper = Paper.objects.filter(pk=pk).order_by()
    if not (paper.filter(_in_reach(person)).exists() or _is_looked_after(paper, person)):
        return None
    return paper.select_related("unit", "section", "post", "holder", "programme").first()


def _is_looked_after(paper, person):
    beneath = paper.filter(offices.beneath(reach_of(person)))
    return beneath.exists() and beneath.filter(_looked_after(person)).exists()


def _in_reach(person):
    """By an own part in it, a seat in its chain, an office of the unit, or the register."""
    reach = reach_of(person)
    over = reach.units_of(*OFFICES)
    left = Q(holder=person)  # who has left the post still reads what was handed in
    condition = filled_in_by(person) | left | _chain(person, reach)
    if over:
        condition |= Q(number__isnull=False, unit__in=over)
    return condition | Q(state=PaperState.CONFIRMED) & reach.register_q()


def _looked_after(person):
    """Handed in by a unit below that has nobody for what the person's office then does."""
    reach = reach_of(person)
    return Q(number__isnull=False) & (offices.managed(reach) | offices.recorded(reach))


def filled_in_by(person):
    """Papers this person may fill in: `filing.may_fill` as a condition."""
    reach = reach_of(person)
    keeper, prevention, discipline = (reach.units_of(seat) for seat in FILLERS)
    condition = Q(pk__in=[])
    if reach.post_ids:
        condition |= Q(holder=person, post__in=reach.post_ids)
        condition |= Q(holder__isnull=True, post__in=reach.post_ids) & ~KEPT_BY_HEAD
    if reach.headed_sections:
        condition |= KEPT_BY_HEAD & Q(section__in=reach.headed_sections)
    if prevention:
        condition |= Q(kind=PaperKind.DIRECTORY, unit__in=prevention)
        condition |= Q(kind=PaperKind.UNIT_SHEET) & offices.managed(reach)
    if discipline:
        compiler = Q(programme__directory_compiler=Seat.DISCIPLINE_OFFICE)
        condition |= Q(kind=PaperKind.DIRECTORY, unit__in=discipline) & compiler
    if keeper | prevention:
        condition |= Q(kind=PaperKind.CATALOGUE, unit__in=keeper | prevention)
    if keeper:
        for_others = offices.has_owner() & ~offices.has_owner_with_account()
        condition |= Q(kind__in=POST_FORMS, unit__in=keeper) & ~KEPT_BY_HEAD & for_others
        without_head = offices.has_head() & ~offices.has_head_with_account()
        condition |= KEPT_BY_HEAD & Q(unit__in=keeper) & without_head
    return condition


def _chain(person, reach):
    """A step for one of the person's seats (also where it may fall to them), or a signature."""
    mine = Q(person=person)
    for mandate in reach.mandates:
        for wanted in {seat for seat, _, _ in chain.reaches(mandate.seat)}:
            match = Q(seat=wanted, unit=mandate.unit_id)
            if mandate.section_id:
                match &= Q(section=mandate.section_id)
            mine |= match
    # Read once each, by the person and the seat; asked of every paper they took most of a list.
    steps = Step.objects.filter(mine).order_by().values("paper")
    signed = Decision.objects.filter(person=person).order_by().values("step__paper")
    sat = Attendee.objects.filter(person=person, present=True, meeting__decisions__isnull=False)
    sat = sat.order_by().values("meeting__decisions__step__paper")
    return Q(pk__in=steps) | Q(pk__in=signed) | Q(pk__in=sat)


def readable_revision(paper, person):
    """The draft for whoever fills it in; for everybody else the revision last handed in."""
    current = paper.current
    if not current.is_open or filing.may_fill(paper, person, timezone.localdate()):
        return current
    return paper.revisions.filter(submitted_at__isnull=False).order_by("-no").first()


def readable_attachments(paper, revision, person):
    """What is attached to a paper, for somebody who may read this revision of it.

    A table imported into forms holds rows of other posts as well: of those it is seen by whoever
    added it and by those who keep the tables of the unit. Whoever reads what was handed in
    sees neither the table that was imported into the draft since nor the files put into it.
    """
    attached = paper.attachments.select_related("file", "added_by")
    if paper.kind != PaperKind.CATALOGUE and paper.unit_id not in reach_of(person).units_of(
        Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE
    ):
        attached = attached.exclude(~Q(added_by=person), kind=Attachment.Kind.ORIGINAL)
    if revision.is_open or not paper.current.is_open:
        return attached
    enclosed = Enclosure.objects.filter(
        attachment=OuterRef("pk"), revision__submitted_at__isnull=False
    )
    attached = attached.filter(~Q(kind=Attachment.Kind.SUPPORT) | Exists(enclosed))
    return attached.exclude(kind=Attachment.Kind.ORIGINAL, added_at__gt=revision.submitted_at)


def inbox_of(person):
    """Open steps this person can take, the most urgent first."""
    told = ("unit", "post", "section", "programme", "holder")
    steps = waiting.steps_of(person, timezone.localdate())
    return steps.select_related(*(f"paper__{each}" for each in told)).order_by("due_on", "pk")


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
