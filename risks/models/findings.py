"""What a rule found in a row, with the word of reason it was answered with (ADR 0012)."""

from django.db import models

from registry.papers.findings import KeptFinding, constraints_of_answers

from .point_lines import PointLine


class Finding(KeptFinding):
    """In a draft only answered warnings are kept; at submission all that stands is kept.

    An answer counts as long as the rule finds the same words (`about`); errors are never kept.
    From `frozen_at` on, the submission of the revision, the database refuses to change it.
    """

    line = models.ForeignKey(
        PointLine, verbose_name="行", on_delete=models.CASCADE, related_name="findings"
    )
    part = models.CharField("所在部分", max_length=8)
    about = models.TextField("所指的文字", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表述提示"
        ordering = ["line", "id"]
        constraints = [
            models.UniqueConstraint(fields=["line", "rule", "part"], name="finding_once_per_part"),
            *constraints_of_answers(
                warning="finding_warning_answered", by_whom="finding_answer_by_whom_and_when"
            ),
        ]
