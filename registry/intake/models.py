"""Spreadsheets taken in: what was sent, by whom, and whether it was confirmed."""

from django.db import models
from django.db.models import Q

from registry.files.models import StoredFile
from registry.organisation.models import Person, Unit


class OrganisationImport(models.Model):
    """One file of units, sections, posts and people. The file itself is the state of a preview:
    it is read again on every look, so that what is shown is what would be written now.
    """

    file = models.OneToOneField(
        StoredFile, verbose_name="原文件", on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        Person, verbose_name="导入人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("上传时间", auto_now_add=True)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person,
        verbose_name="确认人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    seats_confirmed_at = models.DateTimeField("席位授予时间", null=True, blank=True)
    seats_confirmed_by = models.ForeignKey(
        Person,
        verbose_name="席位授予人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "机构导入"
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="organisation_import_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(seats_confirmed_at__isnull=True, seats_confirmed_by__isnull=True)
                | Q(
                    seats_confirmed_at__isnull=False,
                    seats_confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                ),
                name="organisation_import_seats_after_confirmation",
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.file}"
