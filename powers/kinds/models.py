"""A kind of power is a row, so that a list may say what official lists and schools say."""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Seat, Unit


class PowerKindQuerySet(models.QuerySet):
    def of_unit(self, unit):
        """What a unit may choose from: the official ones, those from above, its own."""
        return self.filter(Q(unit__isnull=True) | Q(unit__code__in=unit.line))

    def visible_to(self, reach):
        """The official ones; of units: the own, those above, those one oversees."""
        if not reach.takes_part:
            return self.filter(unit__isnull=True)
        units = [reach.person.unit, *(mandate.unit for mandate in reach.mandates)]
        codes = {code for unit in units for code in unit.line}
        return self.filter(Q(unit__isnull=True) | Q(unit__code__in=codes) | reach.units_q())

    def kept_by(self, reach):
        """Those that this person's office keeps; the official ones at the top."""
        units = reach.units_of(Seat.PREVENTION_OFFICE)
        at_the_top = Unit.objects.filter(pk__in=units, parent__isnull=True).exists()
        own = Q(unit__in=units)
        return self.filter(own | Q(unit__isnull=True) if at_the_top else own)

    def listed(self):
        """Official ones first, then unit by unit, each in its order."""
        return self.select_related("unit").order_by(
            models.F("unit__path").asc(nulls_first=True), "order", "pk"
        )


class PowerKind(models.Model):
    """One kind; `unit` empty means it is official and counts for all.

    Versions refer to `code`, an opaque text that is given once: it is part of what their digests
    cover. What a frozen version says does not change: a kind that one uses keeps its name
    (`keeping`), and no kind in use is deleted, which the database holds.
    """

    class Applies(models.TextChoices):
        EXTERNAL = "external", "外部职权"
        INTERNAL = "internal", "内部职权"
        BOTH = "both", "外部、内部都可用"

    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="power_kinds",
    )
    code = models.CharField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=40)
    applies = models.CharField("适用范围", max_length=10, choices=Applies, default=Applies.BOTH)
    order = models.PositiveSmallIntegerField("次序", default=1)
    offered = models.BooleanField("使用中", default=True)

    objects = PowerKindQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职权类型"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="power_kind_once_per_unit"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(unit__isnull=True), name="power_kind_once_official"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="power_kind_named"),
        ]

    def __str__(self):
        return self.name

    def fits(self, side):
        """Whether a power of this side may be of this kind."""
        return self.applies in (self.Applies.BOTH, side)
