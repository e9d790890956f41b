"""催办: the prevention office asked for a step that is due; append-only, once a day for a step."""

from django.db import models
from django.utils import timezone

from registry.organisation.models import Person

from .routes import Step


class UrgingQuerySet(models.QuerySet):
    def visible_to(self, reach):
        """Those of the units and sections that the person answers for."""
        return self.filter(reach.answers_for_q("step__paper__"))


class Urging(models.Model):
    """Which step was urged, by whom and when. Whom the notice went to follows from the step."""

    step = models.ForeignKey(
        Step, verbose_name="审核步骤", on_delete=models.PROTECT, related_name="urgings"
    )
    by = models.ForeignKey(
        Person, verbose_name="催办人", on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField("催办日期")
    at = models.DateTimeField("催办时间", default=timezone.now)

    objects = UrgingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["step", "on"], name="urging_once_a_day"),
        ]

    def __str__(self):
        return f"{self.step} 催办 {self.on}"
