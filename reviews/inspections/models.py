"""Inspections (监督检查): the points that were drawn, what was found at each, the bulletin (通报).

Until the bulletin is issued only the office that inspects knows of it: it comes unannounced.
"""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Seat, Unit
from reviews.who_and_when import person
from risks.models import PointVersion

INSPECTING_SEATS = (Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)


class InspectionQuerySet(models.QuerySet):
    def of_office(self, reach):
        """Those of the offices the person holds: everything of them, from the plan on."""
        held = Q(pk__in=[])
        for seat in INSPECTING_SEATS:
            held |= Q(office=seat, office_unit__in=reach.units_of(seat))
        return self.filter(held)

    def told(self):
        return self.filter(issued_at__isnull=False)

    def visible_to(self, reach):
        """One's own; and once the bulletin is out whoever is on a post that was looked at, is over
        its section, or reads the unit as a whole.
        """
        if not reach.takes_part:
            return self.none()
        touched = InspectedPoint.objects.filter(InspectedPoint.near_q(reach))
        told = Q(issued_at__isnull=False) & (
            Q(pk__in=touched.values("inspection")) | reach.units_q()
        )
        return self.filter(told | Q(pk__in=self.of_office(reach).values("pk")))


class Inspection(models.Model):
    office = models.CharField(
        "检查部门", max_length=24, choices=[(seat.value, seat.label) for seat in INSPECTING_SEATS]
    )
    office_unit = models.ForeignKey(
        Unit, verbose_name="检查部门所在单位", on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="被检查单位", on_delete=models.PROTECT, related_name="inspections"
    )
    about = models.CharField("检查事项", max_length=80)
    on = models.DateField("检查日期")
    team = models.CharField("检查人员", max_length=200)
    size = models.PositiveSmallIntegerField("抽取条数")
    seed = models.PositiveIntegerField("抽取种子")
    created_by = person("安排人")
    created_at = models.DateTimeField("安排时间", auto_now_add=True)
    bulletin = models.TextField("通报内容", blank=True)
    issued_by = person("通报人", null=True, blank=True)
    issued_at = models.DateTimeField("通报时间", null=True, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "监督检查"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["office_unit", "office"]), models.Index(fields=["unit"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(office__in=[seat.value for seat in INSPECTING_SEATS]),
                name="inspection_by_an_office",
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="inspection_of_some_points"),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True, issued_at__isnull=True)
                | Q(issued_by__isnull=False, issued_at__isnull=False) & ~Q(bulletin=""),
                name="inspection_told_by_whom_when_in_words",
            ),
        ]

    def __str__(self):
        return f"{self.unit}：{self.about}"

    @property
    def is_told(self):
        return self.issued_at is not None


class InspectedPoint(models.Model):
    """A point as it stood when it was drawn, what was found there, and what came of it."""

    class Found(models.TextChoices):
        DONE = "done", "措施落实了"
        PARTLY = "partly", "部分落实"
        NOT_DONE = "not_done", "没有落实"
        NO_CASE = "no_case", "这段时间没有办理"

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField("次序")
    version = models.ForeignKey(
        PointVersion, verbose_name="风险点", on_delete=models.PROTECT, related_name="+"
    )
    found = models.CharField("检查情况", max_length=8, choices=Found, blank=True)
    text = models.TextField("说明", blank=True)
    mend_by = models.DateField("整改期限", null=True, blank=True)
    mended = models.TextField("整改情况", blank=True)
    mended_by = person("整改人", null=True, blank=True)
    mended_at = models.DateTimeField("整改时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "检查的风险点"
        ordering = ["inspection", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "version"], name="inspected_once_an_inspection"
            ),
            models.UniqueConstraint(
                fields=["inspection", "position"], name="inspected_point_has_its_place"
            ),
            models.CheckConstraint(
                condition=~Q(found__in=["partly", "not_done"]) | ~Q(text=""),
                name="inspected_point_says_what_is_missing",
            ),
            models.CheckConstraint(
                condition=Q(mend_by__isnull=True) | Q(found__in=["partly", "not_done"]),
                name="inspected_point_mended_where_something_is_missing",
            ),
            models.CheckConstraint(
                condition=Q(mended="", mended_by__isnull=True, mended_at__isnull=True)
                | ~Q(mended="")
                & Q(mended_by__isnull=False, mended_at__isnull=False, mend_by__isnull=False),
                name="inspected_point_mended_by_whom_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.inspection} {self.position}"

    @staticmethod
    def near_q(reach):
        """Points of the person's own posts and sections."""
        point = "version__point__"
        return (
            Q(**{f"{point}post__in": reach.post_ids})
            | Q(**{f"{point}post__section__in": reach.own_sections})
            | Q(**{f"{point}section__in": reach.own_sections})
        )

    @property
    def is_to_be_mended(self):
        return self.mend_by is not None and self.mended_at is None
