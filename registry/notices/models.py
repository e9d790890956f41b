"""A notice (消息) to one person inside the system: a line of text and where to go; and the channel
by which a digest of what waits leaves it as mail, for those who asked for it.
"""

from django.db import models
from django.db.models import Q


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
