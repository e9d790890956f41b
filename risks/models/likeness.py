"""The keys by which like points of the register find each other: made from what is in force."""

from django.db import models

from .points import RiskPoint


class LikenessKey(models.Model):
    """One band of the text in force of a point (`risks.likeness`); made anew when it changes."""

    point = models.ForeignKey(RiskPoint, on_delete=models.CASCADE, related_name="likeness_keys")
    value = models.BigIntegerField("键值")

    class Meta:
        verbose_name = verbose_name_plural = "相近索引"
        constraints = [
            models.UniqueConstraint(fields=["value", "point"], name="likeness_key_once_a_point")
        ]

    def __str__(self):
        return str(self.value)
