"""Files that go with a form: this revision has this attachment, for a row or as a whole.

A line like the others: the file stays what it is, the draft says whether it is there. At
submission it is frozen with the revision, whose digest covers it.
"""

from django.db import models

from registry.papers.models import Attachment, Revision

from .points import RiskPoint


class Enclosure(models.Model):
    """`point` None: the file supports the paper as a whole."""

    revision = models.ForeignKey(
        Revision, verbose_name="稿次", on_delete=models.CASCADE, related_name="enclosures"
    )
    attachment = models.ForeignKey(
        Attachment, verbose_name="附件", on_delete=models.PROTECT, related_name="enclosures"
    )
    point = models.ForeignKey(
        RiskPoint,
        verbose_name="风险点",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "随表附件"
        ordering = ["revision", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "attachment"], name="enclosure_once_per_revision"
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.attachment.file.original_name
