"""A personal address at which a calendar program fetches one's tasks."""

from django.db import models

from registry.organisation.models import Person


class CalendarKey(models.Model):
    """The secret is shown once; kept is its digest, so that nobody reads addresses from here."""

    person = models.OneToOneField(
        Person, verbose_name="人员", on_delete=models.CASCADE, related_name="calendar_key"
    )
    digest = models.CharField("摘要", max_length=64, unique=True)
    made_at = models.DateTimeField("生成时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"

    def __str__(self):
        return f"{self.person}"
