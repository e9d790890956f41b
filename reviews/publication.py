"""Publications: what is confirmed becomes a frozen, numbered, digested copy in an edition.

What is published never changes: a new version supersedes it, or it is withdrawn at once.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from powers.tables import public_content
from registry.search import index_text
from risks.tables import point_contents

from powers.models import PowerVersion
from registry.papers.digest import digest_of
from registry.papers.models import PaperKind, PaperState
from registry.papers.numbering import next_number
from registry.trail.recording import record
from risks.models import PointVersion

from . import actions, workflow
from .models import Publication, PublicationRow
from .refusals import NotAllowed, NotReady

Edition = Publication.Edition
KIND_CODES = {
    Publication.Kind.CATALOGUE: "PCAT",
    Publication.Kind.DIRECTORY: "PDIR",
    Publication.Kind.PUBLICITY: "PUB",
}


@dataclass(frozen=True)
class Entry:
    """One row to be published: its unit, its source version, what readers will see."""

    unit_id: int
    content: dict
    point_version: PointVersion | None = None
    power_version: PowerVersion | None = None


def entries_of(paper, edition):
    """What a confirmed paper shows in an edition, before anything is written (预览)."""
    if paper.kind == PaperKind.CATALOGUE:
        return _power_entries(paper, edition)
    return point_entries(paper.current, edition, names=paper.programme.names)


def _shown(edition):
    """Visibilities an edition carries: the inside one shows the public rows too [4]."""
    return ("public",) if edition == Edition.PUBLIC else ("public", "inside")


def _power_entries(paper, edition):
    lines = (
        paper.current.power_lines.filter(
            version__struck=False, version__visibility__in=_shown(edition)
        )
        .select_related("version__power")
        .prefetch_related("version__bases", "version__undertakings__section", "version__nodes")
        .order_by("serial")
    )
    return [
        Entry(
            unit_id=paper.unit_id,
            content=public_content(line.version) | {"serial": serial},
            power_version=line.version,
        )
        for serial, line in enumerate(lines, start=1)
    ]


def point_entries(revision, edition, *, names):
    versions = list(
        PointVersion.objects.filter(
            lines__revision=revision, struck=False, visibility__in=_shown(edition)
        )
        .select_related("point__unit", "point__section", "point__post", "level")
        .order_by("lines__position")
    )
    contents = point_contents(versions, timezone.localdate(), names)
    return [
        Entry(
            unit_id=version.point.unit_id,
            content=content | {"serial": serial},
            point_version=version,
        )
        for serial, (version, content) in enumerate(zip(versions, contents, strict=True), start=1)
    ]


@transaction.atomic
def publish(*, paper, edition, by):
    """Publish a confirmed catalogue or directory in one edition; supersedes the one before."""
    paper = workflow.lock(paper)
    if actions.find(paper, by, timezone.localdate(), "publish") is None:
        raise NotAllowed(paper, "发布由防控办在办件生效之后进行。")
    if paper.state != PaperState.CONFIRMED:
        raise NotAllowed(paper)
    earlier = paper.publications.filter(edition=edition, withdrawn_at__isnull=True).first()
    if earlier:
        return earlier
    kind = Publication.Kind(paper.kind)
    publication = Publication(
        unit=paper.unit,
        kind=kind,
        edition=edition,
        title=f"{paper.unit.name}{kind.label}({paper.programme.year} 年度)",
        year=paper.programme.year,
        paper=paper,
        covers=paper.covers,
        supersedes=_standing(paper, kind, edition),
        by=by,
    )
    return freeze_publication(publication, entries_of(paper, edition))


def _standing(paper, kind, edition):
    same = Publication.objects.filter(
        unit=paper.unit, kind=kind, edition=edition, covers=paper.covers
    )
    return same.filter(superseded_by__isnull=True).order_by("-at").first()


def freeze_publication(publication, entries):
    """Number, digest and write a publication with its rows; call inside a transaction."""
    if not entries:
        raise NotReady(["这个版别没有可以公开的内容：没有一行的公开范围包含它。"])
    digests = [digest_of(entry.content) for entry in entries]
    publication.number = next_number(
        unit=publication.unit, year=publication.year, kind=KIND_CODES[publication.kind]
    )
    publication.at = timezone.now()
    publication.row_count = len(entries)
    publication.digest = digest_of([publication.number, publication.title, digests])
    publication.save()
    rows = (
        PublicationRow(
            publication=publication,
            position=position,
            unit_id=entry.unit_id,
            point_version=entry.point_version,
            power_version=entry.power_version,
            content=entry.content,
            search=index_text(*(str(value) for value in entry.content.values())),
            digest=digest,
        )
        for position, (entry, digest) in enumerate(zip(entries, digests, strict=True), start=1)
    )
    PublicationRow.objects.bulk_create(rows, batch_size=1000)
    record(
        by=publication.by,
        action="publication.published",
        unit=publication.unit,
        target=publication,
    )
    return publication


@transaction.atomic
def withdraw(*, publication, by, why):
    """Take a publication back at once; the earlier version does not return by itself."""
    if not may_withdraw(publication, by):
        raise NotAllowed(publication.paper, "撤回由本单位或上级防控办办理。")
    if not why.strip():
        raise NotReady(["请写明撤回的理由，它会显示在公开页面上。"])
    done = Publication.objects.filter(pk=publication.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_why=why.strip()
    )
    if done:
        record(by=by, action="publication.withdrawn", unit=publication.unit, target=publication)
    publication.refresh_from_db()
    return publication


def may_withdraw(publication, person):
    return actions.office_of(publication, person, timezone.localdate())


def verify(publication):
    """Whether rows and head still give the printed digest; used by the check page."""
    rows = publication.rows.order_by("position").values_list("content", "digest")
    digests = [digest_of(content) for content, _ in rows]
    return digests == [stored for _, stored in rows] and publication.digest == digest_of(
        [publication.number, publication.title, digests]
    )
