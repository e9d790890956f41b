"""Who signs in (account) and who that is (person). A person may have no account (代填)."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from .units import Unit


class Account(AbstractUser):
    """The sign-in only. Everything the domain knows of somebody is on `Person`."""

    class Meta:
        verbose_name = verbose_name_plural = "登录账号"


class AdminRole(models.TextChoices):
    """Three people, no overlap; one nullable column makes two roles at once impossible."""

    SYSTEM = "system", "系统管理员"
    SECURITY = "security", "安全管理员"
    AUDIT = "audit", "审计管理员"


class Person(models.Model):
    account = models.OneToOneField(
        Account,
        verbose_name="登录账号",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
    )
    unit = models.ForeignKey(
        Unit, verbose_name="所在单位", on_delete=models.PROTECT, related_name="people"
    )
    name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务", max_length=60, blank=True)
    admin_role = models.CharField(
        "管理员角色", max_length=10, choices=AdminRole, null=True, blank=True, unique=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["unit__path", "id"]

    def __str__(self):
        return self.name

    @property
    def has_account(self):
        return self.account_id is not None and self.account.is_active

    def posts_on(self, day):
        return [
            appointment.post
            for appointment in self.appointments.on(day).select_related(
                "post__unit", "post__section"
            )
        ]
