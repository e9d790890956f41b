"""Seats (席位): the roles of the chain, and the mandates that give them to posts."""

from django.db import models
from django.db.models import F, Q

from .posts import Post
from .units import Section, Unit


class Seat(models.TextChoices):
    SECTION_HEAD = "section_head", "科室（年级组）负责人"
    SUPERVISING_LEADER = "supervising_leader", "单位主管（分管）领导"
    LEADING_GROUP = "leading_group", "单位领导小组"
    PRINCIPAL = "principal", "单位主要负责人"
    UNIT_SUPERVISOR = "unit_supervisor", "上级分管领导"
    PREVENTION_OFFICE = "prevention_office", "防控办"
    DISCIPLINE_OFFICE = "discipline_office", "派驻纪检组、监察室"
    INFORMATION_KEEPER = "information_keeper", "信息员"
    LEGAL_OFFICE = "legal_office", "法制办"
    ESTABLISHMENT_OFFICE = "establishment_office", "编办"
    OPENNESS_OFFICE = "openness_office", "公开办"
    HIGHER_LEADER = "higher_leader", "上级领导"


class Rank(models.TextChoices):
    HEAD = "head", "正职（组长）"
    DEPUTY = "deputy", "副职（副组长）"
    MEMBER = "member", "成员"


class MandateQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(starts__lte=day).filter(Q(ends__isnull=True) | Q(ends__gte=day))

    def held_by(self, person, day):
        """Mandates of the posts this person sits on that day."""
        return self.on(day).filter(
            Q(post__appointments__ends__isnull=True) | Q(post__appointments__ends__gte=day),
            post__appointments__person=person,
            post__appointments__starts__lte=day,
        )


class Mandate(models.Model):
    """A post holds a seat over a unit (and section). When people move, mandates stay."""

    post = models.ForeignKey(
        Post, verbose_name="岗位", on_delete=models.PROTECT, related_name="mandates"
    )
    seat = models.CharField("席位", max_length=24, choices=Seat)
    unit = models.ForeignKey(
        Unit, verbose_name="对哪个单位", on_delete=models.PROTECT, related_name="mandates"
    )
    section = models.ForeignKey(
        Section,
        verbose_name="对哪个科室（年级组）",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
    )
    rank = models.CharField("位次", max_length=8, choices=Rank, default=Rank.HEAD)
    starts = models.DateField("起始日期")
    ends = models.DateField("截止日期", null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "席位授权"
        ordering = ["unit__path", "seat", "rank", "id"]
        indexes = [models.Index(fields=["unit", "seat"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__in=["section_head", "supervising_leader"], section__isnull=False)
                | (~Q(seat__in=["section_head", "supervising_leader"]) & Q(section__isnull=True)),
                name="mandate_section_only_for_section_seats",
                violation_error_message=(
                    "科室负责人和分管领导须写明科室（年级组）；其他席位不写科室。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="mandate_ends_after_start",
                violation_error_message="截止日期不能早于起始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.get_seat_display()} · {self.section or self.unit}"
