"""What changed in the published lists, newest first: for the feed of the public site.

A version published, one withdrawn, a correction notice. Read from what is public alone.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Coalesce
from django.urls import reverse

from . import correcting, versions
from .models import Publication

Kind = Publication.Kind
LISTS = (Kind.CATALOGUE, Kind.DIRECTORY)
MOST = 20
MOST_NAMED = 10
WHERE_FROM = uuid.UUID("5b0b6a52-6d6c-4f0e-9a3b-0d9f4d7d3c11")  # of our names alone


@dataclass(frozen=True)
class Item:
    """One thing that became known: `lines` say what changed."""

    name: str
    at: datetime
    unit: str
    title: str
    address: str
    lines: tuple[str, ...] = ()

    @property
    def identity(self):
        """Its name in the feed."""
        return identity_of(self.name)


def identity_of(name):
    """The same for good, wherever the site stands."""
    return uuid.uuid5(WHERE_FROM, name).urn


@dataclass(frozen=True)
class Source:
    """What news are made of, read in two queries: enough to tell whether there are any."""

    publications: list
    corrections: list

    @property
    def stamp(self):
        """Changes when the news do."""
        for each in self.publications:
            before = each.supersedes
            yield f"{each.digest} {each.unit.name} {each.withdrawn_at}"
            yield f"{before and before.withdrawn_at}"
        for each in self.corrections:
            yield each.digest


def source_of(code=""):
    """Of all units, or of the one with this code."""
    unit = {"unit__code": code} if code else {}
    shown = Publication.objects.filter(edition=Publication.Edition.PUBLIC, kind__in=LISTS, **unit)
    notices = correcting.readable().filter(publication__kind__in=LISTS)
    notices = notices.filter(publication__unit__code=code) if code else notices
    latest = Coalesce("withdrawn_at", "at")
    return Source(
        list(shown.select_related("unit", "supersedes").order_by(latest.desc(), "-pk")[:MOST]),
        list(notices.order_by("-at", "-pk")[:MOST]),
    )


def news(source):
    """The latest `Item`s of a source, newest first; two queries more."""
    changes = versions.changes_of(source.publications)
    named = [place for found in changes.values() for place in found.places[:MOST_NAMED]]
    rows = dict(zip(named, versions.rows_at(named), strict=True))
    items = [
        *(_published(each, changes.get(each.pk), rows) for each in source.publications),
        *(_withdrawn(each) for each in source.publications if each.withdrawn_at),
        *(_corrected(each) for each in source.corrections),
    ]
    return sorted(items, key=lambda item: item.at, reverse=True)[:MOST]


def _published(publication, changes, rows):
    kind = publication.get_kind_display()
    first = publication.supersedes_id is None
    address, lines = reverse("public-withdrawn"), []
    if not publication.withdrawn_at:
        address = reverse(publication.public_page, args=[publication.number])
    if changes is not None:
        address = reverse("public-changes", args=[publication.number])
        lines.append(
            f"新增 {changes.added} 条，修改 {changes.changed} 条，删去 {changes.removed} 条。"
        )
        shown, causes = changes.places[:MOST_NAMED], versions.causes_in(publication)
        lines += [_said(rows[place], causes.get(place.of)) for place in shown]
        if left := changes.total - len(shown):
            lines.append(f"另外还有 {left} 条。")
    elif not publication.withdrawn_at:
        lines.append(f"共 {publication.row_count} 条。")
    return Item(
        f"published {publication.number}",
        publication.at,
        publication.unit.name,
        f"{publication.unit.name}公布{kind}{'' if first else '新的一版'}（{publication.number}）",
        address,
        tuple(lines),
    )


def _said(row, cause):
    return f"{row.label}：{row.heading}{f'（{cause}）' if cause else ''}"


def _withdrawn(publication):
    return Item(
        f"withdrawn {publication.number}",
        publication.withdrawn_at,
        publication.unit.name,
        f"{publication.unit.name}撤回{publication.get_kind_display()}（{publication.number}）",
        reverse("public-withdrawn"),
        (publication.withdrawn_why,),
    )


def _corrected(notice):
    unit = notice.publication.unit.name
    return Item(
        f"corrected {notice.number}",
        notice.at,
        unit,
        f"{unit}发布更正公告（{notice.number}）",
        reverse("public-corrections"),
        (f"{notice.sentence}。",),
    )
