"""What rules find in a row, and the word of reason that lets it stand: what forms and catalogues
share (ADR 0012, 0037). The rules themselves are with the rows they read.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q

from registry.organisation.models import Person

WARNING = "warning"


class KeptFinding(models.Model):
    """In a draft only answered findings are kept; at submission all that stands. Errors never are.

    From `frozen_at` on, the submission of the revision, the database refuses to change it.
    """

    class Severity(models.TextChoices):
        WARNING = WARNING, "提醒"
        HINT = "hint", "建议"

    rule = models.CharField("规则", max_length=24)
    severity = models.CharField("程度", max_length=8, choices=Severity)
    text = models.TextField("提示内容")
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
        abstract = True

    def __str__(self):
        return self.text


def constraints_of_answers(*, warning, by_whom):
    """A kept warning has its word of reason, and a word who said it and when; by these names."""
    return [
        models.CheckConstraint(
            condition=~Q(severity=WARNING) | ~Q(answer=""),
            name=warning,
            violation_error_message="请改一改，或者写一句说明。",
        ),
        models.CheckConstraint(
            condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
            | ~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False),
            name=by_whom,
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class ShownFinding:
    """A finding as pages show it; `about` is the content it speaks of."""

    rule: str
    part: str
    severity: str
    text: str
    about: str = ""
    clause: str = ""
    example: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None

    @classmethod
    def of_kept(cls, kept):
        """As a row keeps it, for whoever reads what was handed in."""
        said = ("rule", "part", "severity", "text", "about")
        return cls(**{name: getattr(kept, name) for name in said}, **answer_of(kept))

    @property
    def wants_answer(self):
        return self.severity == WARNING and not self.answer


def answer_of(kept):
    """The answer on a kept finding; nothing where there is none."""
    if kept is None or not kept.answer:
        return {}
    return {
        "answer": kept.answer,
        "answered_by": kept.answered_by.name,
        "answered_at": kept.answered_at,
    }
