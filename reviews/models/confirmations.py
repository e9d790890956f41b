"""Confirmations (确认): what the principal said of a finished paper; append-only, one per round."""

from django.db import models
from django.db.models import Q

from powers.models import PowerLine, PowerVersion
from registry.organisation.models import Person
from registry.papers.models import Paper, Revision
from risks.models import DutyLine, DutyVersion, PointLine, PointVersion

from .signatures import Signed


class Confirmation(Signed):
    """The last word on a round: into the register, or back to the filler.

    `lap` is the round of the paper: an unchanged revision that was sent back may run again, so
    the round, not the revision, is answered once. `person` is who entered it; where it is
    recorded from paper that is the office.
    """

    class Action(models.TextChoices):
        CONFIRM = "confirm", "确认生效"
        SEND_BACK = "send_back", "不予确认，退回修改"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="confirmations")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="confirmations")
    lap = models.PositiveSmallIntegerField("第几轮")
    action = models.CharField("结论", max_length=10, choices=Action)
    opinion = models.TextField("意见", blank=True)
    digest = models.CharField("所阅内容校验码", max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="confirmations")

    class Meta:
        verbose_name = verbose_name_plural = "确认意见"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "lap"], name="confirmation_once_a_round"),
            models.UniqueConstraint(
                fields=["paper"],
                condition=Q(action="confirm"),
                name="confirmation_confirms_once",
            ),
            models.CheckConstraint(
                condition=Q(action="confirm") | ~Q(opinion=""),
                name="confirmation_back_with_reason",
                violation_error_message="退回请写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.get_action_display()} {self.paper}"


class SentBackRow(models.Model):
    """One of the rows the principal sent back; without any, the whole paper went back."""

    confirmation = models.ForeignKey(Confirmation, on_delete=models.PROTECT, related_name="rows")
    point_line = models.ForeignKey(
        PointLine, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    power_line = models.ForeignKey(
        PowerLine, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "退回的条目"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(point_line__isnull=False, power_line__isnull=True)
                | Q(point_line__isnull=True, power_line__isnull=False),
                name="sent_back_row_exactly_one_row",
            )
        ]

    def __str__(self):
        return str(self.point_line or self.power_line)


def _only(sort):
    """A condition: the line and the version seen are of this sort, and there is no other."""
    return Q(
        **{
            f"{each}_{part}__isnull": each != sort
            for each in ("duty", "point", "power")
            for part in ("line", "version")
        }
    )


class SettledRow(models.Model):
    """A row that the register had overtaken, and that the principal settled on confirming.

    `duty_version`, `point_version` or `power_version` is what was in force then. A row written by
    the paper goes in its place; a row that the paper only carried along leaves it in force.
    """

    confirmation = models.ForeignKey(Confirmation, on_delete=models.PROTECT, related_name="settled")
    duty_line = models.ForeignKey(
        DutyLine, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    duty_version = models.ForeignKey(
        DutyVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    point_line = models.ForeignKey(
        PointLine, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    point_version = models.ForeignKey(
        PointVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    power_line = models.ForeignKey(
        PowerLine, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    power_version = models.ForeignKey(
        PowerVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "按主要负责人意见确定的条目"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=_only("duty") | _only("point") | _only("power"),
                name="settled_row_exactly_one_row",
            )
        ]

    def __str__(self):
        return str(self.line)

    @property
    def line(self):
        return self.duty_line or self.point_line or self.power_line
