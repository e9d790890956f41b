"""A job (后台任务): one row, taken by any worker under a lease, delivered once (ADR 0004)."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class JobQuerySet(models.QuerySet):
    def of(self, person):
        """A person's own; nobody has none (and not those of the system)."""
        return self.none() if person is None else self.filter(owner=person)

    def claimable(self):
        """Waiting and due, or running under a lease that ran out; times by the database clock."""
        due = Q(state=Job.State.WAITING, run_after__lte=Now())
        abandoned = Q(state=Job.State.RUNNING, leased_until__lt=Now())
        return self.filter(due | abandoned, attempts__lt=F("max_attempts"))

    def given_up(self):
        """Abandoned by the last worker that was allowed to try."""
        return self.filter(
            state=Job.State.RUNNING, leased_until__lt=Now(), attempts__gte=F("max_attempts")
        )

    def held_by(self, token):
        return self.filter(state=Job.State.RUNNING, leased_by=token)


class Job(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "排队中"
        RUNNING = "running", "进行中"
        DONE = "done", "已完成"
        FAILED = "failed", "未成功"
        CANCELLED = "cancelled", "已取消"

    kind = models.CharField("种类", max_length=60)
    arguments = models.JSONField("参数", default=dict)
    key = models.CharField("幂等键", max_length=200, unique=True)
    title = models.CharField("名称", max_length=120)
    owner = models.ForeignKey(
        "organisation.Person",
        verbose_name="发起人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jobs",
        help_text="空表示系统定时任务。",
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    max_attempts = models.PositiveSmallIntegerField("最多次数", default=3)
    run_after = models.DateTimeField("不早于", db_default=Now())
    leased_by = models.CharField("执行者", max_length=40, blank=True)
    leased_until = models.DateTimeField("租约到期", null=True, blank=True)
    progress = models.PositiveSmallIntegerField("进度", default=0)
    progress_text = models.CharField("进度说明", max_length=120, blank=True)
    result = models.ForeignKey(
        "files.StoredFile",
        verbose_name="结果文件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    error_text = models.TextField("未成功的原因", blank=True)
    created_at = models.DateTimeField("发起时间", db_default=Now())
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "run_after"]),
            models.Index(fields=["owner", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="running", leased_until__isnull=False) & ~Q(leased_by="")
                | ~Q(state="running") & Q(leased_until__isnull=True, leased_by=""),
                name="job_lease_only_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False)
                | Q(state__in=["waiting", "running"], finished_at__isnull=True),
                name="job_finished_at_only_when_over",
            ),
            models.CheckConstraint(
                condition=Q(result__isnull=True) | Q(state="done"), name="job_result_only_when_done"
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="job_progress_at_most_hundred"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_active(self):
        return self.state in (self.State.WAITING, self.State.RUNNING)

    @property
    def element_id(self):
        return f"job-{self.pk}"

    @property
    def progress_percent(self):
        return f"{self.progress}%"
