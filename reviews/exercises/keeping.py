"""Keeping the list of registered powers: each change in one transaction with its trail entry."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.standing.keeping import Refused
from registry.trail.recording import record

from .models import RegisteredPower

FACTS = (
    "section",
    "power",
    "name",
    "matter",
    "threshold",
    "collective",
    "timing",
    "days",
    "window_days",
)
ALREADY = "本单位已有同名的登记事项。"
STOPPED = "这一项已经停止登记，不能再改。需要的话请重新添加。"


def facts_of(registered):
    """What a stamp covers, as plain data."""
    facts = {name: getattr(registered, name) for name in FACTS}
    plain = {name: facts[name].pk if facts[name] else None for name in ("section", "power")}
    threshold = None if facts["threshold"] is None else f"{facts['threshold']:.2f}"
    return {**facts, **plain, "threshold": threshold}


@transaction.atomic
def add(*, unit, facts, by):
    registered = RegisteredPower(unit=unit, added_by=by, added_at=timezone.now())
    _write(registered, facts)
    record(by=by, action="registered_power.added", unit=unit, target=registered)
    return registered


@transaction.atomic
def change(*, registered, facts, by):
    """From now on; what was entered before keeps the day by which it was due."""
    registered = _open(registered)
    _write(registered, facts)
    record(by=by, action="registered_power.changed", unit=registered.unit, target=registered)
    return registered


@transaction.atomic
def stop(*, registered, by):
    """Nothing more is entered; what was entered stays. Asked twice, it is stopped once."""
    stopped = RegisteredPower.objects.open().filter(pk=registered.pk)
    if stopped.update(stopped_at=timezone.now(), stopped_by=by):
        record(by=by, action="registered_power.stopped", unit=registered.unit, target=registered)


def _open(registered):
    rows = RegisteredPower.objects.open().select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(pk=registered.pk).first()
    if found is None:
        raise Refused(STOPPED)
    return found


def _write(registered, facts):
    """A section of another unit is refused in words; so is a name that is there, by constraint."""
    for name in FACTS:
        setattr(registered, name, facts[name])
    for name in ("section", "power"):
        thing = facts[name]
        if thing is not None and thing.unit_id != registered.unit_id:
            raise Refused("请选本单位的。", name)
    named = RegisteredPower.objects.open().filter(unit=registered.unit, name=registered.name)
    if named.exclude(pk=registered.pk).exists():
        raise Refused(ALREADY, "name")
    try:
        with transaction.atomic():
            registered.save()
    except IntegrityError as twice:
        if named.exclude(pk=registered.pk).exists():
            raise Refused(ALREADY, "name") from twice
        raise
