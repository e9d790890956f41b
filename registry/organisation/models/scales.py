"""Levels are data (design §8): severity is the explicit rank, never read off a label."""

from django.db import models

from .units import Unit


class Scale(models.Model):
    """An ordered scale of risk levels; `unit` empty means it comes with the software."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, null=True, blank=True
    )
    name = models.CharField("等级表名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "风险等级表"

    def __str__(self):
        return self.name


class ScaleLevel(models.Model):
    class Colour(models.TextChoices):
        RED = "red", "红"
        ORANGE = "orange", "橙"
        BLUE = "blue", "蓝"
        GREY = "grey", "灰"

    scale = models.ForeignKey(
        Scale, verbose_name="等级表", on_delete=models.PROTECT, related_name="levels"
    )
    rank = models.PositiveSmallIntegerField("严重程度序", help_text="1 最轻，数字越大越重。")
    label = models.CharField("等级", max_length=20)
    word = models.CharField("又称", max_length=10, blank=True)
    colour = models.CharField("颜色", max_length=10, choices=Colour, default=Colour.GREY)
    maps_to = models.ForeignKey(
        "self",
        verbose_name="对应上级等级",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = verbose_name_plural = "风险等级"
        ordering = ["scale", "-rank"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "rank"], name="scale_rank_once"),
            models.UniqueConstraint(fields=["scale", "label"], name="scale_label_once"),
        ]

    def __str__(self):
        return f"{self.label}（{self.word}）" if self.word else self.label


class Scheme(models.Model):
    """A versioned way to propose a level. Its rules are read by `risks.grading`."""

    class Kind(models.TextChoices):
        LIKELIHOOD_HARM = "likelihood_harm", "可能性 × 危害程度"
        BY_MATTER = "by_matter", "按事项"
        BY_FACTORS = "by_factors", "按因素"
        CRITERIA_COUNT = "criteria_count", "按情形计数"

    code = models.CharField("代号", max_length=40)
    version = models.PositiveIntegerField("版本", default=1)
    name = models.CharField("评定办法名称", max_length=60)
    kind = models.CharField("种类", max_length=20, choices=Kind)
    scale = models.ForeignKey(Scale, verbose_name="等级表", on_delete=models.PROTECT)
    rules = models.JSONField("规则")

    class Meta:
        verbose_name = verbose_name_plural = "等级评定办法"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="scheme_version_once")
        ]

    def __str__(self):
        return f"{self.name}（第 {self.version} 版）"
