"""Passwords that were in use, so that none comes back soon and an old one is noticed."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class PasswordRecord(models.Model):
    """One password of an account, as a hash; `is_initial` was chosen by somebody else."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登录账号",
        on_delete=models.CASCADE,
        related_name="passwords",
    )
    encoded = models.CharField("密码摘要", max_length=128)
    is_initial = models.BooleanField("初始密码")
    set_at = models.DateTimeField("设置时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "用过的密码"
        ordering = ["-set_at", "-id"]
        indexes = [models.Index(fields=["account", "-set_at"], name="password_of_account")]

    def __str__(self):
        return f"{self.account} {self.set_at:%Y-%m-%d}"
