"""The programme year (年度工作方案) and its settings; units without one use the superior's."""

from django.core.exceptions import ValidationError
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

    def in_use(self, line, year):
        """What a unit goes by in a year: its own or the nearest one above; before a year has one,
        that of the year before. `line` are the unit's codes, nearest first; None: there is none.
        """
        known = self.filter(unit__code__in=line, year__lte=year).select_related("unit", "scale")
        return known.order_by("-year", "-unit__path").first()


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
    measures_after_publicity = models.BooleanField(
        "防控措施在公示以后制定",
        default=False,
        help_text="打开以后，第一轮填报风险点和等级，防控措施可以先不写；公示结束，表回到填报人补措施，"
        "按审核路径再审一轮，不再公示，由主要负责人确认。没有公示的单位不受影响。",
    )
    preset = models.CharField("公开方式", max_length=12, choices=Preset, default=Preset.INSIDE)
    names = models.CharField("公开时姓名", max_length=10, choices=Names, default=Names.POST)
    directory_compiler = models.CharField(
        "目录编制", max_length=24, choices=Compiler, default=Compiler.DISCIPLINE_OFFICE
    )

    rules_old_after = models.PositiveSmallIntegerField(
        "制度满几年提示修订",
        default=5,
        help_text="防控措施引用的制度施行满这么多年，就列入“要补的制度”；填 0 表示不提示。",
    )

    talks_a_year = models.PositiveSmallIntegerField(
        "每年廉政谈话次数",
        default=2,
        help_text="每年至少与每位责任人谈几次；填 0 表示不设台账。",
    )
    arrival_days = models.PositiveSmallIntegerField(
        "到岗告知书签收工作日",
        default=10,
        help_text="到岗以后，应在这么多个工作日以内读完告知书并签收。",
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

    def clean(self):
        """A scale of one's own is mapped whole onto that of the unit above before it is used."""
        super().clean()
        if self.scale_id is None or self.unit_id is None or self.year is None:
            return
        if self.scheme_id and self.scheme.scale_id != self.scale_id:
            raise ValidationError({"scheme": "这个办法用的是另一张等级表，请选同一张等级表的。"})
        if self.scheme_id and self.scheme.is_draft:
            raise ValidationError({"scheme": "这个办法还是试用稿，请由防控办试算以后再启用。"})
        pairs = [(self, self.above()), *((lower, self) for lower in self.below())]
        for lower, upper in pairs:
            if upper and (levels := lower.scale.unmapped_onto(upper.scale)):
                raise ValidationError({"scale": _unmapped(lower, upper, levels)})

    def above(self):
        """The programme of the same year nearest above; None where there is none."""
        upper = self._others().filter(unit__code__in=self.unit.line[1:])
        return upper.order_by("-unit__path").first()

    def below(self):
        """The programmes of the year for which this one is the nearest above."""
        under = list(self._others().filter(unit__path__startswith=self.unit.path))
        return [
            lower
            for lower in under
            if not any(one is not lower and one.unit.contains(lower.unit) for one in under)
        ]

    def _others(self):
        same_year = Programme.objects.filter(year=self.year).exclude(unit=self.unit)
        return same_year.select_related("unit", "scale")


def _unmapped(lower, upper, levels):
    names = "、".join(level.label for level in levels)
    return (
        f"{lower.unit}的等级表“{lower.scale}”与上级{upper.unit}的“{upper.scale}”不同，"
        f"还没有说明这些等级对应上级的哪一级：{names}。请先在等级表里填写“对应上级等级”。"
    )
