"""处置阶梯: the steps from the mildest up, by colour and by who may order them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from registry.organisation.models import Seat, Unit
from reviews.holding import held

from .warnings import WarningColour

# Who may order a step. 提醒谈话 is the Party organisation's, 谈话提醒 the discipline office's.
ORDERING_SEATS = (Seat.DISCIPLINE_OFFICE, Seat.PREVENTION_OFFICE, Seat.LEADING_GROUP)
ORDERED_BY = {
    Seat.DISCIPLINE_OFFICE: "纪检监察机构",
    Seat.PREVENTION_OFFICE: "防控办",
    Seat.LEADING_GROUP: "党组织（领导小组）",
}
DAYS = [MinValueValidator(1), MaxValueValidator(250)]


class LadderQuerySet(models.QuerySet):
    def of_unit(self, unit):
        """The unit's own ladder, else that of the nearest unit above, else the shipped one."""
        own = self.filter(unit__code__in=unit.line).select_related("unit")
        paths = sorted({step.unit.path for step in own}, key=len)
        return self.filter(unit__path=paths[-1]) if paths else self.filter(unit__isnull=True)


class LadderStep(models.Model):
    """One step; `unit` empty means it came with the software. Acts keep the name they were
    issued under.
    """

    class ForWhom(models.TextChoices):
        PERSON = "person", "个人"
        UNIT = "unit", "单位"

    unit = held(Unit, "单位", null=True, blank=True)
    for_whom = models.CharField("对谁", max_length=8, choices=ForWhom)
    name = models.CharField("名称", max_length=40)
    order = models.PositiveSmallIntegerField("由轻到重")
    seat = models.CharField(
        "由谁决定",
        max_length=24,
        choices=[(seat.value, ORDERED_BY[seat]) for seat in ORDERING_SEATS],
    )
    colours = models.ManyToManyField(WarningColour, verbose_name="用于", related_name="steps")
    reply_days = models.PositiveSmallIntegerField("几个工作日内回复", default=5, validators=DAYS)
    rectify_days = models.PositiveSmallIntegerField("几个工作日内整改", default=30, validators=DAYS)
    offered = models.BooleanField("使用中", default=True)

    objects = LadderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "处置步骤"
        ordering = ["for_whom", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "for_whom", "name"], name="ladder_step_once_of_unit"
            ),
            models.UniqueConstraint(
                fields=["for_whom", "name"],
                condition=Q(unit__isnull=True),
                name="ladder_step_once_shipped",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="ladder_step_named"),
            models.CheckConstraint(
                condition=Q(reply_days__gte=1, rectify_days__gte=1), name="ladder_step_days"
            ),
            models.CheckConstraint(
                condition=Q(seat__in=[seat.value for seat in ORDERING_SEATS]),
                name="ladder_step_ordered_by_a_seat",
            ),
        ]

    def __str__(self):
        return self.name
