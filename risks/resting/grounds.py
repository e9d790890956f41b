"""Which measures in force rest on a rule, and where a rule is wanting (制度建到岗 [1])."""

from dataclasses import dataclass

from django.db.models import F, Q, TextChoices

from registry.organisation.models import Programme, Unit
from registry.rules.models import Rule, RuleState
from risks.models import MeasureVersion


class Gap(TextChoices):
    """Why a point is listed: what is wanting about the rule that one of its measures rests on."""

    MISSING = "missing", "还没有对应的制度"
    LAPSED = "lapsed", "制度已被替代或废止"
    OLD = "old", "制度已满年限"


def measures_in_force(points):
    """The measures of these points as they stand in the register."""
    return MeasureVersion.objects.filter(
        version__in_force_for__in=points.order_by().values("pk"), version__struck=False
    )


def citing(rule, points):
    """The measures of these points that cite the rule, in the order of a directory."""
    found = measures_in_force(points).filter(rule=rule)
    owners = ("version__point__unit", "version__point__section", "version__point__post__section")
    return found.select_related(*owners).order_by(
        "version__point__unit__path",
        F("version__point__post__section__order").asc(nulls_first=True),
        "version__point__post",
        "version__point",
        "position",
    )


@dataclass(frozen=True)
class Ages:
    """After how many years a rule is old, by unit: as the programme in use there says."""

    years: dict

    @classmethod
    def of(cls, points, year):
        """Of the units of these points; before this year has a programme last year's counts."""
        units = Unit.objects.filter(pk__in=points.order_by().values("unit"))
        known = Programme.objects.of_units(units, year - 1)
        known |= Programme.objects.of_units(units, year)
        return cls({pk: each.rules_old_after for pk, each in known.items()})

    def old_q(self, day):
        """Of a measure: its rule is in force and as old as its unit's programme says."""
        condition = Q(pk__in=[])
        in_force = Rule.objects.in_state(RuleState.IN_FORCE, day)
        for years in sorted(set(self.years.values()) - {0}):
            units = [pk for pk, each in self.years.items() if each == years]
            old = in_force.dated_by(years_before(day, years))
            condition |= Q(version__point__unit__in=units, rule__in=old)
        return condition


def wanting(gap, points, ages, day):
    """The measures of these points where a rule is wanting in this way."""
    conditions = {
        Gap.MISSING: lambda: Q(kind=MeasureVersion.Kind.INSTITUTION, rule__isnull=True),
        Gap.LAPSED: lambda: Q(rule__in=Rule.objects.lapsed_on(day)),
        Gap.OLD: lambda: ages.old_q(day),
    }
    return measures_in_force(points).filter(conditions[Gap(gap)]())


def points_wanting(gap, points, ages, day):
    """Those of the points with such a measure, each once; counts and lists ask the same."""
    found = wanting(gap, points, ages, day)
    return points.filter(in_force__in=found.order_by().values("version"))


def years_before(day, years):
    """The same day so many years earlier; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
