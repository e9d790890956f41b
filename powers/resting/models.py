"""What an office said after it looked at a power whose law had changed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from powers.models import PowerVersion
from registry.laws.models import LawChange
from registry.organisation.models import Person


class LookedAt(models.Model):
    """A power was looked at after a change of its law and stays as it is, for a reason.

    It counts for the version that was in force then; append-only.
    """

    version = models.ForeignKey(
        PowerVersion, verbose_name="职权版本", on_delete=models.PROTECT, related_name="+"
    )
    change = models.ForeignKey(
        LawChange, verbose_name="法规变动", on_delete=models.PROTECT, related_name="looked_at"
    )
    why = models.CharField("核对说明", max_length=200)
    by = models.ForeignKey(
        Person, verbose_name="核对人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("核对时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "依据变动核对"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "change"], name="looked_at_once"),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="looked_at_with_reason",
                violation_error_message="请写一句核对说明。",
            ),
        ]

    def __str__(self):
        return f"{self.version} {self.change}"
