"""How business systems report in: a token for each power, and what arrived with it."""

from django.db import models
from django.db.models import Q

from reviews.who_and_when import pair, person

from .findings import FindingKind
from .registered import RegisteredPower


class RecordTokenQuerySet(models.QuerySet):
    def usable(self, day):
        return self.filter(
            revoked_at__isnull=True, expires_on__gte=day, registered__stopped_at__isnull=True
        )


class RecordToken(models.Model):
    """接入令牌: with it one system sends what it knows of one power of one unit.

    The token itself is kept nowhere, only its digest and its first signs, to tell it from others.
    """

    class System(models.TextChoices):
        OA = "oa", "办公系统"
        PROCUREMENT = "procurement", "采购系统"
        SUPERVISION = "supervision", "电子监察系统"
        OTHER = "other", "其他业务系统"

    registered = models.ForeignKey(
        RegisteredPower, verbose_name="登记事项", on_delete=models.PROTECT, related_name="tokens"
    )
    system = models.CharField("系统", max_length=12, choices=System)
    digest = models.CharField(max_length=64, unique=True)
    beginning = models.CharField("开头", max_length=8)
    expires_on = models.DateField("有效期至")
    made_by = person("生成人")
    made_at = models.DateTimeField("生成时间")
    revoked_by = person("停用人", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects = RecordTokenQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "接入令牌"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=pair("revoked_by", "revoked_at"), name="record_token_revoked_by_and_when"
            )
        ]

    def __str__(self):
        return f"{self.beginning}…"

    def stands_on(self, day):
        """Whether it is taken that day, in words."""
        if self.revoked_at:
            return "已停用"
        return "已过期" if self.expires_on < day else "可用"


class SendingMinute(models.Model):
    """How many records one token sent in one minute: the limit holds across workers."""

    token = models.ForeignKey(RecordToken, on_delete=models.CASCADE, related_name="minutes")
    minute = models.PositiveBigIntegerField()
    count = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "每分钟来件数"
        constraints = [
            models.UniqueConstraint(fields=["token", "minute"], name="sending_minute_once")
        ]

    def __str__(self):
        return str(self.count)


class ReceivedRecordQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(settled_at__isnull=True)

    def listed(self):
        return self.select_related("registered__unit", "registered__section")


class ReceivedRecord(models.Model):
    """系统来件: what a system reported; a person of the section says what it is.

    Of one system and power a number stands for one record, whichever token brought it. What
    arrived never changes; `settled_*` and `outcome` are written once.
    """

    class Sort(models.TextChoices):
        EXERCISE = "exercise", "权力运行"
        WARNING = "warning", "预警提示"
        OVERDUE = "overdue", "超期办件"

    class Outcome(models.TextChoices):
        ENTERED = "entered", "已登记"
        ATTACHED = "attached", "已记在原登记上"
        DECLINED = "declined", "核对过，不用登记"

    token = models.ForeignKey(RecordToken, on_delete=models.PROTECT, related_name="records")
    registered = models.ForeignKey(
        RegisteredPower, verbose_name="登记事项", on_delete=models.PROTECT, related_name="records"
    )
    system = models.CharField("系统", max_length=12, choices=RecordToken.System)
    number = models.CharField("来件编号", max_length=64)
    digest = models.CharField(max_length=64)
    sort = models.CharField("来件种类", max_length=8, choices=Sort)
    content = models.JSONField("来件内容")
    happened_on = models.DateField("发生日期")
    due_on = models.DateField("最迟登记日期")
    received_at = models.DateTimeField("收到时间")
    outcome = models.CharField("核对结果", max_length=8, choices=Outcome, blank=True)
    why = models.CharField("说明", max_length=300, blank=True)
    settled_by = person("核对人", null=True, blank=True)
    settled_at = models.DateTimeField("核对时间", null=True, blank=True)

    objects = ReceivedRecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "系统来件"
        indexes = [models.Index(fields=["registered", "settled_at", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["registered", "system", "number"], name="record_number_once"
            ),
            models.CheckConstraint(
                condition=pair("settled_by", "settled_at"), name="record_settled_by_whom_and_when"
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="")
                | Q(settled_at__isnull=False) & ~Q(outcome=""),
                name="record_settled_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="declined") | ~Q(why=""),
                name="record_declined_with_reason",
                violation_error_message="请写明为什么不用登记。",
            ),
        ]

    def __str__(self):
        return self.number

    @property
    def subject(self):
        return self.content["subject"]

    @property
    def told(self):
        """(kind, sentence) of what the system warns of; None for a plain use of a power."""
        kinds = {
            self.Sort.WARNING: FindingKind.SYSTEM_WARNING,
            self.Sort.OVERDUE: FindingKind.SYSTEM_OVERDUE,
        }
        if self.sort not in kinds:
            return None
        return kinds[self.sort], f"{self.get_system_display()}：{self.content['note']}"
