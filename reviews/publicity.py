"""Publicity (公示): the unit's cleared papers together, shown for a set number of working days."""

import logging

from django.db import transaction
from django.utils import timezone

from registry.organisation.working_days import add_working_days
from registry.trail.recording import record

from . import actions, opinions, workflow
from .models import Publication, PublicityPaper
from .publication import freeze_publication, point_entries
from .refusals import NotReady, Refused

logger = logging.getLogger(__name__)


@transaction.atomic
def open_publicity(*, papers, by, answers=None):
    """Show these cleared papers of one unit and year; the days come from the programme.

    `answers` say what becomes of personal data (`disclosure`).
    """
    papers = list(papers)
    _require_one_batch(papers)
    papers = [workflow.enter_publicity(paper=paper, by=by) for paper in papers]
    programme = papers[0].programme
    today = timezone.localdate()
    publication = Publication(
        unit=papers[0].unit,
        kind=Publication.Kind.PUBLICITY,
        edition=programme.publicity_range,
        title=f"{papers[0].unit.name}廉政风险点公示（{programme.year} 年度）",
        year=programme.year,
        by=by,
        ends_on=add_working_days(today, programme.publicity_days),
    )
    revisions = [paper.current for paper in papers]
    publication = freeze_publication(publication, entries_of(papers), answers or {})
    PublicityPaper.objects.bulk_create(
        PublicityPaper(publication=publication, revision=revision) for revision in revisions
    )
    record(by=by, action="publicity.opened", unit=publication.unit, target=publication)
    return publication


def _require_one_batch(papers):
    if not papers:
        raise NotReady(["请先勾选要公示的表。"])
    if len({(paper.unit_id, paper.programme_id) for paper in papers}) > 1:
        raise NotReady(["一次公示只能包含同一单位、同一年度的表。"])


def entries_of(papers):
    """What a publicity of these papers of one unit and year shows, before anything is written."""
    papers = list(papers)
    _require_one_batch(papers)
    programme = papers[0].programme
    revisions = [paper.current for paper in papers]
    return point_entries(revisions, programme.publicity_range, names=programme.names)


@transaction.atomic
def close_publicity(*, publication, by, day=None):
    """When the last day is over: papers without objection go on to confirmation.

    `by` None is the scheduler. Closing twice has one effect. Refused while an opinion waits for
    its answer: the publication is locked, so that none comes in meanwhile.
    """
    day = day or timezone.localdate()
    if publication.ends_on >= day:
        raise NotReady([f"公示到 {publication.ends_on:%Y年%m月%d日} 才结束，请届时再办。"])
    if by is not None and not actions.office_of(publication, by, day):
        raise NotReady(["公示由防控办结束。"])
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=publication.pk)
    opinions.check_all_answered(publication)
    closed = Publication.objects.filter(pk=publication.pk, closed_at__isnull=True).update(
        closed_at=timezone.now()
    )
    if not closed:
        return
    for entry in publication.publicity_papers.filter(outcome="").select_related("revision__paper"):
        workflow.leave_publicity(paper=entry.revision.paper)
    publication.publicity_papers.filter(outcome="").update(outcome=PublicityPaper.Outcome.STANDS)
    record(by=by, action="publicity.closed", unit=publication.unit, target=publication)


def close_all_due(day):
    """The scheduler's duty; one that cannot be closed does not hold up the others."""
    due = Publication.objects.filter(
        kind=Publication.Kind.PUBLICITY, closed_at__isnull=True, ends_on__lt=day
    )
    for publication in due.order_by("pk"):
        try:
            close_publicity(publication=publication, by=None, day=day)
        except Refused:
            logger.exception("publicity %s was not closed", publication.number)
