"""An inspection from plan to what was mended; each step once, by whoever may, with its trail."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from registry.notices.notifying import notify
from registry.organisation.models import Appointment
from registry.trail.recording import record
from reviews.refusals import NotReady, Refused
from risks.models import PointVersion

from .drawing import draw, weight
from .models import INSPECTING_SEATS, InspectedPoint, Inspection

LATELY_DAYS = 365
NO_POINTS = "{}的台账里还没有风险点，没有什么可抽的。"
TOLD = "通报已经发出，检查情况不能再改。"
NOT_FOUND_YET = "还有 {} 条没有写检查情况。请都写上，再发通报。"
NOTHING_TO_MEND = "这一条不用整改，或者已经有人报过整改情况。"
NOT_YOURS = "整改情况由这一条所在的岗位、科室来写。"


def offices_of(reach):
    """[(seat, unit)] the person inspects for."""
    held = {
        (mandate.seat, mandate.unit)
        for mandate in reach.mandates
        if mandate.seat in INSPECTING_SEATS
    }
    return sorted(held, key=lambda pair: (pair[1].path, pair[0]))


@transaction.atomic
def plan(*, office, office_unit, unit, content, by):
    """Draws the points at once, with a seed that is kept. `content`: about, on, team, size."""
    candidates = _candidates(unit)
    if not candidates:
        raise NotReady([NO_POINTS.format(unit)])
    made = Inspection.objects.create(
        office=office,
        office_unit=office_unit,
        unit=unit,
        seed=secrets.randbelow(2**31),
        created_by=by,
        **content,
    )
    drawn = draw(candidates, made.size, made.seed)
    InspectedPoint.objects.bulk_create(
        InspectedPoint(inspection=made, position=place, version_id=pk)
        for place, pk in enumerate(drawn, start=1)
    )
    record(by=by, action="inspection.planned", unit=office_unit, target=made)
    return made


def _candidates(unit):
    """[(id of the version in force, weight)] of the points of a unit, in a lasting order."""
    in_force = PointVersion.objects.filter(
        point__unit=unit, in_force_for__isnull=False, struck=False
    ).annotate(lowest=Min("level__scale__levels__rank"))
    since = timezone.localdate() - timedelta(days=LATELY_DAYS)
    seen = InspectedPoint.objects.filter(
        inspection__on__gte=since, version__point__unit=unit
    ).exclude(found="")
    seen = set(seen.values_list("version__point", flat=True))
    rows = in_force.order_by("pk").values_list("pk", "point", "level__rank", "lowest")
    return [
        (pk, weight(rank - lowest, seen_lately=point in seen)) for pk, point, rank, lowest in rows
    ]


@transaction.atomic
def write_down(*, inspection, found, by):
    """What was found: {id of the inspected point: {found, text, mend_by}}."""
    inspection = _lock_untold(inspection)
    for point in inspection.points.filter(pk__in=found):
        for field, value in found[point.pk].items():
            setattr(point, field, value)
        point.save(update_fields=["found", "text", "mend_by"])
    record(by=by, action="inspection.written_down", unit=inspection.office_unit, target=inspection)


@transaction.atomic
def call_off(*, inspection, by):
    """A plan that nobody has been told of."""
    inspection = _lock_untold(inspection)
    record(by=by, action="inspection.called_off", unit=inspection.office_unit, target=inspection)
    inspection.delete()


@transaction.atomic
def issue_bulletin(*, inspection, bulletin, by):
    """From now on those concerned read what was found; nothing in it changes any more."""
    inspection = _lock_untold(inspection)
    blank = inspection.points.filter(found="").count()
    if blank:
        raise NotReady([NOT_FOUND_YET.format(blank)])
    _send_out(inspection, bulletin=bulletin, issued_by=by, issued_at=timezone.now())
    record(by=by, action="inspection.told", unit=inspection.office_unit, target=inspection)
    _tell(inspection)


@transaction.atomic
def report_mended(*, point, text, by):
    """What the post or its section did about it; the first report stands."""
    waiting = InspectedPoint.objects.filter(
        pk=point.pk,
        inspection__issued_at__isnull=False,
        mend_by__isnull=False,
        mended_at=None,
    )
    if not waiting.update(mended=text, mended_by=by, mended_at=timezone.now()):
        raise Refused(NOTHING_TO_MEND)
    inspection = point.inspection
    record(by=by, action="inspection.mended", unit=inspection.unit, target=inspection)


def _lock_untold(inspection):
    rows = Inspection.objects.select_for_update(of=("self",))
    inspection = rows.select_related("unit", "office_unit").get(pk=inspection.pk)
    if inspection.is_told:
        raise NotReady([TOLD])
    return inspection


def _send_out(inspection, **issued):
    """Only what nobody has been told of."""
    if not Inspection.objects.filter(pk=inspection.pk, issued_at=None).update(**issued):
        raise NotReady([TOLD])


def _tell(inspection):
    """Whoever sits on a post that was looked at; where to go, nothing of what was found."""
    posts = inspection.points.order_by().values("version__point__post")
    reached = Appointment.objects.reached(posts, timezone.localdate())
    people = [person for each in reached.values() for person in each]
    text = f"{inspection.unit}有一份监督检查通报，涉及您的岗位，请看看。"
    url = reverse("inspection", args=[inspection.pk])
    transaction.on_commit(lambda: notify(people=people, text=text, url=url))
