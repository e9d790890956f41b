"""The last change of many rows of a draft, kept so that it can be undone."""

from django.db import models

from registry.organisation.models import Person
from registry.papers.models import Revision


class BulkChange(models.Model):
    """One for each revision: what its rows said before, as long as nobody saves anything else.

    `counter` is that of the revision right after the change. `before` lists [line id, None] for a
    row that was as the register says, else [line id, {"content": …, "why": …}].
    """

    revision = models.OneToOneField(
        Revision, verbose_name="稿次", on_delete=models.CASCADE, related_name="bulk_change"
    )
    by = models.ForeignKey(
        Person, verbose_name="修改人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间", auto_now=True)
    counter = models.PositiveIntegerField("改后的保存次数")
    before = models.JSONField("改前的内容")

    class Meta:
        verbose_name = verbose_name_plural = "成批修改"
        constraints = [
            models.CheckConstraint(condition=~models.Q(before=[]), name="bulk_change_of_some_rows")
        ]

    def __str__(self):
        return f"成批修改 {self.count} 项"

    @property
    def count(self):
        """How many rows were changed."""
        return len(self.before)
