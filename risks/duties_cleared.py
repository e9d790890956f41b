"""Duties in force of a unit on which no power hangs, for the first check of its catalogue."""

from powers.first_check.omissions import duties_of

from .models import DutyVersion, PointVersion


@duties_of
def without_power(unit):
    """Texts of duties, not of workflows; one whose points name a power was cleared with it."""
    points = PointVersion.objects.filter(
        in_force_for__unit=unit, struck=False, power__isnull=False, duty__isnull=False
    )
    duties = DutyVersion.objects.filter(in_force_for__unit=unit, struck=False)
    duties = duties.exclude(kind=DutyVersion.Kind.WORKFLOW)
    return (
        duties.exclude(duty__in=points.values("duty")).order_by("pk").values_list("text", flat=True)
    )
