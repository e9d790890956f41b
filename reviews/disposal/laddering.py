"""Keeping the ladder of a unit: its own begins as a copy of the one that counted until then."""

from django.db import IntegrityError, transaction

from registry.access.reach import reach_of
from registry.organisation.models import Seat
from registry.standing.keeping import lock_unit
from registry.trail.recording import record
from reviews.refusals import Refused

from .models import LadderStep

FIELDS = ("name", "order", "seat", "reply_days", "rectify_days", "offered")
NOT_YOURS = "处置阶梯由本单位的纪检监察机构维护。"
ALREADY = "已有这个名称的处置方式。"


def may_keep(unit, person):
    return reach_of(person).holds(Seat.DISCIPLINE_OFFICE, unit)


@transaction.atomic
def make_own(*, unit, by):
    """A ladder of the unit's own; none where it has one already."""
    _require(unit, by)
    lock_unit(unit)
    if LadderStep.objects.filter(unit=unit).exists():
        return
    for step in LadderStep.objects.of_unit(unit).prefetch_related("colours"):
        same = {field: getattr(step, field) for field in ("for_whom", *FIELDS)}
        own = LadderStep.objects.create(unit=unit, **same)
        own.colours.set(step.colours.all())
    record(by=by, action="ladder.changed", unit=unit)


@transaction.atomic
def save_step(*, unit, for_whom, facts, by, step=None):
    """A new step of the unit's own ladder, or other facts for one of it."""
    _require(unit, by)
    given = {field: facts[field] for field in FIELDS}
    try:
        with transaction.atomic():
            if step is None:
                step = LadderStep.objects.create(unit=unit, for_whom=for_whom, **given)
            else:
                LadderStep.objects.filter(pk=step.pk).update(**given)
    except IntegrityError as refusal:
        raise Refused(ALREADY) from refusal
    step.colours.set(facts["colours"])
    record(by=by, action="ladder.changed", unit=unit, target=step)
    return step


def facts_of(step):
    """What a stamp covers, and what the form begins with."""
    facts = {field: getattr(step, field) for field in FIELDS}
    return {**facts, "colours": list(step.colours.order_by("order").values_list("pk", flat=True))}


def _require(unit, by):
    if not may_keep(unit, by):
        raise Refused(NOT_YOURS)
