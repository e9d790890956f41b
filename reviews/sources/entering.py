"""Entering, changing, linking and withdrawing an entry: each under seal in the trail (ADR 0056).

No notice, no job, no entry in a unit's chain: outside the office that received it nothing tells.
"""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from registry.access.reach import reach_of
from registry.files.storing import TooLarge, check_text, clean_name, store
from registry.standing.keeping import lock_unit
from registry.trail.recording import record_sealed
from reviews.models import Triage
from reviews.overseen import OUT_OF_REACH, office_of
from reviews.refusals import Refused

from .models import TARGETS, Channel, Source, SourceEarlier, SourceFile, SourceLink, Weight

FACTS = ("unit", "channel", "weight", "text", "came_on")
LARGEST_FILE = 20 * 1024 * 1024
STORED_NAME = "附件"
NOT_YOURS = "风险信息由接收的纪检监察机构登记。"
OVER = "这条风险信息已经撤回，不能再改。"
OWN_POST = "涉及您自己的岗位，请由本机构的其他人登记和办理。"
NOT_A_REPORT = "只有分办为线索的来件可以转入风险信息。"


@transaction.atomic
def enter(*, facts, by, missive=None):
    """A new entry of the person's office, numbered within it."""
    office = office_of(by, facts["unit"])
    if office is None:
        raise Refused(OUT_OF_REACH)
    lock_unit(office)
    last = Source.objects.filter(office=office).aggregate(last=Max("number"))["last"] or 0
    source = Source.objects.create(
        office=office,
        number=last + 1,
        missive=missive,
        entered_by=by,
        entered_at=timezone.now(),
        **{name: facts[name] for name in FACTS},
    )
    record_sealed(by=by, action="source.entered", target=source)
    return source


def take_over(*, missive, by):
    """One click: a missive kept as a report becomes an entry; clicked twice it is the same one."""
    earlier = Source.objects.filter(missive=missive).first()
    if earlier is not None:
        return earlier
    triage = Triage.objects.filter(missive=missive, kept=Triage.Kept.REPORT).first()
    if triage is None:
        raise Refused(NOT_A_REPORT)
    facts = {
        "unit": missive.publication.unit,
        "channel": Channel.PUBLIC,
        "weight": Weight.LOW,
        "text": missive.text,
        "came_on": missive.received_on,
    }
    try:
        with transaction.atomic():
            return enter(facts=facts, by=by, missive=missive)
    except IntegrityError:  # clicked twice at the same moment
        return Source.objects.get(missive=missive)


def facts_of(source):
    """What a stamp covers."""
    return {
        "unit": source.unit_id,
        "channel": source.channel,
        "weight": source.weight,
        "text": source.text,
        "came_on": source.came_on.isoformat(),
        "counter": source.counter,
    }


@transaction.atomic
def change(*, source, facts, by):
    """New words; what it said before is kept beside it. The same again changes nothing."""
    source = locked(source)
    _require(source, by)
    if all(getattr(source, name) == facts[name] for name in FACTS):
        return source
    if office_of(by, facts["unit"]) != source.office:
        raise Refused(OUT_OF_REACH)
    before = {name: getattr(source, name) for name in FACTS}
    SourceEarlier.objects.create(
        source=source, no=source.counter, replaced_by=by, replaced_at=timezone.now(), **before
    )
    for name in FACTS:
        setattr(source, name, facts[name])
    source.counter += 1
    source.save(update_fields=[*FACTS, "counter"])
    record_sealed(by=by, action="source.changed", target=source)
    return source


@transaction.atomic
def withdraw(*, source, why, by):
    """Entered by mistake, or settled elsewhere: it counts nowhere any longer, and stays to read."""
    _require(source, by)
    standing = Source.objects.standing().filter(pk=source.pk)
    given = {"withdrawn_by": by, "withdrawn_at": timezone.now(), "withdrawn_why": why.strip()}
    if not why.strip():
        raise Refused("请写一句撤回的理由。")
    if standing.update(**given) != 1:
        raise Refused(OVER)
    record_sealed(by=by, action="source.withdrawn", target=source)


@transaction.atomic
def link(*, source, kind, target, by):
    """To a post, a power, a step or a point; linked already, it stays as it is."""
    if kind not in TARGETS:
        raise ValueError(kind)
    source = locked(source)
    _require(source, by)
    post = target.pk if kind == "post" else target.post_id if kind == "point" else None
    if post is not None and post in reach_of(by).post_ids:
        raise Refused(OWN_POST)
    if SourceLink.objects.standing().filter(source=source, **{kind: target}).exists():
        return
    SourceLink.objects.create(source=source, added_by=by, added_at=timezone.now(), **{kind: target})
    record_sealed(by=by, action="source.linked", target=source)


@transaction.atomic
def drop(*, found, by):
    """解除关联; a second click finds it dropped."""
    source = locked(found.source)
    _require(source, by)
    standing = SourceLink.objects.standing().filter(pk=found.pk)
    if standing.update(dropped_by=by, dropped_at=timezone.now()):
        record_sealed(by=by, action="source.unlinked", target=source)


@transaction.atomic
def attach(*, source, upload, by):
    """A file; the stored one has neither its name nor whoever sent it. Raises `FileRefused`."""
    source = locked(source)
    _require(source, by)
    if upload.size > LARGEST_FILE:
        raise TooLarge("文件超过 20 MB，请压缩或拆分后再上传。")
    content_type = check_text(upload, upload.name)
    stored = store(stream=upload, name=STORED_NAME, content_type=content_type, by=None)
    SourceFile.objects.create(
        source=source, file=stored, name=clean_name(upload.name), by=by, at=timezone.now()
    )
    record_sealed(by=by, action="source.attached", target=source)


@transaction.atomic
def note(action, *, source, by):
    """Who opened an entry, or took a file of it, is told under seal; no content."""
    record_sealed(by=by, action=f"source.{action}", target=source)


def locked(source):
    rows = Source.objects.select_for_update(of=("self",)).select_related("office", "unit")
    return rows.get(pk=source.pk)


def _require(source, by):
    if not Source.objects.visible_to(reach_of(by)).filter(pk=source.pk).exists():
        raise Refused(NOT_YOURS)
    if source.withdrawn_at is not None:
        raise Refused(OVER)
