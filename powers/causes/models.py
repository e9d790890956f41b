"""On what ground a catalogue changes a power: a choice, with a word for readers."""

from django.db import models
from django.db.models import Q

from powers.models import PowerLine


class ChangeCause(models.Model):
    """Hangs on the line of a changed row. From `frozen_at` on the database refuses to change it.

    `text` is for readers outside too; why the office thinks so (`PowerVersion.why`) stays inside.
    """

    class Kind(models.TextChoices):
        LAW = "law", "法律法规变动"
        BODY = "body", "机构变动"
        DUTIES = "duties", "职责调整"
        OTHER = "other", "其他"

    line = models.OneToOneField(
        PowerLine, verbose_name="目录行", on_delete=models.CASCADE, related_name="cause"
    )
    kind = models.CharField("变动事由", max_length=8, choices=Kind)
    text = models.CharField("说明", max_length=300)
    frozen_at = models.DateTimeField("提交时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "变动事由"
        ordering = ["line__serial"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="change_cause_in_words")]

    def __str__(self):
        return f"{self.get_kind_display()}：{self.text}"
