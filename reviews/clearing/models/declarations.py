"""清理申报: what one owner declares in a round, and where it stands."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Post, Seat, Section
from reviews.who_and_when import pair, person

from .rounds import ClearingRound


class Stands(models.TextChoices):
    """How far a declaration is: computed, never stored."""

    NOT_BEGUN = "not_begun", "未开始"
    BEGUN = "begun", "填写中"
    HANDED_IN = "handed_in", "已申报"
    GATHERED = "gathered", "已汇总"


class DeclarationQuerySet(models.QuerySet):
    def visible_to(self, reach):
        """Whoever reads the unit, the section or the post; the keeper, who fills in the catalogue,
        what is gathered into it. Sections and the unit are not open to whoever has a post there
        and no seat.
        """
        theirs = reach.register_q(unit="round__unit", section="section", post="post")
        kept = reach.units_of(Seat.INFORMATION_KEEPER)
        return self.filter(theirs | Q(round__unit__in=kept, post__isnull=True))

    def listed(self):
        return self.select_related(
            "round__unit", "round__programme", "section", "post__section", "handed_in_by"
        )


class Declaration(models.Model):
    """清理申报: the powers of one post, else of one section, else of the unit itself."""

    round = models.ForeignKey(
        ClearingRound, verbose_name="清权", on_delete=models.PROTECT, related_name="declarations"
    )
    section = models.ForeignKey(
        Section,
        verbose_name="科室",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="declarations",
    )
    post = models.ForeignKey(
        Post,
        verbose_name="岗位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="declarations",
    )
    none_because = models.CharField("没有职权的说明", max_length=200, blank=True)
    begun_by = person("填报人")
    begun_at = models.DateTimeField("开始时间", default=timezone.now)
    handed_in_by = person("申报人", null=True, blank=True)
    handed_in_at = models.DateTimeField("申报时间", null=True, blank=True)
    gathered_by = person("汇总人", null=True, blank=True)
    gathered_at = models.DateTimeField("汇总时间", null=True, blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清理申报"
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(section__isnull=True) | Q(post__isnull=True),
                name="declaration_of_post_or_section",
            ),
            models.UniqueConstraint(
                fields=["round", "post"],
                condition=Q(post__isnull=False),
                name="declaration_once_of_post",
            ),
            models.UniqueConstraint(
                fields=["round", "section"],
                condition=Q(section__isnull=False),
                name="declaration_once_of_section",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(section__isnull=True, post__isnull=True),
                name="declaration_once_of_unit",
            ),
            models.CheckConstraint(
                condition=pair("handed_in_by", "handed_in_at"),
                name="declaration_handed_in_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=pair("gathered_by", "gathered_at")
                & (Q(gathered_at__isnull=True) | Q(handed_in_at__isnull=False)),
                name="declaration_gathered_after_handed_in",
            ),
        ]

    def __str__(self):
        return f"{self.owner_name}清理申报"

    @property
    def owner_name(self):
        if self.post_id:
            return self.post.name
        return self.section.name if self.section_id else self.round.unit.name

    @property
    def layer(self):
        """岗位, 科室 or 单位 [3]."""
        return "岗位" if self.post_id else "科室" if self.section_id else "单位"

    @property
    def stands(self):
        if self.gathered_at:
            return Stands.GATHERED
        return Stands.HANDED_IN if self.handed_in_at else Stands.BEGUN
