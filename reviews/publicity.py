"""Publicity (公示): the unit's cleared papers together, shown for a set number of working days."""

import logging

from django.db import transaction
from django.utils import timezone

from registry.organisation.working_days import add_working_days, days_between
from registry.tables.text import chinese_date
from registry.trail.recording import record

from . import actions, opinions, reopening, workflow
from .models import Publication, PublicityExtension, PublicityPaper
from .personal_data import found_in
from .publication import freeze_publication, point_entries
from .refusals import NotReady, Refused

logger = logging.getLogger(__name__)
LONGEST_EXTENSION = 60  # working days at a time: beyond that somebody mistyped


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
        ends_on=add_working_days(today, programme.publicity_days, papers[0].unit.path),
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


def with_days_left(publications, day):
    """These, each with the working days that it still runs after a day (`days_left`)."""
    publications = list(publications)
    spans = {each: (each.unit.path, day, each.ends_on) for each in publications}
    found = days_between(spans.values())
    for each, span in spans.items():
        each.days_left = found[span]
    return publications


def course_of(publication, day):
    """What every page of one says of its days: until when, how long still, what was added."""
    [publication] = with_days_left([publication], day)
    return {
        "ends_on": publication.ends_on,
        "days_left": publication.days_left if opinions.takes_opinions(publication, day) else None,
        "extensions": list(publication.extensions.all()),
    }


@transaction.atomic
def extend_publicity(*, publication, days, why, by, instead_of):
    """Let a running publicity stand so many working days longer; never shorter.

    `instead_of` is the last day that the office saw on its page: of two who press at once, or
    twice, one extends it. The publication is locked, so that it does not close meanwhile.
    """
    day = timezone.localdate()
    publication = opinions.locked(publication)
    earlier = publication.extensions.filter(instead_of=instead_of).first()
    if earlier is not None:
        return _same_or_refused(earlier, days, why, by)
    check_extension(publication, days, why, by, day)
    until = add_working_days(publication.ends_on, days, publication.unit.path)
    _move_end(publication, instead_of, until)
    made = PublicityExtension.objects.create(
        publication=publication,
        days=days,
        why=why.strip(),
        instead_of=instead_of,
        until=until,
        by=by,
        at=timezone.now(),
    )
    record(by=by, action="publicity.extended", unit=publication.unit, target=publication)
    return made


def _move_end(publication, instead_of, until):
    """Conditional update of the last day: refused if it is not the one that was seen."""
    running = Publication.objects.filter(
        pk=publication.pk, closed_at__isnull=True, ends_on=instead_of
    )
    if not running.update(ends_on=until):
        raise NotReady(["公示的截止日期刚刚有了变化，请看一看现在的日期，再决定要不要延长。"])


def _same_or_refused(earlier, days, why, by):
    if (earlier.days, earlier.why, earlier.by_id) == (days, why.strip(), by.pk):
        return earlier
    raise NotReady(
        [f"{earlier.by.name}已把这次公示延长到 {chinese_date(earlier.until)}，请先看一看。"]
    )


def check_extension(publication, days, why, by, day):
    """Raise `NotReady` for what cannot be extended like that; called with it locked."""
    if not actions.office_of(publication, by, day):
        raise NotReady(["公示由防控办延长。"])
    if not opinions.takes_opinions(publication, day):
        raise NotReady(["这次公示已经结束，不能再延长。需要时可以重新公示。"])
    if not 1 <= days <= LONGEST_EXTENSION:
        raise NotReady([f"一次可以延长 1 到 {LONGEST_EXTENSION} 个工作日；公示不能缩短。"])
    if not why.strip():
        raise NotReady(["请写一句延长的理由，它会显示在公示页面和公告上。"])
    if found := found_in(why):
        kinds = "、".join(dict.fromkeys(each.kind.label for each in found))
        raise NotReady([f"延长的理由会显示在公示页面上，请先去掉里面的{kinds}。"])


@transaction.atomic
def close_publicity(*, publication, by, day=None):
    """When the last day is over: papers without objection go on to confirmation.

    `by` None is the scheduler. Closing twice has one effect. Refused while an opinion waits for
    its answer, or an adopted one for its row to be reopened: the publication is locked, so that
    none comes in meanwhile, nor days are added.
    """
    day = day or timezone.localdate()
    if by is not None and not actions.office_of(publication, by, day):
        raise NotReady(["公示由防控办结束。"])
    publication = opinions.locked(publication)
    check_over(publication, day)
    opinions.check_all_answered(publication)
    reopening.check_all_reopened(publication)
    closed = Publication.objects.filter(pk=publication.pk, closed_at__isnull=True).update(
        closed_at=timezone.now()
    )
    if not closed:
        return
    for entry in publication.publicity_papers.filter(outcome="").select_related("revision__paper"):
        workflow.leave_publicity(paper=entry.revision.paper)
    publication.publicity_papers.filter(outcome="").update(outcome=PublicityPaper.Outcome.STANDS)
    record(by=by, action="publicity.closed", unit=publication.unit, target=publication)


def check_over(publication, day):
    """Raise `NotReady` until the last day has passed; called with the publication locked."""
    if publication.ends_on >= day:
        raise NotReady([f"公示到 {chinese_date(publication.ends_on)} 才结束，请届时再办。"])


def close_all_due(day):
    """The scheduler's duty; how many it closed. One that cannot be does not hold up the others."""
    closed = 0
    due = Publication.objects.filter(
        kind=Publication.Kind.PUBLICITY, closed_at__isnull=True, ends_on__lt=day
    )
    for publication in due.order_by("pk"):
        try:
            close_publicity(publication=publication, by=None, day=day)
            closed += 1
        except NotReady as refusal:  # it waits for the office, which is reminded each day
            logger.info("publicity %s waits: %s", publication.number, refusal.in_one_line)
        except Refused:
            logger.exception("publicity %s was not closed", publication.number)
    return closed
