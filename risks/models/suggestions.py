"""A risk point raised for another post (群众提、互相查、领导点、专家评) [1] 四(二)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.access.reach import reach_of
from registry.organisation.models import Person, Post
from registry.papers.models import Paper

from .measures import MeasureVersion
from .points import PointVersion, RiskPoint

FoundBy = PointVersion.FoundBy
WAYS = [
    (way.value, way.label)
    for way in (FoundBy.MASSES, FoundBy.MUTUAL, FoundBy.LEADER, FoundBy.EXPERT)
]


class SuggestionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(outcome="")

    def seen_by(self, person, day):
        """One's own, and those for the posts one sits on that day."""
        return self.filter(Q(made_by=person) | Q(post__in=reach_of(person, day).post_ids))

    def to_answer(self, person, day):
        """Those that wait for an answer of this person, on the posts of that day."""
        theirs = self.filter(outcome="", post__in=reach_of(person, day).post_ids)
        return theirs.exclude(made_by=person)

    def behind(self, point):
        """Those that were taken up as this point, or as one that was joined with it."""
        return self.filter(Q(point=point) | Q(point__taken_as=point))

    def listed(self):
        return self.select_related("post__section", "post__unit", "made_by", "answered_by", "paper")


class Suggestion(models.Model):
    """`paper` is the draft into which it was taken up, `point` the row it became there.

    `measure`, where one is proposed, goes into the draft with the row. The identity stays even if
    the holder deletes that row again; what was taken up before rows were kept has none.
    """

    class Outcome(models.TextChoices):
        TAKEN_UP = "taken_up", "已采纳"
        DECLINED = "declined", "未采纳"

    post = models.ForeignKey(
        Post, verbose_name="对哪个岗位", on_delete=models.PROTECT, related_name="suggestions"
    )
    found_by = models.CharField("怎么发现的", max_length=14, choices=WAYS, default=FoundBy.MUTUAL)
    presence = models.CharField(
        "存在的还是潜在的",
        max_length=10,
        choices=PointVersion.Presence,
        default=PointVersion.Presence.LATENT,
    )
    source = models.TextField("风险源", blank=True)
    risk = models.TextField("风险点")
    harm = models.TextField("危害性", blank=True)
    measure = models.TextField("建议的措施", blank=True)
    measure_kind = models.CharField(
        "措施种类",
        max_length=12,
        choices=MeasureVersion.Kind,
        default=MeasureVersion.Kind.PROCEDURE,
    )
    reason = models.TextField("为什么提")
    made_by = models.ForeignKey(
        Person, verbose_name="提出人", on_delete=models.PROTECT, related_name="suggestions"
    )
    made_at = models.DateTimeField("提出时间", default=timezone.now)
    outcome = models.CharField("答复", max_length=10, choices=Outcome, blank=True)
    paper = models.ForeignKey(
        Paper, verbose_name="写入", on_delete=models.PROTECT, null=True, blank=True
    )
    point = models.ForeignKey(
        RiskPoint,
        verbose_name="成为",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="suggestions",
    )
    why = models.TextField("未采纳的理由", blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "风险点建议"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", answered_by__isnull=True, answered_at__isnull=True)
                | ~Q(outcome="") & Q(answered_by__isnull=False, answered_at__isnull=False),
                name="suggestion_answered_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(outcome="declined") & ~Q(why="") | ~Q(outcome="declined") & Q(why=""),
                name="suggestion_declined_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(outcome="taken_up", paper__isnull=False)
                | ~Q(outcome="taken_up") & Q(paper__isnull=True),
                name="suggestion_taken_up_into_a_paper",
            ),
            models.CheckConstraint(
                condition=Q(point__isnull=True) | Q(outcome="taken_up"),
                name="suggestion_point_only_when_taken_up",
            ),
        ]

    def __str__(self):
        return self.risk
