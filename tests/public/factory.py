"""Publications made directly, without the way of a paper: what the public site reads."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from reviews.models import Publication
from reviews.publication import Entry, freeze_publication

Kind, Edition = Publication.Kind, Publication.Edition


def power_content(name="学生学籍变动审核", **changes):
    return {
        "side": "外部职权",
        "name": name,
        "kind": "行政确认",
        "exercising_body": "和平区第一中学",
        "sections": ["教务处"],
        "bases": ["《中小学生学籍管理办法》第三章"],
        "handling_body": "教务处",
        "time_limit": "五个工作日",
        "supervision_channel": "校长信箱",
        "content": "对转入、转出、休学、复学的学生办理学籍变动手续",
        "conditions": "材料齐全、监护人签字",
        "procedure": "受理、核对、决定、归档",
        "steps": ["受理", "核对", "决定", "归档"],
        **changes,
    }


def point_content(
    risk="因材料由一人收、一人审，导致放宽接收条件，造成其他学生失去公平机会。", **changes
):
    return {
        "unit": "和平区第一中学",
        "unit_code": "LARGE",
        "power": "学生学籍变动审核",
        "step": "核对",
        "risk": risk,
        "level": "一级(高)",
        "level_rank": 3,
        "level_colour": "red",
        "section": "教务处",
        "responsible": "教务主任",
        "measures": ["1. 收件和审核由两人分别办理", "2. 每季度由分管校长抽查一次"],
        "leader": "教学副校长",
        **changes,
    }


def publish(cast, kind, contents, *, unit=None, edition=Edition.PUBLIC, **fields):
    """Freeze contents as a publication of the unit; rows belong to the unit or to `units`."""
    unit = unit or cast.school_large
    units = fields.pop("units", [unit] * len(contents))
    before = Publication.objects.filter(
        unit=unit, kind=kind, edition=edition, superseded_by__isnull=True
    ).order_by("-pk")
    if kind != Kind.PUBLICITY:
        fields.setdefault("supersedes", before.first())
    else:
        fields.setdefault("ends_on", timezone.localdate() + timedelta(days=5))
    publication = Publication(
        unit=unit,
        kind=kind,
        edition=edition,
        title=fields.pop("title", f"{unit.name}{Kind(kind).label}（{cast.year} 年度）"),
        year=cast.year,
        by=cast.people.school_office,
        **fields,
    )
    entries = [
        Entry(unit_id=owner.pk, content={**content, "serial": serial})
        for serial, (owner, content) in enumerate(zip(units, contents, strict=True), start=1)
    ]
    with transaction.atomic():
        return freeze_publication(publication, entries, {})


def catalogue(cast, *names, **fields):
    contents = [power_content(name) for name in names or ["学生学籍变动审核"]]
    return publish(cast, Kind.CATALOGUE, contents, **fields)


def directory(cast, *risks, **fields):
    contents = [point_content(risk) for risk in risks or ["放宽接收条件"]]
    return publish(cast, Kind.DIRECTORY, contents, **fields)


def directory_of(cast, contents, **fields):
    return publish(cast, Kind.DIRECTORY, contents, **fields)


def publicity(cast, *risks, **fields):
    contents = [point_content(risk) for risk in risks or ["放宽接收条件"]]
    return publish(cast, Kind.PUBLICITY, contents, **fields)


def withdrawn(publication, cast, why="内容有误"):
    Publication.objects.filter(pk=publication.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=cast.people.school_office, withdrawn_why=why
    )
    publication.refresh_from_db()
    return publication
