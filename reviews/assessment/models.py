"""评估: how lines count, and what was decided on proposals and in studies. Circle (b), ADR 0056.

No row says anything of a person: a score is of a post or a point and is computed, never stored.
`Basis` tells from which lines something was decided: from all that an office may see, or from the
open ones alone. What rests on all of them is that office's own.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.organisation.models import Person, Post, Seat, Unit
from registry.tables.text import chinese_date
from reviews.disposal.models import PostWarning, WarningColour
from reviews.holding import held
from risks.models import RiskPoint, Suggestion

MOST_POINTS = [MaxValueValidator(100)]


OFFICES = (Seat.DISCIPLINE_OFFICE, Seat.PREVENTION_OFFICE)


class Basis(models.TextChoices):
    WHOLE = "whole", "全部依据"
    OPEN = "open", "公开依据"


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, reach):
        """From open lines: the two offices over the unit; from all: the office that decided."""
        over = Q(pk__in=[])
        for mandate in reach.mandates:
            if mandate.seat in OFFICES:
                over |= Q(unit__path__startswith=mandate.unit.path)
        own = Q(basis=Basis.WHOLE, office__in=reach.units_of(Seat.DISCIPLINE_OFFICE))
        return self.filter(over & (Q(basis=Basis.OPEN) | own))


class AssessmentRulesQuerySet(models.QuerySet):
    def of_units(self, units):
        """{unit's id: its rules}: the latest of the unit itself, else of the nearest above; only
        where they are switched on."""
        lines = {unit.pk: unit.line for unit in units}
        codes = {code for line in lines.values() for code in line}
        latest = {}
        found = self.filter(unit__code__in=codes).order_by("no").select_related("unit")
        for rules in found.prefetch_related("thresholds"):
            latest[rules.unit.code] = rules
        nearest = {
            pk: next(filter(None, map(latest.get, line)), None) for pk, line in lines.items()
        }
        return {pk: rules for pk, rules in nearest.items() if rules and rules.is_on}


class AssessmentRules(models.Model):
    """How lines count in a unit and below it, from when on; a new row for each change."""

    unit = held(Unit, "单位")
    no = models.PositiveIntegerField("第几版")
    is_on = models.BooleanField("启用评估", default=False)
    half_life_days = models.PositiveSmallIntegerField(
        "多少天减半",
        default=90,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
        help_text="一件事过这么多天，分值只算一半；再过这么多天，再减一半。",
    )
    returned = models.PositiveSmallIntegerField("一再退回", default=2, validators=MOST_POINTS)
    late_step = models.PositiveSmallIntegerField("审核超期", default=2, validators=MOST_POINTS)
    late_task = models.PositiveSmallIntegerField("工作逾期", default=3, validators=MOST_POINTS)
    reopened = models.PositiveSmallIntegerField("公示后重开", default=2, validators=MOST_POINTS)
    overdue_measure = models.PositiveSmallIntegerField(
        "措施过期", default=4, validators=MOST_POINTS
    )
    lapsed_rule = models.PositiveSmallIntegerField("制度失效", default=2, validators=MOST_POINTS)
    not_applied = models.PositiveSmallIntegerField(
        "没有真正落实", default=4, validators=MOST_POINTS
    )
    signal_low = models.PositiveSmallIntegerField("信息：低", default=1, validators=MOST_POINTS)
    signal_middle = models.PositiveSmallIntegerField("信息：中", default=4, validators=MOST_POINTS)
    signal_high = models.PositiveSmallIntegerField("信息：高", default=8, validators=MOST_POINTS)
    note = models.CharField(
        "说明", max_length=200, blank=True, help_text="为什么这样定、这次改了什么。可以不写。"
    )
    made_by = held(Person, "设置人")
    made_at = models.DateTimeField("设置时间", default=timezone.now)

    objects = AssessmentRulesQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评估办法"
        ordering = ["unit", "-no"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "no"], name="assessment_rules_version_once"),
            models.CheckConstraint(
                condition=Q(half_life_days__gte=1), name="assessment_rules_fade"
            ),
        ]

    def __str__(self):
        return f"{self.unit}评估办法第 {self.no} 版"


class Threshold(models.Model):
    """From how many points on a colour is proposed; red has none."""

    rules = models.ForeignKey(AssessmentRules, on_delete=models.PROTECT, related_name="thresholds")
    colour = models.ForeignKey(WarningColour, on_delete=models.PROTECT, related_name="+")
    start = models.PositiveSmallIntegerField("从几分起")

    class Meta:
        verbose_name = verbose_name_plural = "分数线"
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["rules", "colour"], name="threshold_once_of_a_colour"),
            models.CheckConstraint(condition=~Q(colour="red"), name="threshold_never_of_red"),
            models.CheckConstraint(condition=Q(start__gte=1), name="threshold_from_a_point"),
        ]

    def __str__(self):
        return f"{self.colour} {self.start}"


class ProposalDecision(models.Model):
    """A proposal confirmed or dismissed, once by its key; `lines` as they were explained then."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", "确认，已发预警"
        DISMISSED = "dismissed", "不采纳"

    unit = held(Unit, "单位")
    post = held(Post, "岗位")
    office = held(Unit, "办理机构所在单位")
    basis = models.CharField("依据", max_length=8, choices=Basis)
    colour = models.ForeignKey(WarningColour, on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField("分数", max_digits=7, decimal_places=1)
    key = models.CharField("建议", max_length=64, unique=True)
    lines = models.JSONField("逐条依据")
    outcome = models.CharField("决定", max_length=10, choices=Outcome)
    why = models.TextField("理由", blank=True)
    warning = held(PostWarning, "预警", null=True, blank=True)
    by = held(Person, "决定人")
    at = models.DateTimeField("决定时间", default=timezone.now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评估决定"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["post", "at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(colour="red"), name="proposal_never_of_red"),
            models.CheckConstraint(
                condition=Q(outcome="confirmed", warning__isnull=False)
                | Q(outcome="dismissed", warning__isnull=True) & ~Q(why=""),
                name="proposal_confirmed_with_warning_or_dismissed_with_reason",
            ),
        ]

    def __str__(self):
        return self.get_outcome_display()


class Study(models.Model):
    """研判: an office looks at the points whose score moved in a month or a quarter."""

    unit = held(Unit, "单位")
    office = held(Unit, "办理机构所在单位")
    basis = models.CharField("依据", max_length=8, choices=Basis)
    starts = models.DateField("从")
    ends = models.DateField("到")
    opened_by = held(Person, "发起人")
    opened_at = models.DateTimeField("发起时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "研判"
        ordering = ["-ends", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "basis", "starts", "ends"], name="study_once_of_a_period"
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="study_ends_later"),
        ]

    def __str__(self):
        return f"{chinese_date(self.starts)}至{chinese_date(self.ends)}研判"


