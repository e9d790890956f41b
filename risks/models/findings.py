"""What a rule found in a row, with the word of reason it was answered with (ADR 0012)."""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Person

from .points import PointLine


class Finding(models.Model):
    """In a draft only answered warnings are kept; at submission all that stands is kept.

    An answer counts as long as the rule finds the same words (`about`); errors are never kept.
    From `frozen_at` on, the submission of the revision, the database refuses to change it.
    """

    class Severity(models.TextChoices):
        WARNING = "warning", "提醒"
        HINT = "hint", "建议"

    line = models.ForeignKey(
        PointLine, verbose_name="行", on_delete=models.CASCADE, related_name="findings"
    )
    rule = models.CharField("规则", max_length=24)
    part = models.CharField("所在部分", max_length=8)
    severity = models.CharField("程度", max_length=8, choices=Severity)
    text = models.TextField("提示内容")
    about = models.TextField("所指的文字", blank=True)
    answer = models.CharField("说明", max_length=200, blank=True)
    answered_by = models.ForeignKey(
        Person,
        verbose_name="说明人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField("说明时间", null=True, blank=True)
    frozen_at = models.DateTimeField("固定时间", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "表述提示"
        ordering = ["line", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "rule", "part"], name="finding_once_per_part"),
            models.CheckConstraint(
                condition=~Q(severity="warning") | ~Q(answer=""),
                name="finding_warning_answered",
                violation_error_message="请改一改，或者写一句说明。",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="finding_answer_by_whom_and_when",
            ),
        ]

    def __str__(self):
        return self.text
