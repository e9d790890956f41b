"""举报渠道: where problems of discipline are reported, named beside the public form."""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Unit

# Where neither the unit nor one above it names any: the national ones.
NATIONAL = (
    ("全国纪检监察机关统一举报电话", "12388"),
    ("中央纪委国家监委举报网站", "www.12388.gov.cn"),
)


class ReportChannelQuerySet(models.QuerySet):
    def shown_for(self, unit):
        """(label, text) of the unit's own, else of the nearest above that has any."""
        found = self.filter(unit__code__in=unit.line).select_related("unit").order_by("order", "pk")
        nearest = max((len(each.unit.path) for each in found), default=0)
        own = [(each.label, each.text) for each in found if len(each.unit.path) == nearest]
        return own or list(NATIONAL)


class ReportChannel(models.Model):
    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        on_delete=models.CASCADE,
        related_name="+",
        help_text="所属单位没有填写自己的渠道时，也用这里的。",
    )
    label = models.CharField("名称", max_length=60, help_text="如“举报电话”“来信地址”。")
    text = models.CharField("内容", max_length=200, help_text="电话、地址或者网址，照原样显示。")
    order = models.PositiveSmallIntegerField("顺序", default=1)

    objects = ReportChannelQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "举报渠道"
        ordering = ["unit__path", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "label"],
                name="report_channel_label_once",
                violation_error_message="这个单位已经有同名的渠道。",
            ),
            models.CheckConstraint(
                condition=~Q(label="") & ~Q(text=""), name="report_channel_says_something"
            ),
        ]

    def __str__(self):
        return f"{self.label}：{self.text}"
