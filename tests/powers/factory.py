"""Catalogue papers and powers for tests, made the way people make them."""

from django.utils import timezone

from powers import catalogue, editing
from registry.papers.digest import digest_of
from registry.papers.models import Paper, PaperKind, PaperState, Revision


def power_content(**changes):
    """Plain data of a row that keeps every rule once it has sections."""
    return {
        "name": "学生学籍变动审核",
        "side": "external",
        "kind": "confirmation",
        "exercising_body": "和平区第一中学",
        "handling_body": "教务处",
        "time_limit": "五个工作日",
        "supervision_channel": "校务公开栏",
        "content": "",
        "conditions": "",
        "procedure": "",
        "disposition": "keep",
        "visibility": "public",
        "ground": "",
        "bases": [{"law": "中小学生学籍管理办法", "article": "第三章"}],
        "sections": [],
        "steps": ["受理", "审核", "办结"],
        **changes,
    }


def make_catalogue(cast, *, unit=None, programme=None, whole=True):
    """A draft catalogue of the unit, begun from what is in force."""
    paper = Paper.objects.create(
        unit=unit or cast.school_large,
        kind=PaperKind.CATALOGUE,
        programme=programme or cast.programme,
        created_by=cast.people.school_office,
        whole=whole,
    )
    revision = Revision.objects.create(paper=paper)
    catalogue.begin(revision=revision)
    return paper, revision


def add(cast, paper, **changes):
    """A row with the teaching section unless the changes say otherwise."""
    content = power_content(sections=[cast.sections.teaching.pk])
    return editing.add_power(
        paper=paper, content={**content, **changes}, by=cast.people.school_office
    )


def submit(cast, revision):
    """What the workflow does at submission, as far as the content is concerned."""
    covered = catalogue.freeze(revision)
    Revision.objects.filter(pk=revision.pk).update(
        digest=digest_of(covered),
        submitted_at=timezone.now(),
        submitted_by=cast.people.school_office,
    )
    Paper.objects.filter(pk=revision.paper_id).update(
        state=PaperState.REVIEW, position=1, number=f"{revision.paper.unit.code}-{revision.pk}"
    )
    _refresh(revision)


def send_back(revision, *, open_ids=None):
    """A new draft revision after a return."""
    Paper.objects.filter(pk=revision.paper_id).update(state=PaperState.DRAFT, position=None)
    _refresh(revision)
    new = Revision.objects.create(paper=revision.paper, no=revision.no + 1)
    catalogue.carry(old=revision, new=new, open_ids=open_ids)
    return new


def confirm(cast, revision):
    """Submit if need be, put in force, and mark the paper confirmed."""
    if revision.submitted_at is None:
        submit(cast, revision)
    catalogue.put_in_force(revision)
    Paper.objects.filter(pk=revision.paper_id).update(
        state=PaperState.CONFIRMED,
        position=None,
        confirmed_at=timezone.now(),
        confirmed_by=cast.people.principal,
    )
    _refresh(revision)


def make_register(cast, *contents, unit=None, programme=None):
    """Confirmed powers of the unit, one for each mapping of changes; returns the paper."""
    paper, revision = make_catalogue(cast, unit=unit, programme=programme)
    for changes in contents:
        add(cast, paper, **changes)
    confirm(cast, revision)
    return paper


def _refresh(revision):
    revision.refresh_from_db()
    revision.paper.refresh_from_db()
