"""Publications: what is confirmed becomes a frozen, numbered, digested copy in an edition.

What is published never changes: a new version supersedes it, or it is withdrawn at once.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from powers.models import LISTS, Power, PowerVersion
from powers.tables import public_content
from registry.organisation.models import Unit
from registry.papers.digest import digest_of
from registry.papers.models import Paper, PaperKind, PaperState
from registry.papers.numbering import next_number
from registry.search import index_text, initials_text
from registry.trail.recording import record
from risks.models import PointVersion
from risks.tables import point_contents, without_after

from . import actions, exporting, workflow
from .disclosure import CODES, disclosed
from .editions import point_versions, visibilities
from .models import PersonalDataAnswer, Publication, PublicationRow
from .personal_data import found_in
from .refusals import NotAllowed, NotReady

Edition = Publication.Edition
KIND_CODES = {
    Publication.Kind.CATALOGUE: "PCAT",
    Publication.Kind.DIRECTORY: "PDIR",
    Publication.Kind.PUBLICITY: "PUB",
    Publication.Kind.COMMITMENTS: "PCOM",
}
NAMES = ("name", "power", "unit", "exercising_body")
UNNAMED_POWER = "（内部职权）"


@dataclass(frozen=True)
class Entry:
    """One row to be published: its unit, its source version, what readers will see."""

    unit_id: int
    content: dict
    point_version: PointVersion | None = None
    power_version: PowerVersion | None = None


@dataclass(frozen=True)
class LeftOut:
    """Rows an edition does not carry, why, and how many."""

    reason: str
    count: int


def entries_of(paper, edition):
    """What a confirmed paper shows in an edition, before anything is written (预览)."""
    if paper.kind == PaperKind.CATALOGUE:
        return _power_entries(paper, edition)
    terms = {"names": paper.programme.names, "scale": paper.programme.scale}
    return point_entries([paper.current], edition, **terms)


def left_out_of(paper, edition):
    """The rows of a paper that an edition leaves out, counted by reason."""
    versions = PowerVersion if paper.kind == PaperKind.CATALOGUE else PointVersion
    rows = (
        versions.objects.filter(lines__revision=paper.current)
        .exclude(struck=False, visibility__in=visibilities(edition))
        .values_list("struck", "visibility", "ground")
        .annotate(count=Count("pk"))
        .order_by("struck", "visibility", "ground")
    )
    found = [LeftOut(_reason(*row), count) for *row, count in rows]
    return [*found, *_closed_since(paper, edition)]


def _closed_since(paper, edition):
    """Rows of a directory that the register has struck or closed since they were compiled."""
    if paper.kind != PaperKind.DIRECTORY:
        return
    offered = PointVersion.objects.filter(
        lines__revision=paper.current, struck=False, visibility__in=visibilities(edition)
    )
    if count := offered.exclude(pk__in=point_versions([paper.current], edition)).count():
        yield LeftOut("目录编制之后，台账里已取消或不再公开", count)


def _reason(struck, visibility, ground):
    if struck:
        return "本年度取消（销号）"
    return f"不公开：{ground}" if visibility == "withheld" else "只在单位内部公开"


def _power_entries(paper, edition):
    lines = (
        paper.current.power_lines.filter(
            version__struck=False, version__visibility__in=visibilities(edition)
        )
        .select_related("version__power")
        .prefetch_related(*(f"version__{path}" for path in LISTS))
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


def point_entries(revisions, edition, *, names, scale=None):
    """Rows of forms or of a directory for an edition, numbered from 1 through all of them.

    `scale` is that of the unit which compiles them; None: levels as their own unit says them.
    """
    versions = list(
        point_versions(revisions, edition)
        .select_related(
            "point__unit", "point__section", "point__post__section", "level", "step", "duty"
        )
        .prefetch_related("measures")
        .order_by("lines__revision__paper_id", "lines__position")
    )
    contents = point_contents(versions, timezone.localdate(), names, scale)
    if edition == Edition.PUBLIC:  # the seven columns [0], no more (ADR 0020)
        contents = list(map(without_after, contents))
    hidden = _unshown_powers({_power_id(version) for version in versions} - {None}, edition)
    return [
        Entry(
            unit_id=version.point.unit_id,
            content=_without(content, version, hidden) | {"serial": serial},
            point_version=version,
        )
        for serial, (version, content) in enumerate(zip(versions, contents, strict=True), start=1)
    ]


def _power_id(version):
    return version.step.power_id if version.step_id else version.power_id


def _unshown_powers(power_ids, edition):
    """Powers that this edition of a catalogue would not show: a directory must not name them."""
    shown = Power.objects.filter(
        pk__in=power_ids, in_force__struck=False, in_force__visibility__in=visibilities(edition)
    )
    return power_ids - set(shown.values_list("pk", flat=True))


def _without(content, version, hidden_powers):
    if _power_id(version) not in hidden_powers:
        return content
    return content | {"power": UNNAMED_POWER, "step": ""}


@transaction.atomic
def publish(*, paper, edition, by, answers=None):
    """Publish a confirmed catalogue or directory in one edition; supersedes the one before.

    Asked twice it publishes once. The paper must be the latest confirmed of its kind. `answers`
    say what becomes of personal data (`disclosure`); before the public none may be missing.
    """
    paper = workflow.lock(paper)
    if actions.find(paper, by, timezone.localdate(), "publish") is None:
        raise NotAllowed(paper, "发布由防控办在办件生效之后进行。")
    _one_at_a_time(paper.unit_id)
    earlier = published(paper, edition)
    if earlier:
        return earlier
    if newer := newer_than(paper):
        raise NotAllowed(paper, f"这份办件之后已有更新的一份生效（{newer.number}），请发布那一份。")
    publication = draft_of(paper, edition)
    publication.by = by
    return freeze_publication(publication, entries_of(paper, edition), answers or {})


def _one_at_a_time(unit_id):
    """Two papers of one unit published at once would both replace the same publication."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit_id)


