"""Days off and make-up working days (调休): an editable table, no code knows a year.

School holidays (寒暑假) belong to a unit; the units below it have them too.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from .units import Unit


class Holiday(models.Model):
    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("调休上班", default=False)
    name = models.CharField("说明", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日"
        ordering = ["day"]

    def __str__(self):
        return f"{self.day} {self.name}"

    def clean(self):
        """A make-up day is a day on which nobody would work otherwise."""
        super().clean()
        if self.day and self.is_working and self.day.weekday() < 5:
            text = "这一天是星期一到星期五，本来就上班，不用填调休上班。"
            raise ValidationError({"is_working": text})


class SchoolHoliday(models.Model):
    """寒暑假 of a unit: from the first day to the last, both included, nothing of this unit and of
    the units below it counts, not even a make-up day that falls in it.
    """

    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        on_delete=models.PROTECT,
        related_name="school_holidays",
        help_text="所属单位也照这个放假，不用再填。",
    )
    name = models.CharField("名称", max_length=40, help_text="如：2027 年寒假")
    first = models.DateField("第一天")
    last = models.DateField("最后一天", help_text="这一天也在假期里。")

    class Meta:
        verbose_name = verbose_name_plural = "寒暑假"
        ordering = ["-first", "unit__path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first")),
                name="school_holiday_ends_after_it_begins",
                violation_error_message="最后一天不能早于第一天。",
            ),
            models.UniqueConstraint(
                fields=["unit", "first"],
                name="school_holiday_once",
                violation_error_message="这个单位从这一天起的假期已经填过了。",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.name}"

    def clean(self):
        """A hundred days is more than any summer: a slip of the year, it would stop every date."""
        super().clean()
        if self.first and self.last and (self.last - self.first).days >= 100:
            raise ValidationError({"last": "假期超过 100 天，请核对年份。"})
