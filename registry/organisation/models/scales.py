"""Levels are data (design §8): severity is the explicit rank, never read off a label."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .accounts import Person
from .units import Unit

LEVELS_KEPT = "这张等级表已经在用，等级和轻重次序不能再改，也不能增减；需要时请照着再起草一张。"


class Scale(models.Model):
    """An ordered scale of risk levels; `unit` empty means it comes with the software."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, null=True, blank=True
    )
    name = models.CharField("等级表名称", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "风险等级表"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="scale_name_once_per_unit",
                violation_error_message="本单位已有同名的等级表。",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=Q(unit__isnull=True), name="scale_name_once_shipped"
            ),
        ]

    def __str__(self):
        return self.name

    def unmapped_onto(self, above):
        """Its levels that are not said to be one of the scale above, gravest first."""
        mapping = LevelMapping(above)
        levels = self.levels.order_by("-rank")
        return [] if self.pk == above.pk else [one for one in levels if mapping.of(one) is None]

    def is_relied_on(self):
        """Whether a year or a scheme in use goes by it: then its levels and their order stay."""
        settled = self.scheme_set.filter(settled_at__isnull=False)
        return self.programme_set.exists() or settled.exists()

    def mapped_for(self):
        """The programme years that go by this scale under a unit that goes by another."""
        programmes = self.programme_set.select_related("unit")
        uppers = ((programme, programme.above()) for programme in programmes)
        return [one for one, upper in uppers if upper and upper.scale_id != self.pk]


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
            models.CheckConstraint(
                condition=Q(maps_to__isnull=True) | ~Q(maps_to=F("id")),
                name="level_maps_to_another",
                violation_error_message="一个等级不能对应它自己，请选上级等级表里的等级。",
            ),
        ]

    def __str__(self):
        return f"{self.label}（{self.word}）" if self.word else self.label


class LevelMapping:
    """Levels of any scale as levels of one: by what they are said to be (`maps_to`), step by step.

    Read once, in one query; there are a few levels to each scale of an installation.
    """

    def __init__(self, scale):
        self.scale = scale
        self._levels = ScaleLevel.objects.in_bulk()

    def known(self):
        return self._levels.values()

    def of(self, level):
        """The level of the one scale; None where nobody has said which it is."""
        seen = set()
        while level is not None and level.scale_id != self.scale.pk:
            if level.pk in seen:
                return None
            seen.add(level.pk)
            level = self._levels.get(level.maps_to_id)
        return level


def mapping_problems(scale, levels):
    """What is wrong with [(level, what it maps to or None)] of one scale, in words.

    All map into one other scale, and a graver level never to a milder one: sums would turn around.
    """
    mapped = [(level, above) for level, above in levels if above is not None]
    if scale.pk and any(above.scale_id == scale.pk for _, above in mapped):
        return ["“对应上级等级”要选另一张等级表里的等级。"]
    if len({above.scale_id for _, above in mapped}) > 1:
        return ["“对应上级等级”要选同一张等级表里的等级。"]
    ranks = [above.rank for _, above in sorted(mapped, key=lambda pair: pair[0].rank)]
    if ranks != sorted(ranks):
        return ["等级的轻重反了：较重的等级所对应的上级等级，不能比较轻的那个所对应的更轻。"]
    return []


class SchemeQuerySet(models.QuerySet):
    def offered_to(self, programme):
        """What comes with the software or from a unit above, and the unit's own, drafts among
        them; of the programme's scale, or of one of the unit's own.
        """
        own = Q(unit=programme.unit_id)
        above = Q(unit__isnull=True) | Q(unit__code__in=programme.unit.line[1:])
        of_scale = Q(scale=programme.scale_id) | Q(scale__unit=programme.unit_id)
        return self.filter(of_scale, own | above & Q(settled_at__isnull=False))


class Scheme(models.Model):
    """A versioned way to propose a level. Its rules are read by `risks.grading`.

    A draft (`settled_at` empty) is written by the prevention office of its unit; once it is
    switched on for a year it is settled, and the database refuses to change or delete it.
    """

    class Kind(models.TextChoices):
        LIKELIHOOD_HARM = "likelihood_harm", "可能性 × 危害程度"
        BY_MATTER = "by_matter", "按事项"
        BY_FACTORS = "by_factors", "按因素"
        CRITERIA_COUNT = "criteria_count", "按情形计数"

    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="schemes",
    )
    code = models.CharField("代号", max_length=90)
    version = models.PositiveIntegerField("版本", default=1)
    name = models.CharField("评定办法名称", max_length=60)
    kind = models.CharField("种类", max_length=20, choices=Kind)
    scale = models.ForeignKey(Scale, verbose_name="等级表", on_delete=models.PROTECT)
    rules = models.JSONField("规则")
    made_by = models.ForeignKey(
        Person,
        verbose_name="起草人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    made_at = models.DateTimeField("起草时间", default=timezone.now, editable=False)
    settled_by = models.ForeignKey(
        Person,
        verbose_name="启用人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    settled_at = models.DateTimeField("定稿时间", null=True, blank=True, editable=False)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "等级评定办法"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="scheme_version_once"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | Q(settled_at__isnull=False),
                name="scheme_settled_by_and_at",
            ),
        ]

    def __str__(self):
        return f"{self.name}（第 {self.version} 版）"

    @property
    def is_draft(self):
        return self.settled_at is None