def draft_of(paper, edition):
    """The publication this paper would become, unsaved: title, range, what it replaces."""
    kind = Publication.Kind(paper.kind)
    below = "及所属单位" if paper.covers == Paper.Covers.SUBTREE else ""
    return Publication(
        unit=paper.unit,
        kind=kind,
        edition=edition,
        title=f"{paper.unit.name}{below}{kind.label}（{paper.programme.year} 年度）",
        year=paper.programme.year,
        paper=paper,
        covers=paper.covers,
        supersedes=_to_supersede(paper, edition),
    )


def published(paper, edition):
    """What this paper already published in the edition and did not withdraw."""
    return paper.publications.filter(edition=edition, withdrawn_at__isnull=True).first()


def newer_than(paper):
    """A paper of the same kind and range that was confirmed after this one."""
    same = Paper.objects.filter(
        unit=paper.unit, kind=paper.kind, covers=paper.covers, state=PaperState.CONFIRMED
    )
    return same.filter(confirmed_at__gt=paper.confirmed_at).order_by("-confirmed_at").first()


def _to_supersede(paper, edition):
    """The end of the row of publications this paper's would continue; it may be withdrawn."""
    same = Publication.objects.filter(
        unit=paper.unit, kind=paper.kind, edition=edition, covers=paper.covers
    )
    return same.filter(superseded_by__isnull=True).order_by("-at", "-pk").first()


def freeze_publication(publication, entries, answers):
    """Number, digest and write a publication with its rows; call inside a transaction.

    NotReady where there are no rows, or personal data that nobody answered for.
    """
    if not entries:
        raise NotReady(["这个版别没有可以公开的内容：没有一行的公开范围包含它。"])
    entries, answered = disclosed(entries, publication.edition, answers)
    digests = [digest_of(entry.content) for entry in entries]
    publication.number = next_number(
        unit=publication.unit, year=publication.year, kind=KIND_CODES[publication.kind]
    )
    publication.at = timezone.now()
    publication.head = exporting.frozen_head(publication, [e.content for e in entries])
    publication.row_count = len(entries)
    publication.digest = _digest(publication, digests)
    publication.save()
    PublicationRow.objects.bulk_create(_rows(publication, entries, digests), batch_size=1000)
    said = {"by": publication.by, "unit": publication.unit, "target": publication}
    record(action="publication.published", **said)
    if answered:
        _keep(publication, answered)
        record(action="publication.personal_data", **said)
    return publication


def _keep(publication, answered):
    for answer in answered:
        answer.publication = publication
    PersonalDataAnswer.objects.bulk_create(answered, batch_size=1000)


def _rows(publication, entries, digests):
    for position, (entry, digest) in enumerate(zip(entries, digests, strict=True), start=1):
        yield PublicationRow(
            publication=publication,
            position=position,
            unit_id=entry.unit_id,
            point_version=entry.point_version,
            power_version=entry.power_version,
            content=entry.content,
            search=index_text(*_words(entry.content)),
            initials=initials_text(*names_in(entry.content)),
            digest=digest,
        )


def _words(content):
    """What a reader may look for: the texts of a row, not its codes and numbers."""
    for key, value in content.items():
        if key not in CODES and isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from value


def names_in(content):
    """The names of a row that readers may also look for by the initials of their pinyin."""
    return [content[key] for key in NAMES if isinstance(content.get(key), str)]


def _digest(publication, row_digests):
    return digest_of([publication.number, publication.title, publication.head, row_digests])


@transaction.atomic
def withdraw(*, publication, by, why):
    """Take a publication back at once; the earlier version does not return by itself.

    A publicity has its days: it is ended or its rows are reopened, never withdrawn.
    """
    if publication.kind == Publication.Kind.PUBLICITY:
        raise NotAllowed(publication.paper, "公示件不撤回。要改的条目，请在公示一页按意见重开。")
    publication.refresh_from_db()
    if publication.withdrawn_at:
        return publication
    if not may_withdraw(publication, by):
        raise NotAllowed(publication.paper, "撤回由本单位或上级防控办办理。")
    if not why.strip():
        raise NotReady(["请写明撤回的理由，它会显示在公开页面上。"])
    if found := found_in(why):
        kinds = "、".join(dict.fromkeys(each.kind.label for each in found))
        raise NotReady([f"撤回理由会显示在公开页面上，请先去掉里面的{kinds}。"])
    done = Publication.objects.filter(pk=publication.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_why=why.strip()
    )
    if done:
        record(by=by, action="publication.withdrawn", unit=publication.unit, target=publication)
    publication.refresh_from_db()
    return publication


def may_withdraw(publication, person):
    """Whether this person's office answers for the publication, and it can be withdrawn at all."""
    if person is None or publication.withdrawn_at or publication.kind == Publication.Kind.PUBLICITY:
        return False
    return actions.office_of(publication, person, timezone.localdate())


def verify(publication):
    """Whether rows and head still give the printed digest; used by the check page."""
    rows = publication.rows.order_by("position").values_list("content", "digest")
    digests = [digest_of(content) for content, _ in rows]
    unchanged = digests == [stored for _, stored in rows]
    return unchanged and publication.digest == _digest(publication, digests)
