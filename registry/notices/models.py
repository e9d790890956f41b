"""A notice (消息) to one person inside the system: a line of text and where to go; and the channel
by which a digest of what waits leaves it as mail, for those who asked for it; and robots of group
chats that say in one line that something has come.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone


class NoticeQuerySet(models.QuerySet):
    def of(self, person):
        return self.none() if person is None else self.filter(person=person)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    person = models.ForeignKey(
        "organisation.Person",
        verbose_name="收件人",
        on_delete=models.PROTECT,
        related_name="notices",
    )
    kind = models.CharField("种类", max_length=40, blank=True)
    text = models.CharField("内容", max_length=300)
    url = models.CharField("去往", max_length=300, blank=True)
    key = models.CharField("幂等键", max_length=200, unique=True, null=True, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["person", "-id"]),
            models.Index(
                fields=["person"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),
        ]

    def __str__(self):
        return self.text


class MailChannel(models.Model):
    """The one channel by which mail leaves this installation; off until an administrator says so.

    The server of it is set by the environment; here stand the sender and the address of the site.
    """

    is_on = models.BooleanField("开通邮件提醒", default=False)
    sender = models.EmailField("发件地址", blank=True)
    site = models.URLField("本系统的网址", blank=True)
    changed_by = models.ForeignKey(
        "organisation.Person",
        verbose_name="修改人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "邮件通道"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="mail_channel_only_one"),
            models.CheckConstraint(
                condition=Q(is_on=False) | ~Q(sender="") & ~Q(site=""),
                name="mail_channel_on_with_addresses",
            ),
        ]

    def __str__(self):
        return "已开通" if self.is_on else "未开通"


class DigestWish(models.Model):
    """How often somebody wants a mail that says what waits, and where to."""

    class Frequency(models.TextChoices):
        OFF = "off", "不发"
        DAILY = "daily", "每天一次"
        WEEKLY = "weekly", "每周一次"

    person = models.OneToOneField(
        "organisation.Person",
        verbose_name="收件人",
        on_delete=models.PROTECT,
        related_name="digest_wish",
    )
    frequency = models.CharField("多久一次", max_length=8, choices=Frequency, default=Frequency.OFF)
    address = models.EmailField("邮箱", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "邮件提醒"
        constraints = [
            models.CheckConstraint(
                condition=Q(frequency="off") | ~Q(address=""), name="digest_wish_with_address"
            )
        ]

    def __str__(self):
        return f"{self.person} {self.get_frequency_display()}"


class DigestSent(models.Model):
    """One mail to one person for one turn; `attempts` counts before each sending, so that whoever
    is killed in between sends at most once more, under the same Message-ID.
    """

    person = models.ForeignKey(
        "organisation.Person", verbose_name="收件人", on_delete=models.PROTECT, related_name="+"
    )
    slot = models.CharField("哪一次", max_length=10)
    message_id = models.CharField("邮件编号", max_length=200, unique=True)
    attempts = models.PositiveSmallIntegerField("发过几次", default=0)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "已发邮件提醒"
        constraints = [
            models.UniqueConstraint(fields=["person", "slot"], name="digest_once_a_turn")
        ]

    def __str__(self):
        return self.slot


class Webhook(models.Model):
    """群机器人: the robot of a group chat, of one unit with those below or, without, of all units.

    The address is never kept whole: its host is known (`robots.KINDS`), only the key is set here.
    """

    class Kind(models.TextChoices):
        WECOM = "wecom", "企业微信"
        DINGTALK = "dingtalk", "钉钉"

    unit = models.ForeignKey(
        "organisation.Unit",
        verbose_name="单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    kind = models.CharField("哪一种", max_length=8, choices=Kind)
    token = models.CharField("密钥", max_length=128)
    secret = models.CharField("加签密钥", max_length=128, blank=True)
    is_on = models.BooleanField("开通", default=False)
    told_up_to = models.PositiveBigIntegerField("说到哪一条消息", default=0)
    changed_by = models.ForeignKey(
        "organisation.Person", verbose_name="修改人", on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField("修改时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "群机器人"
        ordering = [F("unit__path").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                Coalesce("unit", 0),
                name="webhook_one_a_unit",
                violation_error_message="这里已经有一个群机器人，请改那一个。",
            ),
            models.CheckConstraint(condition=~Q(token=""), name="webhook_with_its_key"),
            models.CheckConstraint(
                condition=Q(secret="") | Q(kind="dingtalk"), name="webhook_signed_for_dingtalk"
            ),
        ]

    def __str__(self):
        return (
            f"{self.unit.name if self.unit_id else '全部单位'}的{self.get_kind_display()}群机器人"
        )


class WebhookMessage(models.Model):
    """One line to one group. `due_at` says when it may be tried; who tries it takes `due_at` away
    first, so that whoever is killed in between leaves a line that nobody sends again.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="messages")
    up_to = models.PositiveBigIntegerField("说到哪一条消息")
    text = models.CharField("内容", max_length=200)
    created_at = models.DateTimeField("时间", default=timezone.now)
    due_at = models.DateTimeField("何时发", null=True, blank=True, default=timezone.now)
    attempts = models.PositiveSmallIntegerField("发过几次", default=0)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    gave_up_at = models.DateTimeField("放弃时间", null=True, blank=True)
    refusal = models.CharField("没有发出的原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "群机器人消息"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="webhook_message_due"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "up_to"], name="webhook_message_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(gave_up_at__isnull=True),
                name="webhook_message_sent_or_given_up",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(sent_at__isnull=True, gave_up_at__isnull=True),
                name="webhook_message_over_is_not_due",
            ),
        ]

    def __str__(self):
        return self.text
