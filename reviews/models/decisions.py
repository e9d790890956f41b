"""Decisions (审核意见): append-only, one per step, bound to the digest of what was read."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from powers.models import PowerLine
from registry.organisation.models import Person, Unit
from registry.papers.models import Revision
from risks.models import PointLine

from .routes import Step
from .signatures import Signed


class Meeting(models.Model):
    """A leading group examines collectively: a meeting with an outcome."""

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT)
    held_on = models.DateField("会议日期")
    place = models.CharField("地点", max_length=80)
    recorder = models.ForeignKey(
        Person, verbose_name="记录人", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("记录时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "会议"

    def __str__(self):
        return f"{self.unit} {self.held_on} 会议"


class Attendee(models.Model):
    class Vote(models.TextChoices):
        FOR = "for", "同意"
        AGAINST = "against", "不同意"
        ABSTAIN = "abstain", "弃权"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("会上身份", max_length=40, blank=True)
    present = models.BooleanField("出席", default=True)
    avoided = models.BooleanField("回避", default=False)
    vote = models.CharField("表决", max_length=8, choices=Vote, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "参会人"
        ordering = ["meeting", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendee_once"),
            models.CheckConstraint(
                condition=Q(present=True, avoided=False) | Q(vote=""),
                name="attendee_votes_only_when_taking_part",
            ),
        ]

    def __str__(self):
        return str(self.person)


class Decision(Signed):
    """One per step; `together_with` marks 一并审查.

    `person` is who entered it; for a decision recorded from paper that is the prevention office.
    """

    class Action(models.TextChoices):
        PASS = "pass", "通过"
        RETURN = "return", "退回"
        RESEARCH = "research", "责令重新查找"
        WAIVE = "waive", "免予备案"

    LETTING_PASS = (Action.PASS, Action.WAIVE)

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="decision")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    action = models.CharField("结论", max_length=10, choices=Action)
    opinion = models.TextField("意见")
    back_to = models.PositiveSmallIntegerField("退回到第几步", null=True, blank=True)
    digest = models.CharField("所审内容校验码", max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    together_with = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="joined"
    )

    class Meta:
        verbose_name = verbose_name_plural = "审核意见"
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["person", "at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(back_to__isnull=True) | Q(action="return"),
                name="decision_back_only_on_return",
            ),
            models.CheckConstraint(
                condition=Q(action="pass") | ~Q(opinion=""),
                name="decision_return_with_reason",
                violation_error_message="退回请写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.get_action_display()} {self.step}"

    @property
    def conclusion(self):
        """Its action in the words of its step: a body files a catalogue, it does not pass it."""
        filed = self.action == self.Action.PASS and self.step.mode == Step.Mode.FILING
        return "准予备案" if filed else self.get_action_display()

    @property
    def lets_pass(self):
        """Whether the paper goes on with it: signed, filed, or waived."""
        return self.action in self.LETTING_PASS


class RecordFiling(models.Model):
    """备案 [2]: a body filed a catalogue with the decision, under its own number and on its day.

    The number is not unique: one letter may file the catalogues of several units.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="filed")
    number = models.CharField("备案号", max_length=60)
    filed_on = models.DateField("备案日期")

    class Meta:
        verbose_name = verbose_name_plural = "备案"
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="record_filing_with_number")
        ]

    def __str__(self):
        return self.number


class RowNote(models.Model):
    """What a reviewer asks of one row."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="notes")
    point_line = models.ForeignKey(
        PointLine, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    power_line = models.ForeignKey(
        PowerLine, on_delete=models.PROTECT, null=True, blank=True, related_name="notes"
    )
    text = models.TextField("意见")

    class Meta:
        verbose_name = verbose_name_plural = "逐行意见"
        constraints = [
            models.CheckConstraint(
                condition=Q(point_line__isnull=False, power_line__isnull=True)
                | Q(point_line__isnull=True, power_line__isnull=False),
                name="row_note_exactly_one_row",
            )
        ]

    def __str__(self):
        return self.text
