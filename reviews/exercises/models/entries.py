"""运行登记: one use of a power. A draft is its writer's alone; what is entered never changes."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from registry.files.models import StoredFile
from registry.organisation.models import Post, Section, Unit
from registry.search.words import index_text
from reviews.exercises import noticing
from reviews.who_and_when import pair, person

from .registered import RegisteredPower


class ExerciseQuerySet(models.QuerySet):
    def entered(self):
        return self.filter(entered_at__isnull=False)

    def drafts_of(self, someone):
        return self.filter(entered_at__isnull=True, written_by=someone)

    def standing(self):
        """Entered, and not taken the place of by a correction."""
        corrections = Exercise.objects.entered().filter(corrects=OuterRef("pk"))
        return self.entered().filter(~Exists(corrections))

    def visible_to(self, reach):
        """Of the register: own post, section, unit, what lies below a superior office."""
        return self.entered().filter(reach.register_q())

    def listed(self):
        """With all that a row of the list shows: two queries."""
        rows = self.select_related("registered", "unit", "section", "post", "written_by")
        return rows.prefetch_related("findings__answer__look")


class Exercise(models.Model):
    """One use of a registered power, as it was told: by a person, or confirmed from a system.

    Unit, section and post are those of the day on which it was written. A correction is a further
    row that `corrects` the former; `first` is then the row that told of this use first, and
    `first_entered_at` when that was.
    """

    class Way(models.TextChoices):
        COLLECTIVE = noticing.Way.COLLECTIVE.value, "集体研究"
        ONE = noticing.Way.ONE.value, "一人决定"
        PROCEDURE = noticing.Way.PROCEDURE.value, "按程序审批"

    registered = models.ForeignKey(
        RegisteredPower,
        verbose_name="登记事项",
        on_delete=models.PROTECT,
        related_name="exercises",
    )
    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="exercises"
    )
    section = models.ForeignKey(
        Section,
        verbose_name="科室",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exercises",
    )
    post = models.ForeignKey(
        Post, verbose_name="岗位", on_delete=models.PROTECT, related_name="exercises"
    )
    subject = models.CharField("事项", max_length=200)
    amount = models.DecimalField(
        "金额（元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    counterparty = models.CharField("往来单位或对象", max_length=120, blank=True)
    decided_on = models.DateField("决定日期")
    due_on = models.DateField("最迟登记日期")
    way = models.CharField("决定方式", max_length=10, choices=Way)
    attendees = models.JSONField("参加人员", default=list, blank=True)
    views = models.TextField("研究意见", blank=True)
    votes = models.CharField("表决情况", max_length=100, blank=True)
    avoided = models.JSONField("回避情况", default=list, blank=True)
    search = models.TextField(editable=False, default="")
    corrects = models.ForeignKey(
        "self",
        verbose_name="更正",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
    )
    first = models.ForeignKey(
        "self",
        verbose_name="首次登记",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="line",
    )
    why_corrected = models.CharField("更正原因", max_length=200, blank=True)
    record = models.ForeignKey(
        "ReceivedRecord",
        verbose_name="来自系统",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exercises",
    )
    written_by = person("登记人")
    written_at = models.DateTimeField("起草时间")
    entered_at = models.DateTimeField("登记时间", null=True, blank=True)
    first_entered_at = models.DateTimeField("首次登记时间", null=True, blank=True)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "运行登记"
        indexes = [models.Index(fields=["unit", "-decided_on", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["corrects"],
                # The few corrections alone: among as many NULLs as rows an index is no help.
                condition=Q(entered_at__isnull=False, corrects__isnull=False),
                name="exercise_corrected_once",
                violation_error_message="这条登记已经更正过，请在更正后的那条上再更正。",
            ),
            models.UniqueConstraint(
                fields=["record"],
                condition=Q(entered_at__isnull=False, corrects__isnull=True),
                name="exercise_once_of_record",
                violation_error_message="这条系统来件已经登记过。",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True)
                | Q(entered_at__isnull=True)
                | ~Q(why_corrected=""),
                name="exercise_corrected_with_reason",
                violation_error_message="请写明更正原因。",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, first__isnull=True)
                | Q(corrects__isnull=False, first__isnull=False),
                name="exercise_corrected_with_first",
            ),
            models.CheckConstraint(
                condition=pair("entered_at", "first_entered_at"),
                name="exercise_first_entered_with_entered",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="exercise_amount_not_negative",
                violation_error_message="金额不能是负数。",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("decided_on")), name="exercise_due_not_before_decided"
            ),
        ]

    def __str__(self):
        return self.subject

    def save(self, **kwargs):
        self.search = index_text(self.subject, self.counterparty)
        super().save(**kwargs)

    @property
    def is_draft(self):
        return self.entered_at is None

    @property
    def amount_shown(self):
        return "" if self.amount is None else f"{self.amount:,.2f}"

    @property
    def entered_on(self):
        return timezone.localdate(self.entered_at) if self.entered_at else None

    @property
    def used(self):
        """As `noticing` reads it."""
        return noticing.Used(
            key=self.pk,
            matter=self.subject,
            decided_on=self.decided_on,
            due_on=self.due_on,
            entered_on=timezone.localdate(self.first_entered_at),
            way=noticing.Way(self.way),
            amount=self.amount,
            counterparty=self.counterparty,
            attendees=tuple(self.attendees),
            avoided=tuple(name for name, _ in self.avoided),
            has_files=bool(self.files.all()),
        )


class ExerciseFile(models.Model):
    """A file that belongs to a draft; frozen with it."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "登记附件"
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)