class StudyItem(models.Model):
    """One point in a study: what its score was, what it is, and what was decided."""

    class Outcome(models.TextChoices):
        KEEP = "keep", "维持"
        RAISE = "raise", "调高等级"
        LOWER = "lower", "调低等级"
        MEASURE = "measure", "增加措施"

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="items")
    point = held(RiskPoint, "风险点")
    before = models.DecimalField("期初", max_digits=7, decimal_places=1)
    now = models.DecimalField("期末", max_digits=7, decimal_places=1)
    lines = models.JSONField("逐条依据")
    outcome = models.CharField("决定", max_length=8, choices=Outcome, blank=True)
    why = models.TextField("理由", blank=True)
    suggestion = models.OneToOneField(
        Suggestion, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+"
    )
    by = held(Person, "决定人", null=True, blank=True)
    at = models.DateTimeField("决定时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "研判条目"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["study", "point"], name="study_item_once"),
            models.CheckConstraint(
                condition=Q(outcome="", by=None, at=None, why="")
                | ~Q(outcome="") & ~Q(why="") & Q(by__isnull=False, at__isnull=False),
                name="study_item_decided_by_whom_when_and_why",
            ),
        ]

    def __str__(self):
        return str(self.point)

    @property
    def change(self):
        return self.now - self.before
