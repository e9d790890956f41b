"""The programme year (年度工作方案) and its settings; units without one use the superior's."""

from django.db import models
from django.db.models import Q

from .scales import Scale, Scheme
from .units import Unit


class ProgrammeQuerySet(models.QuerySet):
    def of_unit(self, unit, year):
        """The unit's own programme of the year, else that of the nearest unit above."""
        return self.of_units([unit], year).get(unit.pk)

    def of_units(self, units, year):
        """The same for many units, in one query: {unit's id: programme}, of those that have one."""
        lines = {unit.pk: unit.line for unit in units}
        codes = {code for line in lines.values() for code in line}
        programmes = self.filter(unit__code__in=codes, year=year).select_related("unit")
        found = {programme.unit.code: programme for programme in programmes}
        nearest = {pk: next(filter(found.get, line), None) for pk, line in lines.items()}
        return {pk: found[code] for pk, code in nearest.items() if code is not None}


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
    asks_level_after = models.BooleanField(
        "评定措施后等级",
        default=False,
        help_text="填报人可以再评一个落实防控措施以后的等级；它不会高于措施前的等级。",
    )
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
