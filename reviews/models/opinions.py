"""Opinions (意见) on a publicity, given inside the unit or passed on from the public, and their
answers; both append-only.

Of an opinion without a name nothing is kept that leads to a person (ADR 0027): no person, the day
only, and a primary key that does not tell the order in which opinions came in.
"""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from registry.organisation.models import Person
from registry.papers.models import OVER
from risks.models import PointLine

from .publications import Publication, PublicationRow, PublicityPaper

# Outcomes after which the row is written anew.
CHANGES_SOMETHING = ("adopted", "partly")


class OpinionQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answer__isnull=True)

    def adopted(self):
        """Adopted, wholly or in part, on a row that the office can reopen."""
        return self.filter(answer__outcome__in=CHANGES_SOMETHING, shown__isnull=False)

    def to_reopen(self):
        """Adopted ones whose row has not come back to the filler: the paper is still shown, or it
        left with other rows and this one stayed closed.
        """
        closed = PointLine.objects.filter(
            revision__paper=OuterRef("shown__revision__paper"),
            revision__no=OuterRef("shown__revision__no") + 1,
            version__point=OuterRef("row__point_version__point"),
            open=False,
        )
        running = ~Q(shown__revision__paper__state__in=OVER)
        return self.adopted().filter(Q(shown__outcome="") | Exists(closed), running)

    def listed(self):
        """With what a list shows; by day, and within a day in no order that tells anything."""
        return self.select_related(
            "publication__unit", "row", "given_by", "answer__answered_by", "shown__revision__paper"
        ).order_by("received_on", "pk")


class Opinion(models.Model):
    """`row` is the published row it is about and `shown` the paper on which that row stands;
    both are empty for an opinion on the publicity as a whole. `given_by` empty: without a name.

    From the public (`source`) it comes as the discipline office passed it on, never with a name.
    """

    class Source(models.TextChoices):
        INSIDE = "inside", "本单位"
        PUBLIC = "public", "社会公众"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(
        Publication, verbose_name="公示", on_delete=models.PROTECT, related_name="opinions"
    )
    row = models.ForeignKey(
        PublicationRow,
        verbose_name="对哪一条",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
    )
    shown = models.ForeignKey(
        PublicityPaper,
        verbose_name="在哪份表",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
    )
    text = models.TextField("意见")
    given_by = models.ForeignKey(
        Person,
        verbose_name="提出人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opinions",
    )
    received_on = models.DateField("收到日期")
    receipt = models.CharField("回执号", max_length=20, unique=True)
    source = models.CharField("来源", max_length=8, choices=Source, default=Source.INSIDE)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示意见"
        ordering = ["received_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(row__isnull=True, shown__isnull=True)
                | Q(row__isnull=False, shown__isnull=False),
                name="opinion_row_with_its_paper",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="opinion_says_something"),
            models.CheckConstraint(condition=~Q(receipt=""), name="opinion_with_receipt"),
            models.CheckConstraint(
                condition=Q(source="inside") | Q(source="public", given_by__isnull=True),
                name="opinion_of_the_public_without_name",
            ),
        ]

    def __str__(self):
        return f"{self.publication_id} 的意见"

    @property
    def giver(self):
        """Who gave it, in words that go on after the day on which it was received."""
        if self.source == self.Source.PUBLIC:
            return "由社会公众提出"
        return f"{self.given_by.name}署名提出" if self.given_by else "没有署名"

    @property
    def about(self):
        """What it is about, in words."""
        if self.row is None:
            return "整个公示"
        content = self.row.content
        return f"第 {self.row.position} 条：{content.get('risk', '')}"


class OpinionAnswer(models.Model):
    """What the office answers: a conclusion and a reply, together, once."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT_ADOPTED = "not_adopted", "不采纳"

    opinion = models.OneToOneField(Opinion, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField("结论", max_length=12, choices=Outcome)
    reply = models.TextField("答复")
    answered_by = models.ForeignKey(
        Person, verbose_name="答复人", on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "意见答复"
        constraints = [
            models.CheckConstraint(
                condition=~Q(reply=""),
                name="opinion_answer_with_reply",
                violation_error_message="请写明答复。",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["adopted", "partly", "not_adopted"]),
                name="opinion_answer_with_outcome",
            ),
        ]

    def __str__(self):
        return self.get_outcome_display()

    @property
    def changes_something(self):
        return self.outcome in CHANGES_SOMETHING
