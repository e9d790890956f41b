"""Reorganisation (机构调整): a post moves, sections merge, a post is abolished, from a day on.

The row is the dated memory of it: a post knows only its present section, this tells which one it
came from and when. Planned ones wait for their day; what was carried out never changes.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .posts import Post
from .units import Section, Unit


class ReorganisationQuerySet(models.QuerySet):
    def planned(self):
        """Decided, and not yet carried out."""
        return self.filter(applied_at__isnull=True)

    def due(self, day):
        return self.planned().filter(on__lte=day)


class Reorganisation(models.Model):
    """`section` is the one left or dissolved, `into_section` where its posts go; `into_post` takes
    the points and duties of an abolished post over. `on` is the first day of the new order.
    """

    class Kind(models.TextChoices):
        MOVE_POST = "move_post", "岗位调到另一个科室"
        MERGE_SECTIONS = "merge_sections", "科室并入另一个科室"
        ABOLISH_POST = "abolish_post", "撤销岗位"

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField("调整", max_length=16, choices=Kind)
    post = models.ForeignKey(
        Post,
        verbose_name="岗位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reorganisations",
    )
    section = models.ForeignKey(
        Section,
        verbose_name="原科室",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reorganisations",
    )
    into_section = models.ForeignKey(
        Section,
        verbose_name="新科室",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    into_post = models.ForeignKey(
        Post,
        verbose_name="接管的岗位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    on = models.DateField("生效日期")
    by = models.ForeignKey(
        "organisation.Person", verbose_name="办理人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("办理时间", default=timezone.now)
    applied_at = models.DateTimeField("执行时间", null=True, blank=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "机构调整"
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind="move_post",
                    post__isnull=False,
                    section__isnull=False,
                    into_section__isnull=False,
                    into_post__isnull=True,
                )
                | Q(
                    kind="merge_sections",
                    post__isnull=True,
                    section__isnull=False,
                    into_section__isnull=False,
                    into_post__isnull=True,
                )
                | Q(
                    kind="abolish_post",
                    post__isnull=False,
                    section__isnull=True,
                    into_section__isnull=True,
                ),
                name="reorganisation_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(into_section__isnull=True) | ~Q(into_section=F("section")),
                name="reorganisation_into_another_section",
            ),
            models.CheckConstraint(
                condition=Q(into_post__isnull=True) | ~Q(into_post=F("post")),
                name="reorganisation_into_another_post",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(applied_at__isnull=True, post__isnull=False),
                name="reorganisation_of_a_post_planned_once",
            ),
            models.UniqueConstraint(
                fields=["section"],
                condition=Q(applied_at__isnull=True, kind="merge_sections"),
                name="reorganisation_of_a_section_planned_once",
            ),
        ]

    def __str__(self):
        return self.said

    @property
    def said(self):
        """In a sentence, without its day."""
        if self.kind == self.Kind.ABOLISH_POST:
            taken = f"，风险点和职责划给{self.into_post}" if self.into_post_id else ""
            return f"撤销岗位“{self.post}”{taken}"
        if self.kind == self.Kind.MERGE_SECTIONS:
            return f"{self.section}并入{self.into_section}"
        return f"岗位“{self.post}”从{self.section}调到{self.into_section}"
