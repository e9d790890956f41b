"""Measures (防控措施): one point, one complete set ("一对一" [2])."""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Post
from registry.rules.models import Rule
from risks.content import told

from .points import PointVersion, RiskPoint


class Measure(models.Model):
    """The identity, so that evidence gathers over the years."""

    point = models.ForeignKey(RiskPoint, on_delete=models.PROTECT, related_name="measures")

    class Meta:
        verbose_name = verbose_name_plural = "防控措施"

    def __str__(self):
        return f"措施 {self.pk}"


class MeasureVersion(models.Model):
    """What a measure says. `rule` is the rule it rests on, `cites` how that was called when it was
    written: frozen with the version, while what the rule is today is asked of the rule.
    """

    class Stage(models.TextChoices):
        BEFORE = "before", "前期预防"
        DURING = "during", "中期监控"
        AFTER = "after", "后期处置"

    class Kind(models.TextChoices):
        SEPARATION = "separation", "分权防控"
        PROCEDURE = "procedure", "程序防控"
        OPENNESS = "openness", "公开防控"
        TECHNOLOGY = "technology", "科技防控"
        INSTITUTION = "institution", "制度防控"
        ETHICS = "ethics", "道德防控"

    class Rhythm(models.TextChoices):
        EACH_TIME = "each_time", "每次办理时"
        MONTHLY = "monthly", "每月"
        QUARTERLY = "quarterly", "每季度"
        HALF_YEARLY = "half_yearly", "每半年"
        YEARLY = "yearly", "每年"
        BY_DATE = "by_date", "限期完成"

    version = models.ForeignKey(PointVersion, on_delete=models.CASCADE, related_name="measures")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="versions")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField("措施内容")
    stage = models.CharField("所属阶段", max_length=8, choices=Stage, default=Stage.BEFORE)
    kind = models.CharField("措施种类", max_length=12, choices=Kind, default=Kind.PROCEDURE)
    post = models.ForeignKey(
        Post,
        verbose_name="责任岗位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
    )
    rule = models.ForeignKey(
        Rule,
        verbose_name="依据的制度",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
    )
    cites = models.CharField("制度名称", max_length=310, blank=True)
    rhythm = models.CharField("落实频次", max_length=12, choices=Rhythm, default=Rhythm.EACH_TIME)
    due_on = models.DateField("完成期限", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "措施版本"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "measure"], name="measure_once_per_version"),
            models.CheckConstraint(
                condition=Q(rhythm="by_date", due_on__isnull=False)
                | (~Q(rhythm="by_date") & Q(due_on__isnull=True)),
                name="measure_date_only_by_date",
                violation_error_message="限期完成的措施请写日期；其他频次不写日期。",
            ),
            models.CheckConstraint(
                condition=Q(rule__isnull=True, cites="") | Q(rule__isnull=False) & ~Q(cites=""),
                name="measure_cites_a_rule_by_name",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def told(self):
        """As lists, prints and exports show it."""
        return told(self.text, self.cites)
