"""到岗风险告知书: a new holder has read the points of the post, as they stood that day."""

from django.db import models
from django.utils import timezone

from registry.files.models import SignedSheet
from registry.organisation.models import Appointment


class Acknowledgement(models.Model):
    """Never changed once signed. `rows` are what was read, `digest` covers them and who signed.
    With a `sheet` it was signed on paper, and the office entered it.
    """

    appointment = models.OneToOneField(
        Appointment,
        verbose_name="任职",
        on_delete=models.PROTECT,
        related_name="acknowledgement",
    )
    name = models.CharField("姓名", max_length=60)
    post_name = models.CharField("岗位", max_length=120)
    unit_name = models.CharField("单位", max_length=120)
    rows = models.JSONField("风险点")
    grade = models.CharField("岗位风险等级", max_length=10, blank=True, default="")
    signed_at = models.DateTimeField("签收时间", default=timezone.now)
    digest = models.CharField("校验码", max_length=64)
    sheet = models.ForeignKey(
        SignedSheet,
        verbose_name="纸质签字",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "到岗风险告知书"
        ordering = ["-id"]

    def __str__(self):
        return f"{self.post_name} {self.name}"
