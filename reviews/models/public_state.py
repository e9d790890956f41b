"""How often what the public may see has changed: what kept pages are known by (ADR 0060)."""

from django.db import models
from django.db.models import Q


class PublicState(models.Model):
    """One row, which triggers of the database count up: `reviews.counted_changes`."""

    changes = models.PositiveBigIntegerField("变更次数")

    class Meta:
        verbose_name = verbose_name_plural = "公开内容变更计数"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="public_state_is_one_row")]

    def __str__(self):
        return str(self.changes)
