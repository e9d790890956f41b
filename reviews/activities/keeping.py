"""Keeping the kinds of activities: a unit adds its own and lets them rest; none is changed."""

from django.db import IntegrityError, transaction

from registry.trail.recording import record
from reviews.refusals import Refused

from .models import ActivityKind

ALREADY = "已有这个名称的类型，不用再加一个。"


@transaction.atomic
def add_kind(*, unit, name, grades, by):
    if ActivityKind.objects.filter(name=name, unit__isnull=True).exists():
        raise Refused(ALREADY)
    try:
        with transaction.atomic():
            kind = ActivityKind.objects.create(
                unit=unit, name=name, grades=grades, order=unit.activity_kinds.count() + 1
            )
    except IntegrityError as refusal:
        raise Refused(ALREADY) from refusal
    record(by=by, action="activity_kind.added", unit=unit, target=kind)
    return kind


@transaction.atomic
def offer_kind(*, kind, offered, by):
    """Offer it for new activities or no longer; activities that were of it stay so."""
    if ActivityKind.objects.filter(pk=kind.pk).exclude(offered=offered).update(offered=offered):
        record(by=by, action="activity_kind.changed", unit=kind.unit, target=kind)
