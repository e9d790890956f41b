"""Who may see a paper and a publication (design §4), as conditions on the query.

Drafts: whoever fills them in. In review: also whose seat is or was in the chain, and the own
prevention and discipline office. In force: also the readers of the register.
"""

from django.db.models import Count, Exists, OuterRef, Q
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
    reach = reach_of(person)
    handed_in = Q(number__isnull=False)
    condition = (
        filled_in_by(person)
        | _chain(person, reach)
        | (handed_in & Q(unit__in=reach.units_of(*OFFICES)))
        | (handed_in & (offices.managed(reach) | offices.recorded(reach)))
        | (Q(state=PaperState.CONFIRMED) & reach.register_q())
    )
    return Paper.objects.filter(condition)


def filled_in_by(person):
    """Papers this person may fill in: `filing.may_fill` as a condition."""
    reach = reach_of(person)
    keeper, prevention, discipline = (reach.units_of(seat) for seat in FILLERS)
    compiler = Q(programme__directory_compiler=Seat.DISCIPLINE_OFFICE, unit__in=discipline)
    condition = (
        Q(holder=person)
        | Q(holder__isnull=True, post__in=reach.post_ids) & ~KEPT_BY_HEAD
        | Q(kind=PaperKind.CATALOGUE, unit__in=keeper | prevention)
        | Q(kind=PaperKind.DIRECTORY) & (Q(unit__in=prevention) | compiler)
        | KEPT_BY_HEAD & Q(section__in=reach.headed_sections)
        | Q(kind=PaperKind.UNIT_SHEET, unit__in=prevention)
    )
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
    steps = Step.objects.filter(mine, paper=OuterRef("pk"))
    signed = Decision.objects.filter(step__paper=OuterRef("pk"), person=person)
    sat = Attendee.objects.filter(
        person=person, present=True, meeting__decisions__step__paper=OuterRef("pk")
    )
    return Q(Exists(steps)) | Q(Exists(signed)) | Q(Exists(sat))


def readable_revision(paper, person):
    """The draft for whoever fills it in; for everybody else the revision last handed in."""
    current = paper.current
    if not current.is_open or filing.may_fill(paper, person, timezone.localdate()):
        return current
    return paper.revisions.filter(submitted_at__isnull=False).order_by("-no").first()


def readable_attachments(paper, revision):
    """What is attached to a paper, for somebody who may read this revision of it.

    Whoever reads what was handed in sees neither the table that was imported into the draft since
    nor the files that were put into it.
    """
    attached = paper.attachments.select_related("file", "added_by")
    if revision.is_open or not paper.current.is_open:
        return attached
    enclosed = Enclosure.objects.filter(
        attachment=OuterRef("pk"), revision__submitted_at__isnull=False
    )
    attached = attached.filter(~Q(kind=Attachment.Kind.SUPPORT) | Exists(enclosed))
    return attached.exclude(kind=Attachment.Kind.ORIGINAL, added_at__gt=revision.submitted_at)


def inbox_of(person):
    """Open steps this person can take, the most urgent first."""
    return (
        waiting.steps_of(person, timezone.localdate())
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
