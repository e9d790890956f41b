"""A round of clearing: from when until when a unit clears its powers, and who was reminded."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Programme, Unit
from reviews.who_and_when import pair, person


class ClearingRoundQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at__isnull=True)

    def visible_to(self, reach):
        """Those of the own unit, and of the units read as a whole: that there is one is no secret;
        what is declared in it is asked of `Declaration`.
        """
        if not reach.takes_part:
            return self.none()
        return self.filter(Q(unit=reach.person.unit_id) | reach.units_q())


class ClearingRound(models.Model):
    """One unit clears its powers once in a programme year: from when until when, for what."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="clearings"
    )
    programme = models.ForeignKey(
        Programme, verbose_name="年度方案", on_delete=models.PROTECT, related_name="clearings"
    )
    due_on = models.DateField("申报截止")
    word = models.TextField("要求", blank=True)
    opened_by = person("发起人")
    opened_at = models.DateTimeField("发起时间", default=timezone.now)
    closed_by = person("结束人", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = ClearingRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清权"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(closed_at__isnull=True),
                name="clearing_one_open_of_unit",
                violation_error_message="本单位的清权正在进行，结束以后才能再发起。",
            ),
            models.CheckConstraint(
                condition=pair("closed_by", "closed_at"), name="clearing_closed_by_whom_and_when"
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.programme.year} 年度清权"

    @property
    def is_open(self):
        return self.closed_at is None


class ClearingReminder(models.Model):
    """催报: the office asked everybody who has not declared yet; once a day for a round."""

    round = models.ForeignKey(
        ClearingRound, verbose_name="清权", on_delete=models.PROTECT, related_name="reminders"
    )
    on = models.DateField("催报日期")
    by = person("催报人")
    at = models.DateTimeField("催报时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "催报"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "on"], name="clearing_reminder_once_a_day")
        ]

    def __str__(self):
        return f"{self.round} {self.on}"
