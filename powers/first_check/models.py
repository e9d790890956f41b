"""What the first check found in a catalogue, with the word of reason that answers it (ADR 0037)."""

from django.db import models
from django.db.models import Q

from powers.models import PowerLine
from registry.organisation.models import Person
from registry.papers.models import Revision


class CheckFinding(models.Model):
    """In a draft only answers are kept; at submission all that stands is kept.

    `line` empty: about the catalogue as a whole. An answer counts as long as the rule finds the
    same content (`about`); `mark` is its digest. Errors are never kept. From `frozen_at` on the
    database refuses to change it.
    """

    class Severity(models.TextChoices):
        WARNING = "warning", "提醒"
        HINT = "hint", "建议"

    revision = models.ForeignKey(
        Revision, verbose_name="稿次", on_delete=models.CASCADE, related_name="check_findings"
    )
    line = models.ForeignKey(
        PowerLine,
        verbose_name="目录行",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="check_findings",
    )
    rule = models.CharField("规则", max_length=24)
    part = models.CharField("栏目", max_length=24)
    severity = models.CharField("程度", max_length=8, choices=Severity)
    text = models.TextField("提示内容")
    about = models.TextField("所指的内容", blank=True)
    mark = models.CharField("内容校验码", max_length=16)
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
        verbose_name = verbose_name_plural = "初审提示"
        ordering = ["revision", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "rule", "mark"], name="check_finding_once"),
            models.UniqueConstraint(
                fields=["revision", "rule", "mark"],
                condition=Q(line__isnull=True),
                name="check_finding_once_of_whole",
            ),
            models.CheckConstraint(
                condition=~Q(severity="warning") | ~Q(answer=""),
                name="check_warning_answered",
                violation_error_message="请改一改，或者写一句说明。",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="check_answer_by_whom_and_when",
            ),
        ]

    def __str__(self):
        return self.text
