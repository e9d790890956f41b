"""廉政谈话 [0]: who talks with whom, what was said and that both say it was so.

What was said is for the two who talked, whoever wrote it down until both have confirmed, and the
discipline office over their unit (ADR 0057). Rows hang on people here, not on posts: a talk is
between two; risks never are.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.files.models import SignedSheet
from registry.organisation.models import Post, Unit
from reviews.offices import by_discipline_office
from reviews.who_and_when import person


def _post(label):
    return models.ForeignKey(Post, verbose_name=label, on_delete=models.PROTECT, related_name="+")


class TalkKindQuerySet(models.QuerySet):
    def of_unit(self, unit):
        """What may be chosen in a unit: what came with the software, from above, its own."""
        return self.filter(Q(unit__isnull=True) | Q(unit__code__in=unit.line), offered=True)

    def listed(self):
        return self.select_related("unit").order_by(
            F("unit__path").asc(nulls_first=True), "order", "pk"
        )


class TalkKind(models.Model):
    """A kind of talk (例行谈话…); `unit` empty: it came with the software.

    提醒谈话 is the Party organisation's, 谈话提醒 the discipline office's: `held_by` keeps them
    apart. Of a kind that `is_confidential` nobody but those who may read it learns that it was.
    """

    class HeldBy(models.TextChoices):
        LEADER = "leader", "责任领导"
        PARTY = "party", "党组织"
        DISCIPLINE = "discipline", "纪检监察机构"

    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="talk_kinds",
    )
    name = models.CharField("名称", max_length=40)
    held_by = models.CharField("由谁谈", max_length=12, choices=HeldBy)
    counts = models.BooleanField("计入每年应谈次数", default=True)
    is_confidential = models.BooleanField("不列入台账", default=False)
    order = models.PositiveSmallIntegerField("次序", default=1)
    offered = models.BooleanField("使用中", default=True)

    objects = TalkKindQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "谈话类型"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="talk_kind_once_per_unit"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(unit__isnull=True), name="talk_kind_once_shipped"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="talk_kind_named"),
            models.CheckConstraint(
                condition=Q(counts=False) | Q(is_confidential=False),
                name="talk_kind_counted_is_not_confidential",
            ),
        ]

    def __str__(self):
        return self.name


class TalkQuerySet(models.QuerySet):
    def between(self, person):
        """Those the person holds or is talked with in."""
        return self.filter(Q(holder=person) | Q(partner=person))

    def visible_to(self, reach):
        """Talks whose content may be read: one's own; while it is written down, by whoever does;
        all of the units under one's discipline office.
        """
        if reach.person is None:
            return self.none()
        own = Q(holder=reach.person) | Q(partner=reach.person)
        writing = Q(recorder=reach.person, settled_at__isnull=True, dropped_at__isnull=True)
        return self.filter(own | writing | by_discipline_office(reach))

    def in_ledger(self):
        """Held and confirmed by both, of a kind that is no secret."""
        return self.filter(settled_at__isnull=False, kind__is_confidential=False)

    def open(self):
        return self.filter(settled_at__isnull=True, dropped_at__isnull=True)

    def listed(self):
        return self.select_related(
            "unit",
            "kind",
            "holder__account",
            "partner__account",
            "recorder",
            "holder_post",
            "partner_post",
        ).order_by("-planned_on", "-pk")


class Talk(models.Model):
    """Planned, then written down (`record_no`), then confirmed by both and closed for good."""

    unit = models.ForeignKey(
        Unit, verbose_name="谈话对象所在单位", on_delete=models.PROTECT, related_name="talks"
    )
    kind = models.ForeignKey(
        TalkKind, verbose_name="类型", on_delete=models.PROTECT, related_name="talks"
    )
    holder = person("谈话人")
    holder_post = _post("谈话人岗位")
    partner = person("谈话对象")
    partner_post = _post("谈话对象岗位")
    planned_on = models.DateField("计划日期")
    planned_place = models.CharField("计划地点", max_length=80, blank=True)
    topic = models.CharField("谈什么", max_length=200)
    recorder = person("记录人", null=True, blank=True)
    planned_by = person("安排人")
    planned_at = models.DateTimeField("安排时间", default=timezone.now)
    record_no = models.PositiveSmallIntegerField("第几稿记录", default=0)
    held_on = models.DateField("谈话日期", null=True, blank=True)
    settled_at = models.DateTimeField("双方确认时间", null=True, blank=True)
    dropped_at = models.DateTimeField("取消时间", null=True, blank=True)
    dropped_by = person("取消人", null=True, blank=True)
    dropped_why = models.CharField("取消原因", max_length=200, blank=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "廉政谈话"
        indexes = [
            models.Index(fields=["unit", "held_on"]),
            models.Index(fields=["holder", "-planned_on"], name="talk_of_holder"),
            models.Index(fields=["partner", "-planned_on"], name="talk_of_partner"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(holder=F("partner")), name="talk_between_two"),
            models.CheckConstraint(
                condition=Q(recorder__isnull=True) | ~Q(recorder=F("partner")),
                name="talk_not_recorded_by_its_partner",
            ),
            models.CheckConstraint(
                condition=Q(record_no=0, held_on__isnull=True)
                | Q(record_no__gt=0, held_on__isnull=False),
                name="talk_held_as_recorded",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(record_no__gt=0, dropped_at__isnull=True),
                name="talk_settled_as_recorded",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True, dropped_why="")
                | Q(dropped_at__isnull=False, dropped_by__isnull=False, record_no=0)
                & ~Q(dropped_why=""),
                name="talk_dropped_by_whom_and_why",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.planned_on}"

    @property
    def is_open(self):
        return self.settled_at is None and self.dropped_at is None

    @property
    def number(self):
        """How the printed record is called in a volume."""
        return f"谈话-{self.planned_on.year}-{self.pk}"

    def side_of(self, person):
        """Whether the person holds the talk or is talked with; None: neither."""
        sides = {self.holder_id: TalkConfirmation.Side.HOLDER}
        sides[self.partner_id] = TalkConfirmation.Side.PARTNER
        return sides.get(person.pk)

    def is_written_by(self, person):
        """Whoever holds it writes it down, or the recorder named."""
        return person.pk in (self.holder_id, self.recorder_id)


class TalkRecord(models.Model):
    """What was said, as it was written down; a correction is another one with the next number."""

    talk = models.ForeignKey(
        Talk, verbose_name="谈话", on_delete=models.PROTECT, related_name="records"
    )
    no = models.PositiveSmallIntegerField("第几稿")
    held_on = models.DateField("谈话日期")
    place = models.CharField("地点", max_length=80)
    present = models.CharField("在场人员", max_length=200, blank=True)
    content = models.TextField("谈话内容")
    written_by = person("记录人")
    written_at = models.DateTimeField("记录时间", default=timezone.now)
    digest = models.CharField("校验码", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "谈话记录"
        ordering = ["talk", "-no"]
        constraints = [
            models.UniqueConstraint(fields=["talk", "no"], name="talk_record_no_once"),
            models.CheckConstraint(
                condition=~Q(content="") & ~Q(place=""), name="talk_record_says_what_and_where"
            ),
        ]

    def __str__(self):
        return f"第 {self.no} 稿"


class TalkConfirmation(models.Model):
    """One of the two says of one wording that it was so; with a `sheet`, on paper."""

    class Side(models.TextChoices):
        HOLDER = "holder", "谈话人"
        PARTNER = "partner", "谈话对象"

    record = models.ForeignKey(
        TalkRecord, verbose_name="记录", on_delete=models.PROTECT, related_name="confirmations"
    )
    side = models.CharField("哪一方", max_length=8, choices=Side)
    person = person("确认人")
    name = models.CharField("姓名", max_length=60)
    at = models.DateTimeField("确认时间", default=timezone.now)
    sheet = models.ForeignKey(
        SignedSheet,
        verbose_name="纸质签字",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "谈话记录确认"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["record", "side"], name="talk_confirmed_once_a_side")
        ]

    def __str__(self):
        return f"{self.get_side_display()} {self.name}"


class TalkRemark(models.Model):
    """请更正: what somebody wants otherwise in a wording, before both have confirmed it."""

    record = models.ForeignKey(
        TalkRecord, verbose_name="记录", on_delete=models.PROTECT, related_name="remarks"
    )
    text = models.CharField("请更正", max_length=500)
    by = person("提出人")
    at = models.DateTimeField("提出时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "谈话记录更正意见"
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="talk_remark_says_what")]

    def __str__(self):
        return f"{self.record} {self.by}"
