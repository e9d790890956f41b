"""接办: a draft whose holder left goes on with somebody else on the post; append-only."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.organisation.models import Person
from registry.papers.models import Paper


class TakeOver(models.Model):
    """Whose draft it was and whose it is now, who decided that, and when."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="takeovers")
    before = models.ForeignKey(
        Person, verbose_name="原填报人", on_delete=models.PROTECT, related_name="+"
    )
    after = models.ForeignKey(
        Person, verbose_name="接办人", on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(
        Person, verbose_name="办理人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("接办时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "接办"
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="takeover_by_another")
        ]

    def __str__(self):
        return f"{self.after} 接办 {self.paper}"
