"""Risk alerts (风险提示): what the office says about a month's key work, the points it is about,
the posts it goes to, and what came back from them.
"""

from django.db import models
from django.db.models import F, Q

from registry.files.models import SignedSheet
from registry.organisation.models import Post, Unit
from reviews.who_and_when import pair, person
from risks.models import PointVersion


class AlertQuerySet(models.QuerySet):
    def issued(self):
        return self.filter(issued_at__isnull=False)

    def on_screen(self):
        """Issued ones that are read here; the others are told by mouth or by message."""
        return self.issued().exclude(manner__in=SPOKEN)

    def visible_to(self, reach, kept):
        """Issued ones: whoever sits on a post they go to, is over its section, or reads the unit as
        a whole. Drafts: the office that writes them. `kept`: the units whose office the person is.
        """
        if not reach.takes_part:
            return self.none()
        near = AlertAddressee.objects.filter(
            Q(post__in=reach.post_ids) | Q(post__section__in=reach.own_sections)
        )
        told = Q(pk__in=near.values("alert")) | reach.units_q()
        return self.filter(Q(issued_at__isnull=False) & told | Q(unit__in=kept))


class Alert(models.Model):
    """Written by the office; once issued nothing in it changes."""

    class Manner(models.TextChoices):
        """口头、书面、短信、专项 [4]."""

        ORAL = "oral", "口头提示"
        WRITTEN = "written", "书面提示"
        MESSAGE = "message", "短信提示"
        SPECIAL = "special", "专项提示"

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="alerts"
    )
    year = models.PositiveSmallIntegerField("年度")
    month = models.PositiveSmallIntegerField("月份")
    key_work = models.CharField("本月重点工作", max_length=60)
    words = models.CharField("查找用词", max_length=100, blank=True)
    manner = models.CharField("提示方式", max_length=8, choices=Manner, default=Manner.WRITTEN)
    text = models.TextField("提示内容")
    reply_by = models.DateField("回复期限", null=True, blank=True)
    created_by = person("起草人")
    created_at = models.DateTimeField("起草时间", auto_now_add=True)
    issued_by = person("发出人", null=True, blank=True)
    issued_at = models.DateTimeField("发出时间", null=True, blank=True)
    number = models.PositiveSmallIntegerField("号", null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "风险提示"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["unit", "year", "month"])]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "number"], name="alert_number_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12), name="alert_of_a_month"
            ),
            models.CheckConstraint(
                condition=~Q(key_work="") & ~Q(text=""), name="alert_says_something"
            ),
            models.CheckConstraint(
                condition=pair("issued_by", "issued_at", "number"),
                name="alert_issued_by_whom_when_under_which_number",
            ),
        ]

    def __str__(self):
        return f"{self.year}年{self.month}月风险提示：{self.key_work}"

    @property
    def is_draft(self):
        return self.issued_at is None

    @property
    def is_spoken(self):
        """Whether it is told elsewhere, by mouth or by message, and recorded here."""
        return self.manner in SPOKEN

    @property
    def numbered(self):
        """风险提示〔2026〕3号; blank for a draft."""
        return "" if self.number is None else f"风险提示〔{self.year}〕{self.number}号"


SPOKEN = (Alert.Manner.ORAL, Alert.Manner.MESSAGE)


class AlertPoint(models.Model):
    """A point it is about, as it stood when the office chose it."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="points")
    version = models.ForeignKey(
        PointVersion, verbose_name="风险点", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "提示的风险点"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "version"], name="alert_point_once")
        ]

    def __str__(self):
        return str(self.version)


def _sheet(label):
    return models.ForeignKey(
        SignedSheet,
        verbose_name=label,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )


class AlertAddressee(models.Model):
    """A post it goes to; told by the office or read on screen, and what was replied. With a sheet
    it was read or replied to on paper, and the office entered it.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="addressees")
    post = models.ForeignKey(
        Post, verbose_name="岗位", on_delete=models.PROTECT, related_name="alerts"
    )
    read_by = person("已阅人", null=True, blank=True)
    read_at = models.DateTimeField("已阅时间", null=True, blank=True)
    read_sheet = _sheet("已阅的纸质签字")
    told_on = models.DateField("告知日期", null=True, blank=True)
    told_by = person("告知人", null=True, blank=True)
    reply = models.TextField("回复", blank=True)
    replied_by = person("回复人", null=True, blank=True)
    replied_at = models.DateTimeField("回复时间", null=True, blank=True)
    reply_sheet = _sheet("回复的纸质签字")

    class Meta:
        verbose_name = verbose_name_plural = "提示的对象"
        ordering = ["post__section__order", "post"]
        constraints = [
            models.UniqueConstraint(fields=["alert", "post"], name="alert_once_to_a_post"),
            models.CheckConstraint(
                condition=pair("read_by", "read_at"), name="alert_read_by_whom_and_when"
            ),
            models.CheckConstraint(
                condition=pair("told_by", "told_on"), name="alert_told_by_whom_and_when"
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_by__isnull=True, replied_at__isnull=True)
                | ~Q(reply="") & Q(replied_by__isnull=False, replied_at__isnull=False),
                name="alert_replied_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(replied_at__isnull=True)
                | Q(read_at__isnull=False, read_at__lte=F("replied_at")),
                name="alert_replied_after_reading",
            ),
            models.CheckConstraint(
                condition=Q(read_sheet__isnull=True) | Q(read_at__isnull=False),
                name="alert_read_sheet_of_what_was_read",
            ),
            models.CheckConstraint(
                condition=Q(reply_sheet__isnull=True) | Q(replied_at__isnull=False),
                name="alert_reply_sheet_of_a_reply",
            ),
        ]

    def __str__(self):
        return f"{self.alert} {self.post}"

    @property
    def is_reached(self):
        return self.read_at is not None or self.told_on is not None
