"""What stands under a decision or a confirmation: who signed, as what, and when."""

from django.db import models
from django.utils import timezone

from registry.papers.models import Attachment


class Signed(models.Model):
    """Name and title are frozen at signing. Where it is recorded from paper (线下签署), `scan` is
    set, and name, title and `signed_on` are those of whoever signed there.
    """

    name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务", max_length=80)
    acting_for = models.CharField("代谁签署", max_length=80, blank=True)
    at = models.DateTimeField("签署时间", default=timezone.now)
    signed_on = models.DateField("签署日期")
    scan = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        abstract = True
