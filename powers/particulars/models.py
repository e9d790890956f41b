"""Rows under a version of a power, frozen with it and copied on write like its bases."""

from django.db import models
from django.db.models import F, Q

from powers.models import PowerVersion


class _Row(models.Model):
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        abstract = True


class SubItem(_Row):
    """A named part of a power (子项), with the code that lists give it; the code is opaque text."""

    version = models.ForeignKey(PowerVersion, on_delete=models.CASCADE, related_name="sub_items")
    code = models.CharField("子项编码", max_length=60, blank=True)
    name = models.CharField("子项名称", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "子项"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="sub_item_place_once"),
            models.CheckConstraint(condition=~Q(name=""), name="sub_item_named"),
        ]

    def __str__(self):
        return self.name


class Responsibility(_Row):
    """What the unit must do at one stage (责任事项): stage, duty, the basis of it."""

    version = models.ForeignKey(
        PowerVersion, on_delete=models.CASCADE, related_name="responsibilities"
    )
    stage = models.CharField("环节", max_length=20)
    text = models.TextField("责任内容")
    basis = models.CharField("依据", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "责任事项"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="responsibility_place_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="responsibility_says_what"),
        ]

    def __str__(self):
        return f"{self.stage}：{self.text}"


class Accountability(_Row):
    """A case in which those responsible are called to account (追责情形)."""

    version = models.ForeignKey(
        PowerVersion, on_delete=models.CASCADE, related_name="accountabilities"
    )
    text = models.TextField("追责情形")
    basis = models.CharField("依据", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "追责情形"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "position"], name="accountability_place_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="accountability_says_what"),
        ]

    def __str__(self):
        return self.text


class Benchmark(_Row):
    """A step of the discretion benchmark (裁量基准): on this condition this kind, in this range.

    A blank end is open: no lower or no upper limit. Without ends and unit the kind has no range
    (警告). `lower_closed` says whether the limit itself belongs to the range (以上), likewise
    `upper_closed` (以下); without it, it does not (超过, 不满).
    """

    version = models.ForeignKey(PowerVersion, on_delete=models.CASCADE, related_name="benchmarks")
    condition = models.CharField("适用情形", max_length=300)
    kind = models.CharField("处理种类", max_length=40)
    lower = models.DecimalField("下限", max_digits=16, decimal_places=4, null=True, blank=True)
    lower_closed = models.BooleanField("含下限", default=True)
    upper = models.DecimalField("上限", max_digits=16, decimal_places=4, null=True, blank=True)
    upper_closed = models.BooleanField("含上限", default=False)
    unit = models.CharField("单位", max_length=20, blank=True)
    basis = models.CharField("依据", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "裁量基准"
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="benchmark_place_once"),
            models.CheckConstraint(
                condition=~Q(condition="") & ~Q(kind=""), name="benchmark_says_what"
            ),
            models.CheckConstraint(
                condition=Q(lower__isnull=True)
                | Q(upper__isnull=True)
                | Q(lower__lt=F("upper"))
                | Q(lower=F("upper"), lower_closed=True, upper_closed=True),
                name="benchmark_range_holds_something",
            ),
            models.CheckConstraint(
                condition=Q(lower__isnull=True, upper__isnull=True) | ~Q(unit=""),
                name="benchmark_range_with_unit",
            ),
        ]

    def __str__(self):
        return f"{self.condition}：{self.kind}"
