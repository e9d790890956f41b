"""Papers (办件): what a person fills in and others review. The only state there is."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Person, Post, Programme, Section, Unit


class PaperKind(models.TextChoices):
    LEADER_FORM = "leader_form", "领导班子成员廉政风险识别防控表"
    MIDDLE_FORM = "middle_form", "中层领导廉政风险识别和防控表"
    STAFF_FORM = "staff_form", "一般工作人员及教职工廉政风险识别和防控表"
    SECTION_SHEET = "section_sheet", "科室廉政风险识别和防控表"
    UNIT_SHEET = "unit_sheet", "单位廉政风险识别和防控表"
    CATALOGUE = "catalogue", "职权目录"
    DIRECTORY = "directory", "廉政风险点和风险等级目录"


# The form of a post, one kind per tier [1] annexes 2 to 4; a post has one of them a year.
FORM_OF_TIER = {
    Post.Tier.LEADER: PaperKind.LEADER_FORM,
    Post.Tier.MIDDLE: PaperKind.MIDDLE_FORM,
    Post.Tier.ORDINARY: PaperKind.STAFF_FORM,
}
POST_FORMS = tuple(FORM_OF_TIER.values())


class PaperState(models.TextChoices):
    DRAFT = "draft", "填报中"
    REVIEW = "review", "审核中"
    CLEARED = "cleared", "待公示"
    PUBLICITY = "publicity", "公示中"
    READY = "ready", "待确认"
    CONFIRMED = "confirmed", "已生效"
    CANCELLED = "cancelled", "已撤销"


# Nothing more is done with a paper of these states.
OVER = (PaperState.CONFIRMED, PaperState.CANCELLED)


class Paper(models.Model):
    """One matter on its way. `reviews.workflow` is the only writer of state, position and lap.

    `holder` is set where every holder of the post fills in a form (一人一表); a form for the
    post itself has none, and belongs to whoever sits there. `whole` papers carry every row of
    their owner; the others carry only the rows they change.
    """

    class Covers(models.TextChoices):
        UNIT = "unit", "本单位"
        SUBTREE = "subtree", "本单位及所属单位"

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="papers"
    )
    kind = models.CharField("种类", max_length=20, choices=PaperKind)
    programme = models.ForeignKey(
        Programme, verbose_name="年度方案", on_delete=models.PROTECT, related_name="papers"
    )
    section = models.ForeignKey(
        Section, verbose_name="科室（年级组）", on_delete=models.PROTECT, null=True, blank=True
    )
    post = models.ForeignKey(
        Post, verbose_name="岗位", on_delete=models.PROTECT, null=True, blank=True
    )
    holder = models.ForeignKey(
        Person,
        verbose_name="填报人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="held_papers",
    )
    covers = models.CharField("范围", max_length=10, choices=Covers, default=Covers.UNIT)
    whole = models.BooleanField("整表", default=True)
    number = models.CharField("编号", max_length=80, null=True, unique=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=PaperState, default=PaperState.DRAFT)
    position = models.PositiveSmallIntegerField("第几步", null=True, blank=True)
    lap = models.PositiveSmallIntegerField("第几轮", default=0)
    created_at = models.DateTimeField("建立时间", default=timezone.now)
    created_by = models.ForeignKey(
        Person, verbose_name="建立人", on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField("撤销时间", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_why = models.TextField("撤销理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "办件"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["unit", "state", "kind"]),
            models.Index(fields=["programme", "kind"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="review", position__isnull=False)
                | (~Q(state="review") & Q(position__isnull=True)),
                name="paper_position_only_in_review",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(number__isnull=False),
                name="paper_numbered_once_submitted",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="confirmed", confirmed_at__isnull=False, confirmed_by__isnull=False
                )
                | (~Q(state="confirmed") & Q(confirmed_at__isnull=True, confirmed_by__isnull=True)),
                name="paper_confirmed_by_and_at",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="cancelled", cancelled_at__isnull=False, cancelled_by__isnull=False)
                    & ~Q(cancelled_why="")
                )
                | (
                    ~Q(state="cancelled")
                    & Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_why="")
                ),
                name="paper_cancelled_with_reason",
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "post", "holder"],
                condition=Q(whole=True, post__isnull=False, holder__isnull=False)
                & ~Q(state="cancelled"),
                name="paper_one_per_holder",
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "post"],
                condition=Q(whole=True, post__isnull=False, holder__isnull=True)
                & ~Q(state="cancelled"),
                name="paper_one_per_post",
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "section"],
                condition=Q(whole=True, post__isnull=True, section__isnull=False)
                & ~Q(state="cancelled"),
                name="paper_one_per_section",
            ),
            models.UniqueConstraint(
                fields=["programme", "kind", "unit"],
                condition=Q(whole=True, post__isnull=True, section__isnull=True)
                & ~Q(state="cancelled")
                & ~Q(kind="directory"),
                name="paper_one_per_unit",
            ),
            models.UniqueConstraint(
                fields=["programme", "unit", "covers"],
                condition=Q(kind="directory") & ~Q(state__in=["confirmed", "cancelled"]),
                name="paper_one_running_directory",
            ),
        ]

    def __str__(self):
        return self.number or f"{self.get_kind_display()}({self.owner_name})"

    @property
    def owner_name(self):
        """Whom the paper is about: the post, else the section, else the unit."""
        return str(self.post or self.section or self.unit)

    @property
    def whose(self):
        """Whom the paper is about, for lists inside: where everybody has a form, with the name."""
        return f"{self.owner_name}（{self.holder.name}）" if self.holder_id else self.owner_name

    @property
    def title(self):
        """Names nobody: it goes onto sheets, into mail and to whoever may not read the paper."""
        return f"{self.owner_name} · {self._of_year}"

    @property
    def title_inside(self):
        """The title in lists of those who may read the paper: sixty of one post are told apart."""
        return f"{self.whose} · {self._of_year}"

    @property
    def _of_year(self):
        return f"{self.programme.year} 年度{self.get_kind_display()}"

    @property
    def is_running(self):
        return self.state not in OVER

    @property
    def current(self):
        """The latest revision: the open draft, or what was last submitted."""
        return self.revisions.order_by("-no").first()


class Revision(models.Model):
    """One frozen round of a paper. `counter` rises with every save of the draft.

    `adds_to` is set where measures come after publicity [2]: the round that was shown, whose points
    this one only adds measures to.

    `submitted_by` is who handed it in, `entered_by` the information keeper where it was
    entered for somebody without an account (代填).
    """

    paper = models.ForeignKey(
        Paper, verbose_name="办件", on_delete=models.PROTECT, related_name="revisions"
    )
    no = models.PositiveSmallIntegerField("第几稿", default=1)
    grade = models.CharField("岗位风险等级", max_length=2, blank=True)
    grade_why = models.TextField("等级调整理由", blank=True)
    counter = models.PositiveIntegerField("草稿版本", default=0)
    saved_at = models.DateTimeField("上次保存", default=timezone.now)
    filer_name = models.CharField("填报人姓名", max_length=60, blank=True)
    filer_title = models.CharField("填报人职务", max_length=80, blank=True)
    digest = models.CharField("校验码", max_length=64, null=True, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    submitted_by = models.ForeignKey(
        Person,
        verbose_name="提交人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submitted_revisions",
    )
    entered_by = models.ForeignKey(
        Person,
        verbose_name="代填人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    adds_to = models.ForeignKey(
        "self",
        verbose_name="在哪一稿上补措施",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "稿次"
        ordering = ["paper", "no"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "no"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["paper"],
                condition=Q(submitted_at__isnull=True),
                name="revision_one_open_per_paper",
            ),
            models.CheckConstraint(
                condition=Q(
                    digest__isnull=True, submitted_at__isnull=True, submitted_by__isnull=True
                )
                | Q(digest__isnull=False, submitted_at__isnull=False, submitted_by__isnull=False),
                name="revision_frozen_by_and_at",
            ),
        ]

    def __str__(self):
        return f"{self.paper} 第 {self.no} 稿"

    @property
    def is_open(self):
        return self.submitted_at is None

    @property
    def adds_measures(self):
        """Whether it only adds measures to the points of an earlier round."""
        return self.adds_to_id is not None


class Writer(models.Model):
    """Somebody who saved into a draft of this paper, whoever handed it in."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="writers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="written_papers")
    at = models.DateTimeField("第一次保存", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "写过草稿的人"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "person"], name="writer_once_per_paper")
        ]

    def __str__(self):
        return f"{self.person} · {self.paper}"


class Attachment(models.Model):
    class Kind(models.TextChoices):
        SIGNED_SHEET = "signed_sheet", "本人签字表扫描件"
        DECISION_SCAN = "decision_scan", "线下签署扫描件"
        SEALED_COPY = "sealed_copy", "盖章件"
        ORIGINAL = "original", "导入原件"
        SUPPORT = "support", "填报附件"

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField("种类", max_length=16, choices=Kind)
    file = models.ForeignKey("files.StoredFile", verbose_name="文件", on_delete=models.PROTECT)
    added_at = models.DateTimeField("添加时间", default=timezone.now)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["id"]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.paper}"


class NumberSeries(models.Model):
    """The last number given per unit, year and kind; numbers are never given twice."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "编号"
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "kind"], name="number_series_once")
        ]

    def __str__(self):
        return f"{self.unit.code}-{self.year}-{self.kind}-{self.last:04d}"
