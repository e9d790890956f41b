"""廉政活动 [0]: education, hearings, openness of affairs, 述职述廉, democratic appraisal: what a
unit plans, holds and records (ADR 0066).

Of a ballot only how many chose what is kept; there is no place for who did.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.files.models import StoredFile
from registry.organisation.models import Person, Unit
from reviews.who_and_when import pair, person

# Fewer ballots than these would tell who voted how.
LEAST_BALLOTS = 5


class ActivityKindQuerySet(models.QuerySet):
    def of_unit(self, unit):
        """What may be chosen in a unit: what came with the software, from above, its own."""
        return self.filter(Q(unit__isnull=True) | Q(unit__code__in=unit.line), offered=True)

    def listed(self):
        return self.select_related("unit").order_by(
            F("unit__path").asc(nulls_first=True), "order", "pk"
        )


class ActivityKind(models.Model):
    """A kind of activity (警示教育…); `unit` empty: it came with the software.

    `grades` are what a ballot offers, from best to worst, with 、 between; none: no ballot.
    """

    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activity_kinds",
    )
    name = models.CharField("名称", max_length=40)
    grades = models.CharField("测评档次", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=1)
    offered = models.BooleanField("使用中", default=True)

    objects = ActivityKindQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动类型"
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="activity_kind_once_per_unit"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(unit__isnull=True), name="activity_kind_once_shipped"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="activity_kind_named"),
        ]

    def __str__(self):
        return self.name

    @property
    def ballot(self):
        """The grades one by one; empty: there is no ballot."""
        return [grade for grade in self.grades.split("、") if grade]


class ActivityState(models.TextChoices):
    """How far an activity is on a day: `Activity.state_on`, and `in_state` as a condition."""

    TO_COME = "to_come", "未到日期"
    OVERDUE = "overdue", "过期未举行"
    TO_RECORD = "to_record", "待记录"
    RECORDED = "recorded", "已记录"
    CALLED_OFF = "called_off", "已取消"


NOT_HELD = Q(held_at__isnull=True, called_off_at__isnull=True)


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, reach):
        """Whoever reads the unit as a whole, holds the activity, or is invited."""
        if not reach.takes_part:
            return self.none()
        invited = Invitation.objects.filter(person=reach.person).order_by().values("activity")
        own = Q(holder=reach.person) | Q(pk__in=invited)
        return self.filter(own | reach.units_q())

    def standing(self):
        """Planned and not called off."""
        return self.filter(called_off_at__isnull=True)

    def held(self):
        return self.filter(held_at__isnull=False)

    def of_year(self, year):
        return self.filter(planned_on__year=year)

    def in_state(self, state, day):
        """Those that are so on the day; the same as `Activity.state_on`."""
        conditions = {
            ActivityState.TO_COME: NOT_HELD & Q(planned_on__gte=day),
            ActivityState.OVERDUE: NOT_HELD & Q(planned_on__lt=day),
            ActivityState.TO_RECORD: Q(held_at__isnull=False, recorded_at__isnull=True),
            ActivityState.RECORDED: Q(recorded_at__isnull=False),
            ActivityState.CALLED_OFF: Q(called_off_at__isnull=False),
        }
        return self.filter(conditions[ActivityState(state)])

    def listed(self):
        return self.select_related("unit", "kind", "holder")


class Activity(models.Model):
    """Planned, then held (who came), then recorded for good; or called off for a reason."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="activities"
    )
    kind = models.ForeignKey(
        ActivityKind, verbose_name="类型", on_delete=models.PROTECT, related_name="activities"
    )
    about = models.CharField("主题", max_length=80)
    planned_on = models.DateField("计划日期")
    place = models.CharField("地点", max_length=80)
    holder = person("主持人")
    guests = models.CharField("外请人员", max_length=200, blank=True)
    plan_no = models.PositiveSmallIntegerField("第几次安排", default=1)
    planned_by = person("安排人")
    planned_at = models.DateTimeField("安排时间", default=timezone.now)
    held_on = models.DateField("举行日期", null=True, blank=True)
    held_by = person("出席登记人", null=True, blank=True)
    held_at = models.DateTimeField("出席登记时间", null=True, blank=True)
    result = models.TextField("结果", blank=True)
    recorded_by = person("记录人", null=True, blank=True)
    recorded_at = models.DateTimeField("记录时间", null=True, blank=True)
    called_off_by = person("取消人", null=True, blank=True)
    called_off_at = models.DateTimeField("取消时间", null=True, blank=True)
    called_off_why = models.CharField("取消原因", max_length=200, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "廉政活动"
        indexes = [models.Index(fields=["unit", "-planned_on", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(about="") & ~Q(place=""), name="activity_says_what_and_where"
            ),
            models.CheckConstraint(
                condition=pair("held_on", "held_by", "held_at"), name="activity_held_by_and_when"
            ),
            models.CheckConstraint(
                condition=Q(recorded_by__isnull=True, recorded_at__isnull=True, result="")
                | Q(recorded_by__isnull=False, recorded_at__isnull=False, held_at__isnull=False)
                & ~Q(result=""),
                name="activity_recorded_after_it_was_held",
            ),
            models.CheckConstraint(
                condition=Q(
                    called_off_by__isnull=True, called_off_at__isnull=True, called_off_why=""
                )
                | Q(called_off_by__isnull=False, called_off_at__isnull=False, held_at__isnull=True)
                & ~Q(called_off_why=""),
                name="activity_called_off_by_whom_and_why",
            ),
        ]

    def __str__(self):
        return self.about

    @property
    def title(self):
        return f"{self.kind.name}：{self.about}"

    @property
    def number(self):
        """How the printed record is called in the archive."""
        return f"活动-{self.planned_on.year}-{self.pk}"

    @property
    def is_held(self):
        return self.held_at is not None

    @property
    def is_closed(self):
        """Nothing becomes of it any more."""
        return self.recorded_at is not None or self.called_off_at is not None

    def state_on(self, day):
        if self.called_off_at is not None:
            return ActivityState.CALLED_OFF
        if self.recorded_at is not None:
            return ActivityState.RECORDED
        if self.held_at is not None:
            return ActivityState.TO_RECORD
        return ActivityState.OVERDUE if self.planned_on < day else ActivityState.TO_COME


class Invitation(models.Model):
    """Somebody of the house is invited; whether they came is known once it was held."""

    class Came(models.TextChoices):
        CAME = "came", "到场"
        EXCUSED = "excused", "请假"
        ABSENT = "absent", "没有到"

    activity = models.ForeignKey(
        Activity, verbose_name="活动", on_delete=models.CASCADE, related_name="invitations"
    )
    person = models.ForeignKey(
        Person, verbose_name="参加人", on_delete=models.PROTECT, related_name="invitations"
    )
    came = models.CharField("出席", max_length=8, choices=Came, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "活动参加人"
        ordering = ["activity", "pk"]
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="invited_once")]

    def __str__(self):
        return str(self.person)


class Tally(models.Model):
    """How many ballots said so about what was appraised; never whose."""

    activity = models.ForeignKey(
        Activity, verbose_name="活动", on_delete=models.CASCADE, related_name="tallies"
    )
    position = models.PositiveSmallIntegerField("次序")
    subject = models.CharField("测评内容", max_length=60)
    place = models.PositiveSmallIntegerField("档次次序")
    grade = models.CharField("档次", max_length=20)
    number = models.PositiveIntegerField("票数")

    class Meta:
        verbose_name = verbose_name_plural = "测评票数"
        ordering = ["activity", "position", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "position", "place"], name="tally_once_a_grade"
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(grade=""), name="tally_says_of_what"
            ),
        ]

    def __str__(self):
        return f"{self.subject} {self.grade} {self.number}"


class ActivityFile(models.Model):
    """A file of an activity: `MATERIAL` for whoever is invited, `RECORD` for those who file it."""

    class Part(models.TextChoices):
        MATERIAL = "material", "活动材料"
        RECORD = "record", "归档附件"

    activity = models.ForeignKey(
        Activity, verbose_name="活动", on_delete=models.PROTECT, related_name="files"
    )
    part = models.CharField("给谁看", max_length=8, choices=Part)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "活动附件"
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)


class ActivityNote(models.Model):
    """补充说明: what is said later beside a record that does not change any more."""

    activity = models.ForeignKey(
        Activity, verbose_name="活动", on_delete=models.PROTECT, related_name="notes"
    )
    text = models.CharField("补充说明", max_length=500)
    by = person("补充人")
    at = models.DateTimeField("补充时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "活动补充说明"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="activity_note_says")]

    def __str__(self):
        return self.text
