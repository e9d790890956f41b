"""A task (任务): what is due to somebody by a day, whatever it is about (ADR 0053).

Its state is computed from its days and never stored. A feature that needs to know more hangs its
own row on the task, from above.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.access.reach import reach_of
from registry.files.models import StoredFile
from registry.organisation.models import Appointment, Person, Post, Seat, Section, Unit
from registry.tasks import kinds

NEITHER = Q(done_at__isnull=True, waived_at__isnull=True)


class TaskState(models.TextChoices):
    """What a task is on a day: computed by `Task.state_on` and `TaskQuerySet.in_state`."""

    TO_COME = "to_come", "未到时间"
    OPEN = "open", "待办"
    LATE = "late", "已过期"
    DONE = "done", "已完成"
    WAIVED = "waived", "已免办"


class TaskQuerySet(models.QuerySet):
    def of_unit(self, unit):
        """Of the unit and of every unit below it."""
        return self.filter(unit__path__startswith=unit.path)

    def visible_to(self, person):
        """As the register is read, and the addressee; a confidential one by few (design §4)."""
        if person is None:
            return self.none()
        reach = reach_of(person)
        condition = addressed_to(reach) | open_kinds_q() & reach.register_q()
        for kind in kinds.offered():
            if kind.is_confidential:
                condition |= Q(kind=kind.name) & kind.seen_by(reach)
        return self.filter(condition)

    def of_open_kinds(self):
        """Without what is confidential."""
        return self.filter(open_kinds_q())

    def unsettled(self):
        """Neither done nor waived, whether its time has come or not."""
        return self.filter(NEITHER)

    def begun(self, day):
        """Unsettled, and its time has come."""
        return self.unsettled().filter(opens_on__lte=day)

    def late(self, day):
        return self.unsettled().filter(due_on__lt=day)

    def addressed_to(self, person, day):
        """Due to this person, or to a post that they sit on that day."""
        return self.none() if person is None else self.filter(addressed_to(reach_of(person, day)))

    def waiting_for(self, person, day):
        """What this person is to do now, the most urgent first."""
        return self.addressed_to(person, day).begun(day).order_by("due_on", "pk")

    def in_state(self, state, day):
        """Those that are so on the day; the same as `Task.state_on` as a condition."""
        conditions = {
            TaskState.DONE: Q(done_at__isnull=False),
            TaskState.WAIVED: Q(waived_at__isnull=False),
            TaskState.TO_COME: NEITHER & Q(opens_on__gt=day),
            TaskState.LATE: NEITHER & Q(due_on__lt=day),
            TaskState.OPEN: NEITHER & Q(opens_on__lte=day, due_on__gte=day),
        }
        return self.filter(conditions[TaskState(state)])

    def run_by(self, reach):
        """Those that a prevention office may waive and record for others: of its own unit and of
        the units below, and never what is confidential.
        """
        return self.of_open_kinds().filter(office_q(reach))

    def listed(self):
        """With all that a row shows."""
        return self.select_related(
            "unit", "section", "post__section", "post__unit", "person", "done_by", "waived_by"
        )


def open_kinds_q():
    """A condition on tasks: their kind is known, and not confidential."""
    return Q(kind__in=[kind.name for kind in kinds.offered() if not kind.is_confidential])


def addressed_to(reach):
    """A condition on tasks: due to the person of this reach, or to a post they sit on."""
    if reach.person is None:
        return Q(pk__in=[])
    return Q(person=reach.person) | Q(post__in=reach.post_ids)


def office_q(reach):
    """A condition on tasks: a prevention office of this reach is over their unit."""
    condition = Q(pk__in=[])
    for mandate in reach.mandates:
        if mandate.seat == Seat.PREVENTION_OFFICE:
            condition |= Q(unit__path__startswith=mandate.unit.path)
    return condition


class Task(models.Model):
    """Due to a post, which is whoever sits there on the day it is asked, or to one person.

    `section` is said where it is about a section; of a task of a post its section counts anyhow.
    `remind_days` and `escalates_after` are copied when it is opened: a rule that is changed later
    touches no task under way. `next_call_on` is the next day on which the clock says something.
    """

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="tasks"
    )
    section = models.ForeignKey(
        Section,
        verbose_name="科室（年级组）",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    post = models.ForeignKey(
        Post,
        verbose_name="岗位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    person = models.ForeignKey(
        Person,
        verbose_name="人员",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    kind = models.CharField("种类", max_length=40)
    title = models.CharField("名称", max_length=120)
    material = models.CharField("要交的材料", max_length=300, blank=True)
    opens_on = models.DateField("开始日期")
    due_on = models.DateField("期限")
    note = models.TextField("办理情况", blank=True)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    done_by = models.ForeignKey(
        Person,
        verbose_name="完成人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    waived_at = models.DateTimeField("免办时间", null=True, blank=True)
    waived_by = models.ForeignKey(
        Person,
        verbose_name="免办人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="空表示系统免办：岗位已撤销，或者人员已离开。",
    )
    waived_why = models.CharField("免办理由", max_length=200, blank=True)
    remind_days = models.JSONField("提前几天提醒", default=list)
    escalates_after = models.PositiveSmallIntegerField(
        "过期几个工作日后告知上一级", null=True, blank=True
    )
    next_call_on = models.DateField("下次提醒", null=True, blank=True)
    key = models.CharField("幂等键", max_length=120, unique=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["unit", "due_on"]),
            models.Index(fields=["post", "due_on"], condition=NEITHER, name="task_open_of_post"),
            models.Index(
                fields=["person", "due_on"], condition=NEITHER, name="task_open_of_person"
            ),
            models.Index(fields=["next_call_on"], condition=NEITHER, name="task_next_call"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, person__isnull=True)
                | Q(post__isnull=True, person__isnull=False),
                name="task_to_a_post_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")), name="task_due_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True, waived_by__isnull=True, waived_why="")
                | Q(waived_at__isnull=False) & ~Q(waived_why=""),
                name="task_waived_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(waived_at__isnull=True),
                name="task_done_or_waived",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def sort(self):
        """What its kind says of it: label, icon, where it is done."""
        return kinds.kind_named(self.kind)

    @property
    def is_settled(self):
        return self.done_at is not None or self.waived_at is not None

    @property
    def about_section(self):
        """The section whose head and leader it concerns; None for posts of leaders."""
        return self.section or (self.post.section if self.post_id else None)

    @property
    def addressee(self):
        return str(self.post if self.post_id else self.person)

    def state_on(self, day):
        if self.done_at is not None:
            return TaskState.DONE
        if self.waived_at is not None:
            return TaskState.WAIVED
        if self.opens_on > day:
            return TaskState.TO_COME
        return TaskState.LATE if self.due_on < day else TaskState.OPEN

    @property
    def done_on(self):
        """The day on which it was done, here; None where it is not."""
        return timezone.localdate(self.done_at) if self.done_at else None

    @property
    def was_done_late(self):
        return self.done_at is not None and self.done_on > self.due_on

    def people_on(self, day):
        """Who is to do it that day; nobody where the post is empty."""
        if self.person_id:
            return [self.person]
        seated = Appointment.objects.on(day).filter(post=self.post_id).select_related("person")
        return [appointment.person for appointment in seated]


class TaskFile(models.Model):
    """A file handed in with a task, as evidence; seen by whoever sees the task."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "任务材料"
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)
