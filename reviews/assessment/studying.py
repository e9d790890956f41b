"""研判: the points whose score moved in a month or a quarter, decided one by one (domain §6).

A study is an office's own: the discipline office's rests on all that it may see, the prevention
office's on facts. What it leads to goes to the post as a suggestion in new words; taking it up
begins the small paper that changes the level or the measures (ADR 0010).
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Seat, Unit
from registry.trail.recording import record_sealed
from reviews import notices
from reviews.refusals import Refused
from reviews.sources.models import Source
from reviews.sources.wording import taken_from
from risks import suggesting
from risks.models import MeasureVersion, PointVersion, RiskPoint

from . import gathering
from .models import Basis, Study, StudyItem
from .scoring import assess, moved

LEAST = Decimal("0.5")
DECIDED = "这一条已经有决定了。"
NEEDS_WORDS = "请写一句理由。"
ALREADY = "这一期已经发起过研判，请接着办。"
NO_POST = "这个风险点不属于某个岗位，请由科室负责人或者防控办在相应的表里调整。"
NOTHING_ON = "评估还没有启用，没有分数可以研判。"
COPIED = "这里照抄了风险信息里的“{}”，岗位上会看到这段话，请换一种说法。"
ASKED = {
    StudyItem.Outcome.RAISE: "建议调高这个风险点的等级",
    StudyItem.Outcome.LOWER: "建议调低这个风险点的等级",
    StudyItem.Outcome.MEASURE: "建议给这个风险点增加防控措施",
}


def month_of(day):
    """(first, last) day of its month."""
    first = day.replace(day=1)
    return first, _before_next(first, 1)


def quarter_of(day):
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, _before_next(first, 3)


def _before_next(first, months):
    years, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(years, month + 1, 1) - timedelta(days=1)


@transaction.atomic
def open_study(*, starts, ends, by):
    """Of the person's office, with every point whose score moved between the two days."""
    reach = reach_of(by)
    office, is_discipline = _office(reach)
    units = list(Unit.objects.within(office))
    rules = gathering.rules_in_use(units)
    if not rules:
        raise Refused(NOTHING_ON)
    basis = Basis.WHOLE if is_discipline else Basis.OPEN
    given = {"office": office, "basis": basis, "starts": starts, "ends": ends}
    try:
        with transaction.atomic():
            study = Study.objects.create(
                unit=office, opened_by=by, opened_at=timezone.now(), **given
            )
    except IntegrityError as taken:
        raise Refused(ALREADY) from taken
    StudyItem.objects.bulk_create(_items(study, reach, units, rules))
    record_sealed(by=by, action="study.opened", target=study)
    return study


def _items(study, reach, units, rules):
    until = min(study.ends, timezone.localdate())
    on = [unit for unit in units if unit.pk in rules]
    lines = gathering.lines_of_points(reach, on, until)
    points = RiskPoint.objects.in_force().filter(pk__in=lines).exclude(post__in=reach.post_ids)
    for point in points.order_by("pk"):
        found = lines[point.pk]
        before = assess(found, rules[point.unit_id], study.starts)
        now = assess(found, rules[point.unit_id], until)
        if abs(moved(before, now)) >= LEAST:
            said = [
                {"said": each.line.said, "points": str(each.points), "key": each.line.key}
                for each in now.lines
            ]
            scores = {"before": before.score, "now": now.score}
            yield StudyItem(study=study, point=point, lines=said, **scores)


def _office(reach):
    """(unit, whether as discipline office): of both seats the discipline office's counts."""
    for seat in (Seat.DISCIPLINE_OFFICE, Seat.PREVENTION_OFFICE):
        units = [mandate.unit for mandate in reach.mandates if mandate.seat == seat]
        if units:
            return min(units, key=lambda unit: len(unit.path)), seat == Seat.DISCIPLINE_OFFICE
    raise Refused("研判由纪检监察机构和防控办发起。")


@transaction.atomic
def decide(*, item, outcome, why, by, measure=""):
    """One point, once: keep it as it is, or raise, lower, add a measure by way of its post."""
    if not why.strip():
        raise Refused(NEEDS_WORDS)
    outcome = StudyItem.Outcome(outcome)
    suggestion = None
    if outcome != StudyItem.Outcome.KEEP:
        suggestion = _suggest(item, outcome, why.strip(), measure.strip(), by)
    undecided = StudyItem.objects.filter(pk=item.pk, outcome="")
    given = {"outcome": outcome, "why": why.strip(), "suggestion": suggestion}
    if undecided.update(by=by, at=timezone.now(), **given) != 1:
        raise Refused(DECIDED)
    record_sealed(by=by, action="study.decided", target=item)
    return suggestion


def _suggest(item, outcome, why, measure, by):
    point = item.point
    if point.post_id is None:
        raise Refused(NO_POST)
    if run := _copied(item, f"{why}\n{measure}"):
        raise Refused(COPIED.format(run))
    version = point.in_force
    try:
        made = suggesting.suggest(
            post=point.post,
            by=by,
            found_by=suggesting.ways_of(reach_of(by), point.post)[0],
            presence=PointVersion.Presence.EXISTING,
            source=version.source,
            risk=version.risk or version.text,
            harm=version.harm,
            measure=measure,
            measure_kind=MeasureVersion.Kind.PROCEDURE,
            reason=f"{ASKED[outcome]}：{why}",
        )
    except suggesting.NotAnswered as refusal:
        raise Refused(str(refusal)) from refusal
    notices.suggested(made)
    return made


def _copied(item, words):
    keys = [line["key"].removeprefix("source:") for line in item.lines if "source:" in line["key"]]
    texts = Source.objects.filter(pk__in=keys).order_by().values_list("text", flat=True)
    return next(filter(None, (taken_from(text, words) for text in texts)), "")
