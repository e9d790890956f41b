"""Which powers of a unit are registered each time they are used (重点权力运行事项备案 [2])."""

from django.db import models
from django.db.models import Q

from powers.models import Power
from registry.organisation.models import Section, Unit
from reviews.exercises import noticing
from reviews.who_and_when import pair, person

DAYS, WINDOW = 5, 30


class RegisteredPowerQuerySet(models.QuerySet):
    def open(self):
        return self.filter(stopped_at__isnull=True)

    def visible_to(self, reach):
        """That it is registered is no secret in the unit, nor to whoever reads it whole."""
        if not reach.takes_part:
            return self.none()
        return self.filter(Q(unit=reach.person.unit_id) | reach.units_q())

    def listed(self):
        return self.select_related("unit", "section", "power__in_force").order_by(
            "unit__path", "matter", "name", "pk"
        )


class RegisteredPower(models.Model):
    """登记事项: one power of a unit, and what is laid down for registering its use.

    `power` is the one of the catalogue where there is one; `section` the one that registers it,
    any of the unit where none is named.
    """

    class Matter(models.TextChoices):
        LARGE_SUM = "large_sum", "大额资金使用"
        APPOINTMENT = "appointment", "人事任免"
        PROJECT = "project", "项目安排"
        DECISION = "decision", "重大事项决策"
        PURCHASE = "purchase", "采购招标"
        PERMIT = "permit", "行政许可"
        ENROLMENT = "enrolment", "招生入学"
        OTHER = "other", "其他"

    class Timing(models.TextChoices):
        BEFORE = "before", "决定以前登记"
        AFTER = "after", "决定以后登记"

    class Collective(models.TextChoices):
        ALWAYS = noticing.Collective.ALWAYS.value, "一律集体研究"
        ABOVE = noticing.Collective.ABOVE.value, "达到金额标准的集体研究"
        NEVER = noticing.Collective.NEVER.value, "不要求集体研究"

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="registered_powers"
    )
    section = models.ForeignKey(
        Section,
        verbose_name="登记科室",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registered_powers",
    )
    power = models.ForeignKey(
        Power,
        verbose_name="对应职权",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="registered",
    )
    name = models.CharField("登记事项", max_length=100)
    matter = models.CharField("事项种类", max_length=12, choices=Matter)
    threshold = models.DecimalField(
        "金额标准（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    collective = models.CharField(
        "决定方式", max_length=8, choices=Collective, default=Collective.NEVER
    )
    timing = models.CharField("登记时间", max_length=8, choices=Timing, default=Timing.AFTER)
    days = models.PositiveSmallIntegerField("几个工作日内", null=True, blank=True)
    window_days = models.PositiveSmallIntegerField("合并核对的天数", default=WINDOW)
    added_by = person("添加人")
    added_at = models.DateTimeField("添加时间")
    stopped_by = person("停止人", null=True, blank=True)
    stopped_at = models.DateTimeField("停止时间", null=True, blank=True)

    objects = RegisteredPowerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登记事项"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(stopped_at__isnull=True),
                name="registered_power_once_by_name",
                violation_error_message="本单位已有同名的登记事项。",
            ),
            models.CheckConstraint(
                condition=pair("stopped_by", "stopped_at"),
                name="registered_power_stopped_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(timing="before", days__isnull=True)
                | Q(timing="after", days__isnull=False, days__gt=0),
                name="registered_power_days_after_only",
                violation_error_message="决定以后登记的，请写几个工作日内。",
            ),
            models.CheckConstraint(
                condition=~Q(collective="above") | Q(threshold__isnull=False),
                name="registered_power_above_what",
                violation_error_message="按金额集体研究的，请写金额标准。",
            ),
            models.CheckConstraint(
                condition=Q(threshold__isnull=True) | Q(threshold__gt=0),
                name="registered_power_threshold_positive",
                violation_error_message="金额标准请写大于 0 的数。",
            ),
            models.CheckConstraint(
                condition=Q(window_days__gt=0), name="registered_power_window_positive"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def rule(self):
        """As `noticing` reads it."""
        collective = noticing.Collective(self.collective)
        return noticing.Rule(collective, self.threshold, self.window_days)

    @property
    def when(self):
        """How soon it is registered, in words."""
        if self.timing == self.Timing.BEFORE:
            return self.get_timing_display()
        return f"决定以后 {self.days} 个工作日内"

    @property
    def threshold_said(self):
        """The threshold in words; "" where amounts do not matter."""
        return "" if self.threshold is None else noticing.yuan(self.threshold)
