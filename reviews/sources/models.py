"""风险信息: circle (a) of design §4, ADR 0056. Read by the office that received it, nobody else.

Units, posts, points and people are held by the database alone (`held`): what stands in the way of
deleting one is listed in the admin, and must not name an entry there. What was said before, what
was linked and what was ordered is only added; who opened an entry is told under seal in the trail.
"""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from powers.models import FlowStep, Power
from registry.files.models import StoredFile
from registry.organisation.models import Person, Post, Seat, Unit
from registry.paging.keyset import Key
from reviews.holding import held
from reviews.models import Missive
from reviews.who_and_when import pair
from risks.models import RiskPoint, Suggestion

TARGETS = ("post", "power", "step", "point")
_HIGHEST = 10**9
NEWEST_FIRST = (Key("back"), Key("office_id"))


class Channel(models.TextChoices):
    """Where it came from, in the order of the five documents (domain §6)."""

    PETITION = "petition", "信访举报"
    APPRAISAL = "appraisal", "考核"
    EFFICIENCY = "efficiency", "效能监察"
    CASE = "case", "案件"
    AUDIT = "audit", "审计"
    DEMOCRATIC_LIFE = "democratic_life", "民主生活会"
    DUTY_REPORT = "duty_report", "述职述廉"
    QUESTIONNAIRE = "questionnaire", "问卷"
    MEDIA = "media", "媒体"
    PUBLIC = "public", "公示意见、来件"


class Weight(models.TextChoices):
    LOW = "low", "低"
    MIDDLE = "middle", "中"
    HIGH = "high", "高"


# What each weight means, said on the form.
MEANING = {
    Weight.LOW: "一般反映：说法笼统，或者只涉及手续、态度",
    Weight.MIDDLE: "值得留意：说得具体，或者不止一处提到同一环节",
    Weight.HIGH: "应当核实：有材料可查，或者涉及钱物、人事、招生等关键环节",
}


class SourceQuerySet(models.QuerySet):
    def visible_to(self, reach):
        """The office that received it, without whoever sits on a post that it is linked to."""
        return self.filter(office__in=reach.units_of(Seat.DISCIPLINE_OFFICE)).exclude(
            Exists(SourceLink.objects.standing().about_posts(reach.post_ids, OuterRef("pk")))
        )

    def standing(self):
        return self.filter(withdrawn_at__isnull=True)

    def covered(self):
        """Those that a point in force answers: linked to it, or ordered and taken up as one."""
        points = RiskPoint.objects.in_force().order_by().values("pk")
        linked = SourceLink.objects.standing().filter(source=OuterRef("pk"), point__in=points)
        ordered = SourceOrder.objects.annotate(
            became=Coalesce("suggestion__point__taken_as", "suggestion__point")
        ).filter(source=OuterRef("pk"), became__in=points)
        return self.filter(Exists(linked) | Exists(ordered))

    def listed(self):
        return self.select_related("office", "unit", "entered_by").annotate(
            back=_HIGHEST - F("number")
        )


class Source(models.Model):
    """One entry. `office`: the unit whose discipline office received it; `unit`: what it is about.

    `number` counts within the office, so that no gap tells of another's. `counter` is the version
    that a stamp is made of.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = held(Unit, "接收的纪检监察机构")
    number = models.PositiveIntegerField("序号")
    unit = held(Unit, "涉及单位")
    channel = models.CharField("来源", max_length=16, choices=Channel)
    weight = models.CharField("分量", max_length=8, choices=Weight)
    text = models.TextField("反映的情况")
    came_on = models.DateField("收到日期")
    missive = models.OneToOneField(
        Missive, on_delete=models.DO_NOTHING, null=True, blank=True, related_name="+"
    )
    counter = models.PositiveIntegerField(default=1)
    entered_by = held(Person, "登记人")
    entered_at = models.DateTimeField("登记时间", default=timezone.now)
    withdrawn_by = held(Person, "撤回人", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_why = models.TextField("撤回理由", blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "风险信息"
        ordering = ["-number"]
        indexes = [models.Index(fields=["office", "came_on"])]
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="source_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="source_says_something"),
            models.CheckConstraint(
                condition=pair("withdrawn_by", "withdrawn_at")
                & (
                    Q(withdrawn_at__isnull=True, withdrawn_why="")
                    | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")
                ),
                name="source_withdrawn_by_whom_when_and_why",
            ),
        ]

    def __str__(self):
        return f"风险信息第 {self.number} 号"

    @property
    def is_standing(self):
        return self.withdrawn_at is None


class SourceEarlier(models.Model):
    """What an entry said before it was changed."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="earlier")
    no = models.PositiveIntegerField("第几稿")
    unit = held(Unit, "涉及单位")
    channel = models.CharField("来源", max_length=16, choices=Channel)
    weight = models.CharField("分量", max_length=8, choices=Weight)
    text = models.TextField("反映的情况")
    came_on = models.DateField("收到日期")
    replaced_by = held(Person, "修改人")
    replaced_at = models.DateTimeField("修改时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "风险信息原稿"
        ordering = ["-no"]
        constraints = [models.UniqueConstraint(fields=["source", "no"], name="source_earlier_once")]

    def __str__(self):
        return f"第 {self.no} 稿"


class SourceLinkQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(dropped_at__isnull=True)

    def about_posts(self, posts, source):
        """Of a source those that lead to one of the posts: itself, or a point of it."""
        return self.filter(Q(post__in=posts) | Q(point__post__in=posts), source=source)

    def listed(self):
        return self.select_related(
            "post__unit", "post__section", "power__in_force", "step", "point__in_force"
        )


class SourceLink(models.Model):
    """What an entry touches: a post, a power, a step of one, or a point."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="links")
    post = held(Post, "岗位", null=True, blank=True)
    power = held(Power, "职权", null=True, blank=True)
    step = held(FlowStep, "环节", null=True, blank=True)
    point = held(RiskPoint, "风险点", null=True, blank=True)
    added_by = held(Person, "关联人")
    added_at = models.DateTimeField("关联时间", default=timezone.now)
    dropped_by = held(Person, "解除人", null=True, blank=True)
    dropped_at = models.DateTimeField("解除时间", null=True, blank=True)

    objects = SourceLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "关联"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, power=None, step=None, point=None)
                | Q(post=None, power__isnull=False, step=None, point=None)
                | Q(post=None, power=None, step__isnull=False, point=None)
                | Q(post=None, power=None, step=None, point__isnull=False),
                name="source_link_to_exactly_one",
            ),
            models.CheckConstraint(
                condition=pair("dropped_by", "dropped_at"), name="source_link_dropped_by_and_at"
            ),
            *(
                models.UniqueConstraint(
                    fields=["source", target],
                    condition=Q(dropped_at__isnull=True),
                    name=f"source_linked_once_to_{target}",
                )
                for target in TARGETS
            ),
        ]

    def __str__(self):
        return "关联"


class SourceFile(models.Model):
    """A file with an entry. Its name is kept here: a stored file is named 附件 and says no more."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=200)
    by = held(Person, "上传人")
    at = models.DateTimeField("上传时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "风险信息附件"
        ordering = ["pk"]

    def __str__(self):
        return "附件"


class SourceOrder(models.Model):
    """可能漏查: the suggestion that was worded anew for a post; nothing on its side leads back."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="orders")
    suggestion = models.OneToOneField(
        Suggestion, on_delete=models.DO_NOTHING, related_name="+", verbose_name="可能漏查"
    )
    by = held(Person, "提出人")
    at = models.DateTimeField("提出时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "可能漏查"
        ordering = ["pk"]

    def __str__(self):
        return "可能漏查"
