"""措施落实: one turn of a measure, and what somebody else found when they looked at it.

When it is due, by whom it was carried out, with what words and files, is in its task and nowhere
else (ADR 0053): what hangs on the task here is which measure, and what came of it.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from registry.organisation.models import Unit
from registry.tasks.models import Task
from reviews.who_and_when import person
from risks.models import MeasureVersion


class MeasureSwitch(models.Model):
    """A unit and those below it want measures as tasks, or do not; the nearest row counts, and
    without any they do not.
    """

    unit = models.OneToOneField(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="measure_switch"
    )
    is_on = models.BooleanField("启用")
    since = models.DateField("从哪天起")
    changed_by = person("设置人")
    changed_at = models.DateTimeField("设置时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "措施落实设置"

    def __str__(self):
        return f"{self.unit}：{'启用' if self.is_on else '停用'}"


class MeasureTurnQuerySet(models.QuerySet):
    def visible_to(self, reader):
        """Those whose task, to carry out or to look at, this person sees."""
        tasks = Task.objects.visible_to(reader).order_by().values("pk")
        return self.filter(Q(task__in=tasks) | Q(checking__in=tasks))

    def carried_out(self):
        return self.filter(task__done_at__isnull=False)

    def unchecked(self):
        """Carried out, and nobody has looked yet."""
        return self.carried_out().filter(finding=None)

    def listed(self):
        """With all that a row and the page show."""
        return self.select_related(
            *("task__unit", "task__section", "task__post__section", "task__post__unit"),
            *("task__person", "task__done_by", "task__waived_by", "checking__post"),
            *("version__version__point", "version__version__level", "finding__checked_by"),
        )


class MeasureTurn(models.Model):
    """`version` is the measure as it read when the task was opened. `checking` is the task of
    whoever is to look, from when it was handed in on. `redoes`: what was found wanting before.
    """

    task = models.OneToOneField(
        Task, verbose_name="任务", on_delete=models.PROTECT, related_name="measure_turn"
    )
    version = models.ForeignKey(
        MeasureVersion, verbose_name="措施", on_delete=models.PROTECT, related_name="turns"
    )
    checking = models.OneToOneField(
        Task,
        verbose_name="核对任务",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="checked_turn",
    )
    redoes = models.OneToOneField(
        "MeasureFinding",
        verbose_name="补做",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="again",
    )

    objects = MeasureTurnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "措施落实"
        ordering = ["-pk"]

    def __str__(self):
        return str(self.task)


class MeasureFinding(models.Model):
    """真正落实了吗: said once, by somebody else than who did it, with a reason unless 是."""

    class Applied(models.TextChoices):
        YES = "yes", "是"
        PARTLY = "partly", "部分"
        NO = "no", "否"

    turn = models.OneToOneField(
        MeasureTurn, verbose_name="措施落实", on_delete=models.PROTECT, related_name="finding"
    )
    applied = models.CharField("真正落实了吗", max_length=8, choices=Applied)
    why = models.CharField("理由", max_length=500, blank=True)
    carried_by = person("办理人")
    checked_by = person("核对人")
    checked_at = models.DateTimeField("核对时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "措施核对"
        constraints = [
            models.CheckConstraint(
                condition=~Q(carried_by=F("checked_by")), name="measure_finding_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(applied="yes") | Q(applied__in=["partly", "no"]) & ~Q(why=""),
                name="measure_finding_says_why_unless_yes",
            ),
        ]

    def __str__(self):
        return self.get_applied_display()

    @property
    def is_applied(self):
        return self.applied == self.Applied.YES
