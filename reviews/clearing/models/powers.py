"""The rows of a declaration: powers, what shall be, and to whom they are offered."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from powers.kinds.shipped import OTHER
from powers.models import Power, PowerVersion
from registry.organisation.models import Section, Unit
from risks.models import Duty

from .declarations import Declaration

MOST_NAMES = 3


def _given(*, to_all=False, to_several=False, to_unit=False, to_section=False, to_other=False):
    """A receiver is named in these ways and in no other."""
    unit, section = Q(to_unit__isnull=not to_unit), Q(to_section__isnull=not to_section)
    other = ~Q(to_other="") if to_other else Q(to_other="")
    return Q(to_all=to_all, to_several=to_several) & unit & section & other


class DeclaredPowerQuerySet(models.QuerySet):
    def listed(self):
        rows = self.select_related(
            "power__in_force__kind",
            "duty__in_force",
            "kind",
            "to_unit",
            "to_section",
            "taken_from",
        )
        return rows.prefetch_related("receiving__unit").order_by("pk")

    def disputed(self):
        """Rows of which another section, or the unit, says something else in the same round."""
        others = DeclaredPower.objects.filter(
            ~Q(disposition=OuterRef("disposition")),
            power=OuterRef("power"),
            declaration__round=OuterRef("declaration__round"),
            declaration__post__isnull=True,
            declaration__handed_in_at__isnull=False,
        )
        return self.filter(Exists(others), declaration__post__isnull=True)

    def offered(self):
        """Gathered into the unit's catalogue and meant for a unit or section that may answer; not
        while sections do not agree on it.
        """
        gathered = self.filter(
            declaration__gathered_at__isnull=False, declaration__post__isnull=True
        )
        meant = gathered.exclude(
            to_unit__isnull=True, to_section__isnull=True, to_all=False, to_several=False
        )
        disputed = DeclaredPower.objects.disputed().values("pk")
        answered = DeclaredPower.objects.filter(answers__isnull=False).values("pk")
        return meant.filter(Q(pk__in=answered) | ~Q(pk__in=disputed))


class DeclaredPower(models.Model):
    """A row of a declaration: a power of the register, or one newly found, and what shall be.

    The scope (应为、不得为、限度) and the four responsibilities are those of the post [4].
    """

    class Disposition(models.TextChoices):
        KEEP = PowerVersion.Disposition.KEEP.value, PowerVersion.Disposition.KEEP.label
        HAND_DOWN = (
            PowerVersion.Disposition.HAND_DOWN.value,
            PowerVersion.Disposition.HAND_DOWN.label,
        )
        TRANSFER = PowerVersion.Disposition.TRANSFER.value, PowerVersion.Disposition.TRANSFER.label
        SUPERVISE_AFTER = (
            PowerVersion.Disposition.SUPERVISE_AFTER.value,
            PowerVersion.Disposition.SUPERVISE_AFTER.label,
        )
        ABOLISH = "abolish", "取消"

    declaration = models.ForeignKey(
        Declaration, verbose_name="清理申报", on_delete=models.CASCADE, related_name="rows"
    )
    power = models.ForeignKey(
        Power,
        verbose_name="在册职权",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="declared",
    )
    duty = models.ForeignKey(
        Duty,
        verbose_name="来自职责",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="declared",
    )
    taken_from = models.ForeignKey(
        "self",
        verbose_name="来自岗位申报",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_as",
    )
    name = models.CharField("职权名称", max_length=200, blank=True)
    side = models.CharField(
        "内外部", max_length=10, choices=PowerVersion.Side, default=PowerVersion.Side.INTERNAL
    )
    kind = models.ForeignKey(
        "kinds.PowerKind",
        verbose_name="职权类型",
        to_field="code",
        db_column="kind",
        on_delete=models.PROTECT,
        default=OTHER,
        related_name="declared",
    )
    content = models.TextField("职权内容", blank=True)
    bases = models.TextField("依据", blank=True)
    disposition = models.CharField("清理意见", max_length=20, choices=Disposition, blank=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    to_unit = models.ForeignKey(
        Unit,
        verbose_name="交给单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    to_section = models.ForeignKey(
        Section,
        verbose_name="交给科室",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    to_all = models.BooleanField("交给全部所属单位", default=False)
    to_several = models.BooleanField("交给几个所属单位", default=False)
    to_other = models.CharField("交给系统以外", max_length=120, blank=True)
    should_do = models.TextField("应为", blank=True)
    must_not = models.TextField("不得为", blank=True)
    how_far = models.TextField("限度", blank=True)
    political = models.TextField("政治责任", blank=True)
    administrative = models.TextField("行政责任", blank=True)
    disciplinary = models.TextField("法纪责任", blank=True)
    moral = models.TextField("道德责任", blank=True)

    objects = DeclaredPowerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报的职权"
        ordering = ["declaration", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(power__isnull=False, name="") | Q(power__isnull=True) & ~Q(name=""),
                name="declared_known_or_named",
            ),
            models.CheckConstraint(
                condition=Q(disposition__in=["", "keep"]) | ~Q(reason=""),
                name="declared_with_reason",
                violation_error_message="不是“保留”的，请写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(disposition="hand_down")
                & (_given(to_all=True) | _given(to_several=True) | _given(to_unit=True))
                | Q(disposition="transfer")
                & (_given(to_unit=True) | _given(to_section=True) | _given(to_other=True))
                | ~Q(disposition__in=["hand_down", "transfer"]) & _given(),
                name="declared_to_whom",
                violation_error_message="下放要写明下级单位，转移要写明一个接收单位或者科室。",
            ),
            models.UniqueConstraint(fields=["declaration", "power"], name="declared_once"),
            models.UniqueConstraint(fields=["declaration", "duty"], name="declared_once_of_duty"),
            models.UniqueConstraint(
                fields=["declaration", "name"], condition=~Q(name=""), name="declared_once_by_name"
            ),
            models.CheckConstraint(
                condition=Q(taken_from__isnull=True) | ~Q(taken_from=F("pk")),
                name="declared_not_from_itself",
            ),
        ]

    def __str__(self):
        return self.said_name

    @property
    def said_name(self):
        """What the register calls it, else what whoever found it does."""
        return str(self.power) if self.power_id else self.name

    @property
    def asks_many(self):
        """Whether each of several units answers for itself."""
        return self.to_all or self.to_several

    @property
    def named_units(self):
        """The units below that are named one by one, where it is for several of them."""
        return [each.unit for each in self.receiving.all()]

    @property
    def to_whom(self):
        """Who shall have it; blank where it stays."""
        if self.to_all:
            return "全部所属单位"
        if self.to_several:
            return _named(self.named_units)
        return str(self.to_unit or self.to_section or self.to_other or "")


class ReceivingUnit(models.Model):
    """One of the several units below that a power is handed down to."""

    row = models.ForeignKey(
        DeclaredPower, verbose_name="职权", on_delete=models.CASCADE, related_name="receiving"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="接收单位", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "接收单位"
        ordering = ["unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["row", "unit"], name="receiving_once_of_unit")
        ]

    def __str__(self):
        return self.unit.name


def _named(units):
    names = "、".join(unit.name for unit in units[:MOST_NAMES])
    return f"{names}等 {len(units)} 个单位" if len(units) > MOST_NAMES else names
