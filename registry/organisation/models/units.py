"""The tree of units (单位) and their sections (科室、年级组)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class UnitQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_on__isnull=True)

    def within(self, unit):
        """The unit and everything under it."""
        return self.filter(path__startswith=unit.path)

    def above(self, unit):
        """The units over this one, nearest first; the unit itself is not among them."""
        return self.filter(code__in=unit.line[1:]).order_by("-path")


class Unit(models.Model):
    code = models.CharField(
        "单位代码",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[\w.-]+\Z", "单位代码只能用字母、数字、点、横线。")],
    )
    name = models.CharField("单位名称", max_length=120)
    parent = models.ForeignKey(
        "self",
        verbose_name="上级单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    path = models.CharField("层级路径", max_length=400, unique=True, editable=False)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["path"]
        constraints = [
            # On SQLite a path also begins with another that differs by case: /a/ would read /A/.
            models.UniqueConstraint(
                Lower("code"),
                name="unit_code_once_whatever_case",
                violation_error_message="已有单位使用这个代码（不区分大小写）。",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        above = self.parent.path if self.parent_id else "/"
        self.path = f"{above}{self.code}/"
        super().save(*args, **kwargs)

    @property
    def line(self):
        """The codes of the unit itself and of every unit above it, nearest first."""
        return self.path.strip("/").split("/")[::-1]

    def contains(self, other):
        return other.path.startswith(self.path)


class Section(models.Model):
    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="sections"
    )
    name = models.CharField("科室（年级组）名称", max_length=80)
    order = models.PositiveIntegerField("排序", default=100)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "科室（年级组）"
        ordering = ["unit__path", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                condition=Q(closed_on__isnull=True),
                name="section_name_once_per_unit",
                violation_error_message="本单位已有同名科室。",
            )
        ]

    def __str__(self):
        return self.name
