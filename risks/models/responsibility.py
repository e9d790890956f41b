"""Which seat manages a point of a level and which answers for it: data that a unit may change [0].

One row is a whole table of three lines, from a day on; the rows of earlier days stay, so that an
earlier day of the register names whom it named then.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Person, Seat, Unit

SEATS = (Seat.SECTION_HEAD, Seat.SUPERVISING_LEADER, Seat.PRINCIPAL)
WEIGHTS = {"top": "最高一级", "middle": "中间各级", "lowest": "最低一级"}
MANAGES = {weight: f"{weight}_manages" for weight in WEIGHTS}
ANSWERS = {weight: f"{weight}_answers" for weight in WEIGHTS}
FIELDS = tuple(
    name for pair in zip(MANAGES.values(), ANSWERS.values(), strict=False) for name in pair
)


def _seat(label):
    choices = [(seat.value, seat.label) for seat in SEATS]
    return models.CharField(label, max_length=24, choices=choices, blank=True)


def _not_below(weight):
    """Whoever answers for a point does not stand below whoever manages it."""
    lower = Q(**{MANAGES[weight]: Seat.PRINCIPAL}) & ~Q(**{ANSWERS[weight]: Seat.PRINCIPAL})
    lower |= Q(**{MANAGES[weight]: Seat.SUPERVISING_LEADER, ANSWERS[weight]: Seat.SECTION_HEAD})
    return ~lower


class ResponsibilityTableQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(starts__lte=day)

    def of_lines(self, lines, day):
        """{unit's id: the table it goes by}, of those that go by one of their own or of a unit
        above; `lines` are {unit's id: its codes, nearest first}. One query.
        """
        codes = {code for line in lines.values() for code in line}
        rows = self.on(day).filter(unit__code__in=codes).select_related("unit").order_by("starts")
        latest = {row.unit.code: row for row in rows}
        found = {
            pk: next(
                (latest[code] for code in line if code in latest and latest[code].is_own), None
            )
            for pk, line in lines.items()
        }
        return {pk: table for pk, table in found.items() if table is not None}


class ResponsibilityTable(models.Model):
    """From a day on: the seats of a unit's own table, or all blank: as the unit above does."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="responsibility_tables"
    )
    starts = models.DateField("起用日期")
    top_manages = _seat("最高一级由谁管理")
    top_answers = _seat("最高一级由谁负责")
    middle_manages = _seat("中间各级由谁管理")
    middle_answers = _seat("中间各级由谁负责")
    lowest_manages = _seat("最低一级由谁管理")
    lowest_answers = _seat("最低一级由谁负责")
    set_by = models.ForeignKey(
        Person, verbose_name="设定人", on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField("设定时间", default=timezone.now)

    objects = ResponsibilityTableQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "责任划分"
        ordering = ["unit__path", "-starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "starts"], name="responsibility_table_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(**{f"{name}__in": [seat.value for seat in SEATS] for name in FIELDS})
                | Q(**dict.fromkeys(FIELDS, "")),
                name="responsibility_table_whole_or_none",
            ),
            models.CheckConstraint(
                condition=_not_below("top") & _not_below("middle") & _not_below("lowest"),
                name="responsibility_answers_not_below",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.starts}"

    @property
    def is_own(self):
        return bool(self.top_manages)
