"""What the first check found in a catalogue, with the word of reason that answers it (ADR 0037)."""

from django.db import models
from django.db.models import Q

from powers.models import PowerLine
from registry.papers.findings import KeptFinding, constraints_of_answers
from registry.papers.models import Revision


class CheckFinding(KeptFinding):
    """In a draft only answers are kept; at submission all that stands is kept.

    `line` empty: about the catalogue as a whole. An answer counts as long as the rule finds the
    same content (`about`); `mark` is its digest. Errors are never kept. From `frozen_at` on the
    database refuses to change it.
    """

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
    part = models.CharField("栏目", max_length=24)
    about = models.TextField("所指的内容", blank=True)
    mark = models.CharField("内容校验码", max_length=16)

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
            *constraints_of_answers(
                warning="check_warning_answered", by_whom="check_answer_by_whom_and_when"
            ),
        ]
