"""A stored file: who owns the sight of it is decided by the app that points here."""

from django.db import models


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
