"""The sheets of the board: what a row is, whose it is, and what may be missing in it.

All conditions are of the register as it stands on a day, on the query: a thousand powers are
counted in the database, by unit, with one query for a sheet.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce

from powers.models import FlowNode, Power
from registry.organisation.models import Appointment, Post
from registry.rules.models import Rule, RuleState
from risks.models import MeasureVersion, NoRisk, PointVersion, RiskPoint

# Nobody carries it out, or the day by which it was to be done is over.
OPEN_MEASURE = Q(seated=False) | Q(late=True)


@dataclass(frozen=True)
class Place:
    """What is asked about: as far as this reach goes, in these units, in this section.

    `section`: its id; 0 what belongs to no section; None all.
    """

    reach: object
    units: tuple
    day: object
    section: int | None = None

    def powers(self):
        found = Power.objects.in_force().of_register(self.reach).filter(unit__in=self.units)
        if self.section is None:
            return found
        undertaken = Power.objects.filter(in_force__undertakings__section=self.section)
        if not self.section:
            undertaken = Power.objects.filter(in_force__undertakings=None)
        return found.filter(pk__in=undertaken.values("pk"))

    def points(self):
        found = RiskPoint.objects.in_force().visible_to(self.reach).filter(unit__in=self.units)
        if self.section is None:
            return found
        return found.filter(RiskPoint.of_section_q(self.section or None))

    def posts(self):
        found = Post.objects.filter(closed_on=None, unit__in=self.units)
        found = found.filter(self.reach.answers_for_q())
        return found if self.section is None else found.filter(section=self.section or None)


@dataclass(frozen=True)
class Gap:
    """Something that may be missing: what it is called, and of which rows it is."""

    label: str
    condition: Q


@dataclass(frozen=True)
class Sheet:
    """`rows(place)` with all that the gaps ask; `unit` leads from a row to its unit."""

    label: str
    noun: str
    rows: Callable
    unit: str
    gaps: dict[str, Gap]
    order: tuple

    def listed(self, place, gap=""):
        """The rows, or those in which this is missing, in the order of a catalogue."""
        rows = self.rows(place)
        return (rows.filter(self.gaps[gap].condition) if gap else rows).order_by(*self.order)

    def counts(self, place):
        """{unit id: {"rows" or the name of a gap: number}}: one query."""
        numbers = {name: Count("pk", filter=gap.condition) for name, gap in self.gaps.items()}
        rows = self.rows(place).order_by().values(self.unit)
        return {row.pop(self.unit): row for row in rows.annotate(rows=Count("pk"), **numbers)}


def points_at_steps():
    """Points in force at the step of an outer row, whoever may read them."""
    at = PointVersion.objects.filter(in_force_for__isnull=False, struck=False)
    return at.filter(step=OuterRef("step"))


def steps(place):
    nodes = FlowNode.objects.filter(version__in_force_for__in=place.powers())
    return nodes.annotate(
        pointed=Exists(points_at_steps()), noted=Exists(NoRisk.objects.at_nodes())
    )


def undrawn(place):
    """Powers without steps: a point may still hang on the whole of one."""
    points = PointVersion.objects.filter(in_force_for__isnull=False, struck=False)
    points = points.filter(Q(power=OuterRef("pk")) | Q(step__power=OuterRef("pk")))
    drawn = FlowNode.objects.filter(version=OuterRef("in_force"))
    return place.powers().filter(~Exists(drawn)).annotate(pointed=Exists(points))


def points(place):
    return place.points().annotate(
        measured=Exists(MeasureVersion.objects.filter(version=OuterRef("in_force")))
    )


def measures(place):
    """A measure of a post's form is that post's own, unless it names another."""
    found = MeasureVersion.objects.filter(version__in_force_for__in=place.points())
    return _seated(found, place.day)


def _seated(found, day):
    """With `by_post`, who carries a measure out, and `seated`: whether somebody sits there."""
    found = found.alias(by_post=Coalesce("post", "version__point__post"))
    sitting = Appointment.objects.on(day).filter(post=OuterRef("by_post"), post__closed_on=None)
    late = Case(When(due_on__lt=day, then=True), default=False)
    return found.annotate(seated=Exists(sitting), late=late)


def of_versions(versions, day):
    """The same of versions of points: `bare` without any measure, `loose` with one left open."""
    own = MeasureVersion.objects.filter(version=OuterRef("pk"))
    loose = _seated(own, day).filter(OPEN_MEASURE)
    return versions.annotate(bare=~Exists(own), loose=Exists(loose))


def posts(place):
    """Three times 到岗: points [1] 二, rules [4] 二(五), responsibility [0] 二(三).

    `ruled`: a measure says that it is of kind 制度. `cited`: such a one cites a rule that
    is in force that day.
    """
    of_post = MeasureVersion.objects.filter(
        version__in_force_for__post=OuterRef("pk"), version__struck=False
    )
    institution = of_post.filter(kind=MeasureVersion.Kind.INSTITUTION)
    in_force = Rule.objects.in_state(RuleState.IN_FORCE, place.day)
    loose = _seated(of_post, place.day).filter(OPEN_MEASURE)
    return place.posts().annotate(
        pointed=Exists(RiskPoint.objects.in_force().filter(post=OuterRef("pk"))),
        ruled=Exists(institution),
        cited=Exists(institution.filter(rule__in=in_force)),
        measured=Exists(of_post),
        loose=Exists(loose),
    )


SHEETS = {
    "steps": Sheet(
        "职权环节",
        "环节",
        steps,
        "version__power__unit",
        {"open": Gap("环节没有风险点，也没有说明", Q(pointed=False, noted=False))},
        ("version__power__unit__path", "version__side", "version__power", "order"),
    ),
    "powers": Sheet(
        "没有环节的职权",
        "职权",
        undrawn,
        "unit",
        {"open": Gap("没有画环节，也没有风险点", Q(pointed=False))},
        ("unit__path", "in_force__side", "pk"),
    ),
    "points": Sheet(
        "风险点",
        "风险点",
        points,
        "unit",
        {"open": Gap("风险点没有防控措施", Q(measured=False))},
        ("unit__path", F("post__section__order").asc(nulls_first=True), "post", "pk"),
    ),
    "measures": Sheet(
        "防控措施",
        "措施",
        measures,
        "version__point__unit",
        {
            "nobody": Gap("措施没有责任人", Q(seated=False)),
            "late": Gap("措施的期限已过", Q(late=True)),
        },
        ("version__point__unit__path", "version__point__post", "version", "position"),
    ),
    "posts": Sheet(
        "岗位",
        "岗位",
        posts,
        "unit",
        {
            "points": Gap("岗位没有风险点", Q(pointed=False)),
            "rules": Gap("岗位没有制度措施", Q(pointed=True, ruled=False)),
            "cited": Gap("岗位的制度措施没有依据现行制度", Q(ruled=True, cited=False)),
            "duty": Gap("岗位有措施没有落实责任", Q(loose=True)),
        },
        ("unit__path", F("section__order").asc(nulls_first=True), "pk"),
    ),
}
