"""How much came in from where on one day, without saying from where (ADR 0028).

The key of a day is random and is deleted with its counts once the day is over: nobody can tell
any more which address a digest stood for. No time is kept, and nothing leads to a missive.
"""

from django.db import models


class SenderKey(models.Model):
    day = models.DateField(unique=True)
    key = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "当日密钥"

    def __str__(self):
        return str(self.day)


class SenderCount(models.Model):
    """`sender` is the keyed digest of an address."""

    key = models.ForeignKey(SenderKey, on_delete=models.CASCADE, related_name="counts")
    sender = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "当日来件次数"
        constraints = [
            models.UniqueConstraint(fields=["key", "sender"], name="sender_counted_once")
        ]

    def __str__(self):
        return str(self.count)
