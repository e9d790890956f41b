"""纠错: what somebody of the public says is wrong in a published list, and what became of it.

Nothing is kept that leads to a person but what the sender wrote (as of `missives`). Read by the
prevention office over the list; what turns out to be a report it hands on and sees no more (ADR
0044). Both append-only.
"""

import uuid

from django.db import models
from django.db.models import Q

from registry.organisation.models import Person

from .publications import Publication, PublicationRow


class MistakeQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answer__isnull=True)

    def listed(self):
        """With what a list shows, by day; without those that were handed on as a report."""
        kept = self.exclude(answer__outcome=MistakeAnswer.Outcome.PASSED_ON)
        joined = kept.select_related("publication__unit", "row", "answer__by")
        return joined.order_by("received_on", "pk")


class Mistake(models.Model):
    """`row` is the published row it is about; empty for the list as a whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(
        Publication, verbose_name="公开件", on_delete=models.PROTECT, related_name="mistakes"
    )
    row = models.ForeignKey(
        PublicationRow, on_delete=models.PROTECT, null=True, blank=True, related_name="mistakes"
    )
    text = models.TextField("内容")
    contact = models.CharField("联系方式", max_length=200, blank=True)
    received_on = models.DateField("收到日期")
    receipt = models.CharField("回执号", max_length=20, unique=True)

    objects = MistakeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "纠错"
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="mistake_says_something"),
            models.CheckConstraint(condition=~Q(receipt=""), name="mistake_with_receipt"),
        ]

    def __str__(self):
        return "纠错"

    @property
    def about(self):
        """What it is about, in words."""
        if self.row is None:
            return "整份清单"
        content = self.row.content
        return f"第 {self.row.position} 条：{content.get('name') or content.get('risk', '')}"


class MistakeAnswer(models.Model):
    """What the office made of it, once. `reply` is for whoever sent it."""

    class Outcome(models.TextChoices):
        CORRECTED = "corrected", "确有错漏，已经更正"
        NEXT_VERSION = "next", "确有错漏，下一版更正"
        RIGHT = "right", "核对过，没有错"
        PASSED_ON = "passed_on", "不是纠错，反映的是问题，转纪检监察机构"

    mistake = models.OneToOneField(Mistake, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField("结论", max_length=10, choices=Outcome)
    reply = models.TextField("答复", blank=True)
    by = models.ForeignKey(
        Person, verbose_name="答复人", on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField("答复日期")

    class Meta:
        verbose_name = verbose_name_plural = "纠错答复"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="passed_on", reply="")
                | (~Q(outcome="passed_on") & ~Q(reply="")),
                name="mistake_answered_in_words",
            )
        ]

    def __str__(self):
        return self.get_outcome_display()
