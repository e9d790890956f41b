"""A notice (消息) to one person inside the system: a line of text and where to go."""

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
