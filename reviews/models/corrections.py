"""Correction notices (更正公告) of what was published (ADR 0029)."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.organisation.models import Person

from .publications import Publication


class Correction(models.Model):
    """One notice: in this publication that reads wrongly, this is right. Append-only.

    The publication itself stays as it was frozen. `position` is the row, empty for the whole;
    `field` the key of the column as the publication's head has it, blank where it is none of them.
    """

    publication = models.ForeignKey(
        Publication, verbose_name="公开件", on_delete=models.PROTECT, related_name="corrections"
    )
    number = models.CharField("编号", max_length=80, unique=True)
    position = models.PositiveIntegerField("第几条", null=True, blank=True)
    field = models.CharField("栏目", max_length=40, blank=True)
    wrong = models.CharField("有误的内容", max_length=500)
    right = models.CharField("更正为", max_length=500)
    digest = models.CharField("校验码", max_length=64)
    at = models.DateTimeField("公告时间", default=timezone.now)
    by = models.ForeignKey(
        Person, verbose_name="公告人", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "更正公告"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["-at"], name="correction_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(wrong="") & ~Q(right="") & ~Q(wrong=F("right")),
                name="correction_says_what_and_what_instead",
            ),
            models.CheckConstraint(
                condition=Q(field="") | Q(position__isnull=False),
                name="correction_column_of_a_row",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def place(self):
        """Where it is, in words: 第 3 条“办理期限”."""
        if self.position is None:
            return ""
        titles = dict(self.publication.head["columns"])
        column = f"“{titles.get(self.field, self.field)}”" if self.field else ""
        return f"第 {self.position} 条{column}"

    @property
    def sentence(self):
        """The notice in one sentence, as files print it."""
        place = f"{self.place}：" if self.place else ""
        return f"{place}“{self.wrong}”应为“{self.right}”"
