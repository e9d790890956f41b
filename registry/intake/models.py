"""Spreadsheets taken in: what was sent, by whom, and whether it was confirmed."""

from django.db import models
from django.db.models import Q

from registry.files.models import StoredFile
from registry.jobs.models import Job
from registry.organisation.models import Person, Programme, Unit


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


class Subject(models.TextChoices):
    POINTS = "points", "风险点"
    POWERS = "powers", "职权"


class ColumnMapping(models.Model):
    """How a unit mapped its tables last time; proposed again next time, never applied unseen.

    `columns`: header as it is compared → field, "" for one without meaning here. `words`: the
    unit's word for a level → id of the level. `posts`: what rows say of section and post → id of
    the post somebody chose for them.
    """

    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField("内容", max_length=10, choices=Subject)
    columns = models.JSONField("栏目对应", default=dict, blank=True)
    words = models.JSONField("等级对应", default=dict, blank=True)
    posts = models.JSONField("岗位对应", default=dict, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "栏目对应"
        constraints = [
            models.UniqueConstraint(fields=["unit", "subject"], name="column_mapping_once")
        ]

    def __str__(self):
        return f"{self.unit} {self.get_subject_display()}"


class TableImport(models.Model):
    """One file of risk points, between upload and confirmation. The file is read again on every
    look; `choices` is what the person decided meanwhile (`risks.sheets.planning.Choices`).
    `rows` is how many it has as its columns are mapped (None: nobody has counted); `job` is the
    latest that was to write it, where these are many.
    """

    file = models.OneToOneField(
        StoredFile, verbose_name="原文件", on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(
        Programme, verbose_name="年度方案", on_delete=models.PROTECT, related_name="+"
    )
    choices = models.JSONField("选择", default=dict, blank=True)
    rows = models.PositiveIntegerField("行数", null=True, blank=True)
    by = models.ForeignKey(
        Person, verbose_name="导入人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("上传时间", auto_now_add=True)
    job = models.ForeignKey(
        Job,
        verbose_name="后台任务",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "表格导入"
        ordering = ["-at", "-id"]

    def __str__(self):
        return f"{self.unit} {self.file}"

    @property
    def is_being_written(self):
        return self.job is not None and self.job.is_active
