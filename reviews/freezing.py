"""Freezing a draft at submission: digests, who handed it in, and for whom."""

from django.utils import timezone

from powers.causes import stating
from powers.first_check import findings as first_check
from registry.papers.digest import digest_of
from registry.papers.models import Revision
from risks import findings

from . import filing
from .kinds import kind_of
from .refusals import NotReady


def check(paper, revision, filer, scan):
    """Raise `NotReady` with all that must be mended before the draft is handed in."""
    problems = list(kind_of(paper).content.problems(revision))
    if problems:
        raise NotReady(problems)
    if filer["entered_by"] and scan is None:
        raise NotReady(["代填的表请先上传本人签字的纸质表扫描件，再提交。"])


def freeze(paper, revision, filer):
    """Freeze the open revision; the same content by the same person makes no new revision.

    `filer` is what `filer_of` says.
    """
    content = kind_of(paper).content.freeze(revision)
    before = paper.revisions.filter(no=revision.no - 1).first()
    if before is not None and _says_the_same(before, revision, content, filer):
        _keep_what_was_open(before, revision)
        revision.delete()
        return
    Revision.objects.filter(pk=revision.pk, submitted_at__isnull=True).update(
        digest=_digest(paper, revision, content, filer), submitted_at=timezone.now(), **filer
    )
    revision.refresh_from_db()
    findings.freeze(revision)
    first_check.freeze(revision)
    stating.freeze(revision)


def filer_of(paper, by):
    """Who hands it in, as frozen and printed; where it is entered for somebody (代填), that one."""
    day = timezone.localdate()
    entered_for = filing.fills_for_another(paper, by, day)
    filer = filing.form_owners(paper, day)[0] if entered_for else by
    return {
        "submitted_by": filer,
        "entered_by": by if entered_for else None,
        "filer_name": filer.name,
        "filer_title": str(paper.post or filer.title or filer.unit),
    }


def _says_the_same(before, revision, content, filer):
    return (
        (before.submitted_by, before.entered_by) == (filer["submitted_by"], filer["entered_by"])
        and (before.grade, before.grade_why) == (revision.grade, revision.grade_why)
        and kind_of(before.paper).content.freeze(before) == content
    )


def _keep_what_was_open(before, revision):
    """The old revision runs again, but rows that were closed stay so when it is taken back."""
    lines_of = kind_of(before.paper).lines_of
    closed = set(lines_of(revision).filter(open=False).values_list("version", flat=True))
    lines_of(before).filter(version__in=closed).update(open=False)
    lines_of(before).exclude(version__in=closed).update(open=True)


def digest_again(revision, owner):
    """The digest that a frozen revision gives today, if its paper were about this owner."""
    content = kind_of(revision.paper).content.freeze(revision)
    filer = {"filer_name": revision.filer_name, "filer_title": revision.filer_title}
    return _digest(revision.paper, revision, content, filer, owner=owner)


def _digest(paper, revision, content, filer, *, owner=None):
    return digest_of(
        {
            "unit": paper.unit.code,
            "year": paper.programme.year,
            "kind": paper.kind,
            "owner": owner or paper.owner_name,
            "filer": [filer["filer_name"], filer["filer_title"]],
            "grade": [revision.grade, revision.grade_why],
            "rows": content,
        }
    )
