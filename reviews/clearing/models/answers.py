"""What became of a power that was offered to a unit or section."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from powers.models import Power
from registry.organisation.models import Unit
from reviews.who_and_when import person

from .powers import DeclaredPower


class OfferAnswer(models.Model):
    """A power that was handed down or transferred was taken up, or declined with a reason; once by
    each unit that was to have it. Where a section was asked, `unit` is empty.

    `power` is what it became in the catalogue of whoever took it up. Append-only.
    """

    class Outcome(models.TextChoices):
        TAKEN_UP = "taken_up", "接收"
        DECLINED = "declined", "不接收"

    row = models.ForeignKey(
        DeclaredPower, verbose_name="交来的职权", on_delete=models.PROTECT, related_name="answers"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="答复单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    outcome = models.CharField("答复", max_length=10, choices=Outcome)
    reason = models.CharField("理由", max_length=400, blank=True)
    power = models.ForeignKey(
        Power,
        verbose_name="列为职权",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    by = person("答复人")
    at = models.DateTimeField("答复时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "接收答复"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["row", "unit"], name="offer_answered_once_by_unit"),
            models.UniqueConstraint(
                fields=["row"],
                condition=Q(unit__isnull=True),
                name="offer_answered_once_by_section",
            ),
            models.CheckConstraint(
                condition=Q(outcome="taken_up", power__isnull=False)
                | Q(outcome="declined", power__isnull=True) & ~Q(reason=""),
                name="offer_answered_whole",
                violation_error_message="不接收的，请写一句理由。",
            ),
        ]

    def __str__(self):
        return f"{self.row} {self.get_outcome_display()}"
