"""Commitments before the people served: only as a publication, with names as the programme says."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Appointment, Programme, Unit
from registry.tables.text import chinese_date
from reviews import publication
from reviews.models import Publication
from reviews.printed_document import Heading, Letter, Paragraph, Signatures
from reviews.refusals import NotReady
from risks.responsibility import mask

from .models import Commitment

NOBODY = "本年度还没有人签署承诺，等签了再发布。"
Kind, Names = Publication.Kind, Programme.Names


def standing(unit, year, edition):
    """What was published last and still stands."""
    found = Publication.objects.standing().filter(
        unit=unit, year=year, kind=Kind.COMMITMENTS, edition=edition
    )
    return found.first()


def entries_of(unit, year):
    """Of everybody who signed and is still in that place, in the order of sections and posts."""
    programme = Programme.objects.in_use(unit.line, year)
    names = programme.names if programme else Names.POST
    there = Appointment.objects.on(timezone.localdate())
    signed = Commitment.objects.filter(unit=unit, year=year, appointment__in=there)
    signed = signed.order_by("appointment__post__section__order", "appointment__post", "pk")
    return [
        publication.Entry(unit_id=unit.pk, content=_content(serial, each, names))
        for serial, each in enumerate(signed, start=1)
    ]


def _content(serial, signed, names):
    shown = {Names.FULL: signed.name, Names.MASKED: mask(signed.name), Names.POST: ""}[names]
    return {
        "serial": serial,
        "section": signed.section_name,
        "post": signed.post_name,
        "name": shown,
        "text": signed.said,
        "signed_on": timezone.localdate(signed.signed_at).isoformat(),
    }


@transaction.atomic
def publish(*, unit, year, edition, by, answers=None):
    """A new version of the year's commitments; it replaces the one before.

    Asked again for the same rows it answers with what stands.
    """
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    entries = entries_of(unit, year)
    if not entries:
        raise NotReady([NOBODY])
    before = standing(unit, year, edition)
    if before and _rows(before) == [entry.content for entry in entries]:
        return before
    draft = Publication(
        unit=unit,
        kind=Kind.COMMITMENTS,
        edition=edition,
        title=f"{unit.name}廉政承诺（{year} 年度）",
        year=year,
        supersedes=_end_of_row(unit, year, edition),
        by=by,
    )
    return publication.freeze_publication(draft, entries, answers or {})


def _rows(published):
    return list(published.rows.order_by("position").values_list("content", flat=True))


def _end_of_row(unit, year, edition):
    """The last one, withdrawn or not: a new version continues the row."""
    same = Publication.objects.filter(
        unit=unit, year=year, kind=Kind.COMMITMENTS, edition=edition, superseded_by__isnull=True
    )
    return same.order_by("-at", "-pk").first()


def poster_of(published):
    """One sheet for the gate: what was published and the code that leads to it."""
    site = settings.PUBLIC_SITE.get("url", "").rstrip("/")
    page = reverse(published.public_page, args=[published.number])
    parts = [
        Paragraph(
            f"{published.unit.name}{published.year}年度共有{published.row_count}个岗位签署廉政承诺，"
            "现向学生、家长和社会公开，请大家监督。"
        ),
        Heading("怎样看"),
        Paragraph(
            "用手机扫左下方的二维码，查看每个岗位承诺了什么。" if site else _by_number(published)
        ),
        Heading("怎样核对"),
        Paragraph(f"在公开网站“核对真伪”一页输入编号{published.number}。"),
        Signatures([], published.unit.name, chinese_date(timezone.localdate(published.at))),
    ]
    return Letter(
        title="廉政承诺",
        parts=parts,
        number=published.number,
        proof=["扫码查看"] if site else [],
        check_url=f"{site}{page}" if site else "",
    )


def _by_number(published):
    return f"打开本单位的廉政风险防控公开网站，在“核对真伪”里输入编号{published.number}。"
