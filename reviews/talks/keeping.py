"""Keeping the kinds of talks: a unit adds its own and lets them rest; none in use is changed."""

from django.db import IntegrityError, transaction

from registry.trail.recording import record
from reviews.refusals import Refused

from .models import TalkKind

ALREADY = "已有这个名称的类型，不用再加一个。"


@transaction.atomic
def add_kind(*, unit, name, held_by, counting, by):
    if TalkKind.objects.filter(name=name, unit__isnull=True).exists():
        raise Refused(ALREADY)
    try:
        with transaction.atomic():
            kind = TalkKind.objects.create(
                unit=unit,
                name=name,
                held_by=held_by,
                counts=counting == "counts",
                is_confidential=counting == "confidential",
                order=unit.talk_kinds.count() + 1,
            )
    except IntegrityError as refusal:
        raise Refused(ALREADY) from refusal
    record(by=by, action="talk_kind.added", unit=unit, target=kind)
    return kind


@transaction.atomic
def offer_kind(*, kind, offered, by):
    """Offer it for new talks or no longer; talks that were of it stay so."""
    if TalkKind.objects.filter(pk=kind.pk).exclude(offered=offered).update(offered=offered):
        record(by=by, action="talk_kind.changed", unit=kind.unit, target=kind)
