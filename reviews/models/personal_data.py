"""What the office said of personal data found in a publication, row by row."""

from django.db import models
from django.db.models import F, Q

from reviews.personal_data import Kind

from .publications import Publication


class PersonalDataAnswer(models.Model):
    """One finding (个人信息) of a published row: hidden, or shown with the reason why it may be.

    The text itself is not kept here. `item` is the n-th text of a field that holds several, from
    1; 0 where it holds one. `start` and `end` count characters of that text before hiding.
    """

    class Outcome(models.TextChoices):
        MASKED = "masked", "遮盖以后公开"
        SHOWN = "shown", "不是个人信息，照原样公开"

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="personal_data_answers"
    )
    position = models.PositiveIntegerField("第几条")
    field = models.CharField("栏目", max_length=40)
    item = models.PositiveSmallIntegerField("第几项", default=0)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField("种类", max_length=16, choices=Kind)
    outcome = models.CharField("处理", max_length=8, choices=Outcome)
    why = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "个人信息处理"
        ordering = ["publication", "position", "field", "item", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "position", "field", "item", "start"],
                name="personal_data_answered_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome="masked", why="") | (Q(outcome="shown") & ~Q(why="")),
                name="personal_data_shown_with_reason",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="personal_data_somewhere"),
        ]

    def __str__(self):
        return f"{self.publication_id} 第 {self.position} 条 {self.get_kind_display()}"
