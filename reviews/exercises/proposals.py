"""Powers that a unit does not register yet and might: internal ones (三重一大), and those with a
point of the top level."""

from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery

from powers.models import Power
from registry.organisation.models import ScaleLevel
from risks.models import PointVersion

from .models import RegisteredPower

MOST = 30
INTERNAL = "内部职权，属于“三重一大”的范围"
TOP_LEVEL = "有最高等级的风险点"
# What a name says of the kind of matter, the first that fits.
WORDS = (
    ("采购", "purchase"),
    ("招标", "purchase"),
    ("招生", "enrolment"),
    ("入学", "enrolment"),
    ("转入", "enrolment"),
    ("任免", "appointment"),
    ("聘任", "appointment"),
    ("评聘", "appointment"),
    ("招聘", "appointment"),
    ("经费", "large_sum"),
    ("资金", "large_sum"),
    ("支出", "large_sum"),
    ("项目", "project"),
    ("维修", "project"),
    ("基建", "project"),
    ("许可", "permit"),
    ("审批", "permit"),
)


@dataclass(frozen=True)
class Proposal:
    power: Power
    why: str

    @property
    def matter(self):
        """The kind of matter that the name suggests; somebody may choose another."""
        name = self.power.in_force.name
        return next((matter for word, matter in WORDS if word in name), "other")


def proposals(unit):
    """What the office of a unit might add, at most a few at a time; two queries."""
    already = RegisteredPower.objects.open().filter(unit=unit, power=OuterRef("pk"))
    powers = Power.objects.in_force().filter(~Exists(already), unit=unit)
    powers = powers.annotate(is_high=Exists(_top_points())).select_related("in_force")
    wanted = powers.filter(in_force__side="internal") | powers.filter(is_high=True)
    return [
        Proposal(power, TOP_LEVEL if power.is_high else INTERNAL)
        for power in wanted.order_by("-is_high", "pk")[:MOST]
    ]


def _top_points():
    """Points in force of a power, or of a step of it, whose level is the gravest of its scale."""
    ranks = ScaleLevel.objects.filter(scale=OuterRef("level__scale")).order_by()
    gravest = ranks.values("scale").annotate(most=Max("rank")).values("most")
    of_power = Q(power=OuterRef("pk")) | Q(step__power=OuterRef("pk"))
    standing = PointVersion.objects.filter(of_power, point__in_force=F("pk"), struck=False)
    return standing.filter(level__rank=Subquery(gravest))
