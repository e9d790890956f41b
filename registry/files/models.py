"""A stored file: who owns the sight of it is decided by the app that points here; and a sheet that
was signed on paper, by somebody who cannot sign in.
"""

from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """Bytes on disk under a random name, with the digest they must still have when read."""

    digest = models.CharField("摘要(SHA-256)", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("大小(字节)")
    content_type = models.CharField("类型", max_length=120)
    original_name = models.CharField("原文件名", max_length=200)
    stored_name = models.CharField("存放名", max_length=40, unique=True)
    created_at = models.DateTimeField("存入时间", auto_now_add=True)
    created_by = models.ForeignKey(
        "organisation.Person",
        verbose_name="存入人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="空表示由系统生成。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = ["-id"]

    def __str__(self):
        return self.original_name


class SignedSheet(models.Model):
    """补录: what somebody without an account signed on paper, and who entered it.

    The row that points here says who signed, and what. Where a row has no sheet, whoever it names
    did it on screen themselves: the two are told apart by this alone (ADR 0071).
    """

    signed_on = models.DateField("签署日期")
    scan = models.ForeignKey(
        StoredFile, verbose_name="扫描件", on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        "organisation.Person", verbose_name="补录人", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("补录时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "纸质签字"

    def __str__(self):
        return f"{self.signed_on} 纸质签字"
