"""Publications (公开): frozen, numbered, digested copies. The public site reads only these."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from powers.models import PowerVersion
from registry.organisation.models import Person, Unit
from registry.papers.models import Paper, Revision
from risks.models import PointVersion


class PublicationQuerySet(models.QuerySet):
    def public(self):
        """Editions for society that stand today."""
        return self.filter(edition=Publication.Edition.PUBLIC, withdrawn_at__isnull=True)

    def standing(self):
        """Neither withdrawn nor replaced by a later version."""
        return self.filter(withdrawn_at__isnull=True, superseded_by__isnull=True)


class Publication(models.Model):
    class Kind(models.TextChoices):
        CATALOGUE = "catalogue", "职权目录"
        DIRECTORY = "directory", "廉政风险点和风险等级目录"
        PUBLICITY = "publicity", "公示"
        COMMITMENTS = "commitments", "廉政承诺"

    class Edition(models.TextChoices):
        PUBLIC = "public", "面向社会"
        INSIDE = "inside", "单位内部"

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="publications"
    )
    kind = models.CharField("种类", max_length=12, choices=Kind)
    edition = models.CharField("版别", max_length=8, choices=Edition)
    number = models.CharField("编号", max_length=80, unique=True)
    title = models.CharField("标题", max_length=200)
    year = models.PositiveIntegerField("年度")
    paper = models.ForeignKey(
        Paper,
        verbose_name="依据办件",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
    )
    covers = models.CharField(
        "范围", max_length=10, choices=Paper.Covers, default=Paper.Covers.UNIT
    )
    head = models.JSONField("表头", default=dict, help_text="columns: [[key, title], …]")
    row_count = models.PositiveIntegerField("行数")
    digest = models.CharField("校验码", max_length=64)
    at = models.DateTimeField("公开时间", default=timezone.now)
    by = models.ForeignKey(
        Person, verbose_name="公开人", on_delete=models.PROTECT, related_name="+"
    )
    ends_on = models.DateField("公示截止", null=True, blank=True)
    closed_at = models.DateTimeField("公示结束时间", null=True, blank=True)
    supersedes = models.OneToOneField(
        "self",
        verbose_name="替代",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_why = models.CharField("撤回理由", max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公开"
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["unit", "kind", "edition"]),
            models.Index(fields=["-at", "-id"], name="publication_latest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")
                ),
                name="publication_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="publicity", ends_on__isnull=False)
                | (~Q(kind="publicity") & Q(ends_on__isnull=True, closed_at__isnull=True)),
                name="publication_ends_only_as_publicity",
            ),
        ]

    def __str__(self):
        return f"{self.title}({self.number})"

    @property
    def public_page(self):
        """The name of the page on the public site that shows it."""
        return PUBLIC_PAGES[self.kind]


PUBLIC_PAGES = {
    Publication.Kind.CATALOGUE: "public-catalogue",
    Publication.Kind.DIRECTORY: "public-directory",
    Publication.Kind.PUBLICITY: "public-publicity-detail",
    Publication.Kind.COMMITMENTS: "public-commitments",
}


class PublicationRow(models.Model):
    """One frozen row. `search` holds its words and `initials` the letters of its names, so that
    words of any length are found (ADR 0006); both follow from the content and are in no digest."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="rows")
    position = models.PositiveIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    point_version = models.ForeignKey(
        PointVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    power_version = models.ForeignKey(
        PowerVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.JSONField()
    search = models.TextField(blank=True)
    initials = models.TextField("拼音首字母", blank=True, default="")
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "公开行"
        ordering = ["publication", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "position"], name="publication_position_once"
            ),
            models.CheckConstraint(
                condition=Q(point_version__isnull=True) | Q(power_version__isnull=True),
                name="publication_row_one_source",
            ),
        ]

    def __str__(self):
        return f"{self.publication_id} 第 {self.position} 行"


class PublicityPaper(models.Model):
    """A paper in a publicity (公示), and what became of it."""

    class Outcome(models.TextChoices):
        STANDS = "stands", "无异议"
        REOPENED = "reopened", "按意见修改"

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="publicity_papers"
    )
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="publicities")
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公示办件"
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "revision"], name="publicity_revision_once"
            )
        ]

    def __str__(self):
        return f"{self.publication} · {self.revision}"

    @property
    def outcome_said(self):
        """The outcome in words: 无异议 only of a paper that no opinion was about, on its rows or
        on the publicity as a whole.
        """
        if self.outcome == self.Outcome.STANDS and self.was_spoken_of:
            return "公示期满，意见逐条答复"
        return self.get_outcome_display()

    @property
    def was_spoken_of(self):
        given = self.publication.opinions
        return given.filter(models.Q(shown=self) | models.Q(shown=None)).exists()
