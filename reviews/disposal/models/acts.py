"""处置: one act, addressed to a person on a post or to a unit, and where it stands."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Person, Post, Seat, Unit
from reviews.holding import held

from .ladder import LadderStep
from .warnings import PostWarning


class DisposalQuerySet(models.QuerySet):
    def visible_to(self, reach):
        """Addressee, issuer, the responsible leader named on it, and the discipline office that
        issued it; after a handing over the office alone (design §4).
        """
        from reviews.disposal import circle  # it asks these models

        return self.filter(circle.acts_q(reach))

    def running(self):
        return self.filter(state__in=Disposal.RUNNING)

    def listed(self):
        return self.select_related("unit", "office", "step", "warning__colour", "leader_post__unit")


class Disposal(models.Model):
    """`matter` is the same for an act and those one step higher that follow it.

    `proceeding` is the only writer of state, round and days. Everything else is frozen: names and
    titles as they were on the day it was issued.
    """

    class State(models.TextChoices):
        ISSUED = "issued", "等回复"
        REPLIED = "replied", "整改中"
        RECTIFIED = "rectified", "等复查"
        CLOSED = "closed", "已办结"
        RAISED = "raised", "转上一级处置"
        WITHDRAWN = "withdrawn", "已撤回"
        HANDED_OVER = "handed_over", "已移送"

    RUNNING = (State.ISSUED, State.REPLIED, State.RECTIFIED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField("编号", max_length=80, unique=True)
    matter = models.UUIDField("同一件事", default=uuid.uuid4, editable=False, db_index=True)
    warning = models.ForeignKey(
        PostWarning,
        verbose_name="预警",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acts",
    )
    follows = models.OneToOneField(
        "self",
        verbose_name="接续",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
    )
    unit = held(Unit, "单位")
    office = held(Unit, "归口的纪检监察机构")
    step = models.ForeignKey(
        LadderStep, verbose_name="处置方式", on_delete=models.PROTECT, related_name="acts"
    )
    step_name = models.CharField("处置方式", max_length=40)
    person = held(Person, "对谁", null=True, blank=True)
    post = held(Post, "岗位", null=True, blank=True)
    addressed_unit = held(Unit, "对哪个单位", null=True, blank=True)
    addressee_name = models.CharField("送达", max_length=120)
    addressee_title = models.CharField("职务", max_length=80, blank=True)
    leader_post = held(Post, "责任领导岗位")
    leader_name = models.CharField("责任领导", max_length=60)
    why = models.TextField("事由")
    demand = models.TextField("要求")
    reply_due = models.DateField("回复期限")
    rectify_due = models.DateField("整改期限")
    issued_as = models.CharField("以什么席位发出", max_length=24, choices=Seat)
    issued_by = held(Person, "发出人")
    issued_at = models.DateTimeField("发出时间", default=timezone.now)
    state = models.CharField("进度", max_length=12, choices=State, default=State.ISSUED)
    round = models.PositiveSmallIntegerField("第几次整改", default=1)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "处置"
        ordering = ["-issued_at", "id"]
        indexes = [models.Index(fields=["office", "issued_at"]), models.Index(fields=["person"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, post__isnull=False, addressed_unit__isnull=True)
                | Q(person__isnull=True, post__isnull=True, addressed_unit__isnull=False),
                name="disposal_of_a_person_on_a_post_or_a_unit",
            ),
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(demand="") & ~Q(addressee_name="") & ~Q(leader_name=""),
                name="disposal_says_to_whom_why_and_what",
            ),
            models.CheckConstraint(
                condition=Q(rectify_due__gte=models.F("reply_due")),
                name="disposal_rectified_after_reply",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["issued", "replied", "rectified"], ended_at__isnull=True)
                | Q(
                    state__in=["closed", "raised", "withdrawn", "handed_over"],
                    ended_at__isnull=False,
                ),
                name="disposal_ended_when_over",
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="disposal_round_from_one"),
        ]

    def __str__(self):
        return f"{self.step_name} {self.number}"

    @property
    def is_running(self):
        return self.state in self.RUNNING

    @property
    def due_on(self):
        """The day by which the addressee is to do the next thing; None where it is not theirs."""
        days = {self.State.ISSUED: self.reply_due, self.State.REPLIED: self.rectify_due}
        return days.get(self.state)

    def is_late(self, day):
        return self.due_on is not None and self.due_on < day
