"""The programme year (年度工作方案) and its settings; units without one use the superior's."""

from django.db import models
from django.db.models import Q

from .scales import Scale, Scheme
from .units import Unit


class ProgrammeQuerySet(models.QuerySet):
    def of_unit(self, unit, year):
        """The unit's own programme of the year, else that of the nearest unit above."""
        units = [unit, *Unit.objects.above(unit)]
        found = {
            programme.unit_id: programme for programme in self.filter(unit__in=units, year=year)
        }
        return next((found[candidate.pk] for candidate in units if candidate.pk in found), None)


class Programme(models.Model):
    class Preset(models.TextChoices):
        EDUCATION = "education", "一、二级风险点向社会公开，三级内部公开"
        INSIDE = "inside", "全部内部公开"

    class Names(models.TextChoices):
        FULL = "full", "显示姓名"
        MASKED = "masked", "姓名隐去一字"
        POST = "post", "只显示岗位"

    class Range(models.TextChoices):
        INSIDE = "inside", "单位内部"
        PUBLIC = "public", "面向社会"

    class Compiler(models.TextChoices):
        DISCIPLINE_OFFICE = "discipline_office", "派驻纪检组、监察室编制"
        PREVENTION_OFFICE = "prevention_office", "防控办编制"

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="programmes"
    )
    year = models.PositiveIntegerField("年度")
    name = models.CharField("方案名称", max_length=120)
    scale = models.ForeignKey(Scale, verbose_name="等级表", on_delete=models.PROTECT)
    scheme = models.ForeignKey(Scheme, verbose_name="等级评定办法", on_delete=models.PROTECT)
    publicity_days = models.PositiveSmallIntegerField(
        "公示工作日", default=5, help_text="由本单位自行确定；填 0 表示不设公示。"
    )
    publicity_range = models.CharField(
        "公示范围", max_length=10, choices=Range, default=Range.INSIDE
    )
    preset = models.CharField("公开方式", max_length=12, choices=Preset, default=Preset.INSIDE)
    names = models.CharField("公开时姓名", max_length=10, choices=Names, default=Names.POST)
    directory_compiler = models.CharField(
        "目录编制", max_length=24, choices=Compiler, default=Compiler.DISCIPLINE_OFFICE
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度工作方案"
        ordering = ["-year", "unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="programme_once_a_year"),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100),
                name="programme_year_plausible",
                violation_error_message="年度请写四位数字，如 2026。",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.year} 年度"
