"""Chains as data: a route per paper kind; its steps are copied into the paper at submission."""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Person, Seat, Section, Unit
from registry.papers.models import Paper, PaperKind


class Route(models.Model):
    """`unit` empty: the route that comes with the software; a unit may have its own."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, null=True, blank=True
    )
    kind = models.CharField("办件种类", max_length=20, choices=PaperKind)
    name = models.CharField("路径名称", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "审核路径"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind"], condition=Q(unit__isnull=False), name="route_once_per_unit"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(unit__isnull=True), name="route_once_shipped"
            ),
        ]

    def __str__(self):
        return self.name


class StepShape(models.Model):
    """What a route step and its copy in a paper have in common."""

    class Mode(models.TextChoices):
        PERSON = "person", "一人签署"
        MEETING = "meeting", "集体审查"
        FILING = "filing", "备案"

    position = models.PositiveSmallIntegerField("第几步")
    branch = models.PositiveSmallIntegerField("并行分支", default=1)
    seat = models.CharField("席位", max_length=24, choices=Seat)
    called = models.CharField(
        "席位名称", max_length=40, blank=True, help_text="本地的叫法，如“司法局”。留空用通用名称。"
    )
    mode = models.CharField("方式", max_length=8, choices=Mode, default=Mode.PERSON)
    days = models.PositiveSmallIntegerField("办理工作日", default=5)
    may_return = models.BooleanField("可退回", default=True)
    may_research = models.BooleanField("可责令重新查找", default=False)

    class Meta:
        abstract = True

    @property
    def seat_name(self):
        """As people call the seat here: 法制办 is 司法局 in many places today."""
        return self.called or self.get_seat_display()


class RouteStep(StepShape):
    class Where(models.TextChoices):
        OWN = "own", "本单位"
        SUPERIOR = "superior", "上级单位"

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="steps")
    where = models.CharField("哪一级", max_length=10, choices=Where, default=Where.OWN)
    on_reopen = models.BooleanField("公示后修改须再经此步", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "路径步骤"
        ordering = ["route", "position", "branch"]
        constraints = [
            models.UniqueConstraint(
                fields=["route", "position", "branch"], name="route_step_branch_once"
            )
        ]

    def __str__(self):
        return f"第 {self.position} 步 {self.seat_name}"


class Step(StepShape):
    """A step of a running paper. Open means: of the current lap and position, undecided.

    `unit` and `section` say over whom the seat is; the person is resolved whenever needed.
    `from_paper` marks a step that nobody with an account can take: it is recorded by the
    prevention office from the signed paper (线下签署). `person` is set when the prevention
    office reassigned the step by hand.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="steps")
    lap = models.PositiveSmallIntegerField("第几轮")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    section = models.ForeignKey(
        Section, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        Person,
        verbose_name="改派给",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    due_on = models.DateField("应办结日期")

    class Meta:
        verbose_name = verbose_name_plural = "审核步骤"
        ordering = ["paper", "lap", "position", "branch"]
        indexes = [models.Index(fields=["unit", "seat"])]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "lap", "position", "branch"], name="step_branch_once"
            )
        ]

    def __str__(self):
        return f"{self.paper} 第 {self.position} 步 {self.seat_name}"
