"""评估办法: off until a prevention office switches it on for its unit and those below."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.organisation.models import Seat
from registry.standing.keeping import lock_unit
from registry.trail.recording import record
from reviews.disposal.models import WarningColour
from reviews.refusals import Refused

from .gathering import KINDS
from .models import AssessmentRules, Threshold
from .scoring import NEVER

COLUMNS = ("is_on", "half_life_days", *KINDS, "note")
SHIPPED = {"yellow": 6, "orange": 12}
STALE = "这份办法刚刚被改过，请按新的一版再改。"


def latest(unit):
    """The unit's own rules as they stand, None where it has none."""
    own = AssessmentRules.objects.filter(unit=unit).prefetch_related("thresholds")
    return own.order_by("-no").first()


def colours():
    """Those that may be proposed, from the mildest; red comes by hand."""
    return list(WarningColour.objects.exclude(pk=NEVER))


def values_of(unit):
    """What the form shows: the latest of the unit, else what is shipped."""
    rules = latest(unit) or AssessmentRules(unit=unit, no=0)
    starts = {each.colour_id: each.start for each in rules.thresholds.all()} if rules.pk else {}
    known = {**SHIPPED, **starts}
    return {
        **{name: getattr(rules, name) for name in COLUMNS},
        **{f"from_{each.pk}": known.get(each.pk) for each in colours()},
        "no": rules.no,
    }


@transaction.atomic
def save(*, unit, values, by):
    """A new version; what was decided before stays as it was explained then."""
    lock_unit(unit)
    before = latest(unit)
    try:
        with transaction.atomic():
            rules = AssessmentRules.objects.create(
                unit=unit,
                no=(before.no if before else 0) + 1,
                made_by=by,
                made_at=timezone.now(),
                **{name: values[name] for name in COLUMNS},
            )
    except IntegrityError as taken:
        raise Refused(STALE) from taken
    for colour in colours():
        if values.get(f"from_{colour.pk}"):
            Threshold.objects.create(rules=rules, colour=colour, start=values[f"from_{colour.pk}"])
    record(by=by, action="assessment.rules_set", unit=unit, target=rules)
    return rules


def may_set(reach, unit):
    return unit.pk in reach.units_of(Seat.PREVENTION_OFFICE)
