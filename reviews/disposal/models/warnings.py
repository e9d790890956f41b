"""预警: a colour on a post or a point of it, never on a person (对岗不对人 [1][4])."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Person, Post, Seat, Unit
from reviews.holding import held
from reviews.who_and_when import pair
from risks.models import RiskPoint

RED = "red"


class WarningColour(models.Model):
    """黄、橙、红 [4]: labels and order are data, the codes stay."""

    code = models.SlugField("代码", max_length=10, primary_key=True)
    label = models.CharField("名称", max_length=20)
    order = models.PositiveSmallIntegerField("由轻到重", unique=True)
    meaning = models.CharField("什么时候用", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "预警颜色"
        ordering = ["order"]

    def __str__(self):
        return self.label


class WarningQuerySet(models.QuerySet):
    def visible_to(self, reach):
        """The discipline office that keeps it, who issued it from another seat, and who sees one
        of its acts. Whoever merely sits on the post learns nothing.
        """
        from reviews.disposal import circle  # it asks these models

        return self.filter(circle.warnings_q(reach))

    def standing(self):
        return self.filter(lifted_at__isnull=True)


class PostWarning(models.Model):
    """`office`: the unit whose discipline office keeps it; `issued_as`: from which seat it came.

    `grounds` are worded anew by whoever issues it; `proposal` is the key of a confirmed proposal of
    the assessment, which only the assessment can follow back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = held(Unit, "单位")
    post = held(Post, "岗位", null=True, blank=True)
    point = held(RiskPoint, "风险点", null=True, blank=True)
    office = held(Unit, "归口的纪检监察机构")
    colour = models.ForeignKey(
        WarningColour, verbose_name="颜色", on_delete=models.PROTECT, related_name="warnings"
    )
    grounds = models.TextField("预警事由")
    ordered_by = models.CharField("决定机关", max_length=80, blank=True)
    proposal = models.CharField("评估建议", max_length=64, null=True, blank=True, unique=True)
    issued_as = models.CharField("以什么席位发出", max_length=24, choices=Seat)
    issued_by = held(Person, "发出人")
    issued_at = models.DateTimeField("发出时间", default=timezone.now)
    lifted_by = held(Person, "解除人", null=True, blank=True)
    lifted_at = models.DateTimeField("解除时间", null=True, blank=True)
    lifted_why = models.TextField("解除理由", blank=True)

    objects = WarningQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "预警"
        ordering = ["-issued_at", "id"]
        indexes = [models.Index(fields=["office", "issued_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False) | Q(point__isnull=False),
                name="warning_on_a_post_or_point",
            ),
            models.CheckConstraint(condition=~Q(grounds=""), name="warning_says_why"),
            models.CheckConstraint(
                condition=~Q(colour=RED) | ~Q(ordered_by="") & Q(proposal__isnull=True),
                name="warning_red_by_hand_and_on_order",
                violation_error_message="红色预警只能由人发出，须写明决定机关。",
            ),
            models.CheckConstraint(
                condition=pair("lifted_by", "lifted_at")
                & (
                    Q(lifted_at__isnull=True, lifted_why="")
                    | Q(lifted_at__isnull=False) & ~Q(lifted_why="")
                ),
                name="warning_lifted_by_whom_when_and_why",
            ),
        ]

    def __str__(self):
        return f"{self.colour}：{self.about}"

    @property
    def about(self):
        """The post, or what owns the point."""
        return self.post.name if self.post_id else str(self.point)

    @property
    def is_standing(self):
        return self.lifted_at is None
