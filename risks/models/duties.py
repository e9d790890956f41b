"""Duties and workflows (岗位职责、工作流程): the left column of a form."""

from django.db import models
from django.db.models import F, Prefetch, Q

from registry.organisation.models import Post, Section, Unit
from registry.papers.models import Paper, Revision


class DutyQuerySet(models.QuerySet):
    def in_force(self):
        """Duties of the register as it stands."""
        return self.filter(in_force__isnull=False, in_force__struck=False)

    def visible_to(self, reach):
        """Duties whose register rows this person may read (design §4): those of the posts."""
        return self.filter(Duty.readable_q(reach))


class Duty(models.Model):
    """The identity of a duty: of a post, else of a section, else of the unit.

    `taken_as`: as of a point, where another holder of the post had the same duty in force. Points
    handed in under this one go on naming it; `PointVersion.duty_now` reads the other.
    """

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="duties"
    )
    section = models.ForeignKey(
        Section,
        verbose_name="科室（年级组）",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
    )
    post = models.ForeignKey(
        Post,
        verbose_name="岗位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
    )
    in_force = models.OneToOneField(
        "DutyVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="in_force_for",
    )
    taken_as = models.ForeignKey(
        "self",
        verbose_name="并入",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_from",
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位职责"
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True) | Q(section__isnull=True),
                name="duty_of_post_or_section",
            ),
            models.CheckConstraint(
                condition=Q(taken_as__isnull=True) | Q(in_force__isnull=True),
                name="duty_taken_as_another_not_in_force",
            ),
        ]

    def __str__(self):
        return str(self.in_force) if self.in_force_id else f"职责 {self.pk}"

    # Conditions; `way` leads from the row that is asked for to the duty, as in "duty__".

    @staticmethod
    def readable_q(reach, way=""):
        """Duties whose register rows this person may read (design §4): those of the posts."""
        post = f"{way}post"
        return reach.register_q(unit=f"{post}__unit", section=f"{post}__section", post=post)

    @staticmethod
    def of_section_q(section, way=""):
        return Q(**{f"{way}post__section": section})


class DutyVersionQuerySet(models.QuerySet):
    def readable_now(self, reach):
        """What stands in the register that this person may read, as of points."""
        stands = self.filter(in_force_for__isnull=False, struck=False)
        return stands.filter(Duty.readable_q(reach, "in_force_for__"))

    def of_register(self, duties):
        """The versions in force of these duties, in the order of a directory, ready to show."""
        return self.filter(in_force_for__in=duties).with_owner().in_order_of_register()

    def with_owner(self):
        """With the post whose duty it is, its unit and section."""
        placed = Duty.objects.select_related("post__unit", "post__section")
        return self.prefetch_related(Prefetch("duty", placed))

    def in_order_of_register(self):
        """What stands in the register, in the order of a directory."""
        return self._ordered_by("in_force_for")

    def in_directory_order(self):
        """By unit, section (leaders, who have none, first) and post."""
        return self._ordered_by("duty")

    def _ordered_by(self, way):
        return self.order_by(
            f"{way}__post__unit__path",
            F(f"{way}__post__section__order").asc(nulls_first=True),
            f"{way}__post",
            f"{way}__pk",
        )


class DutyVersion(models.Model):
    class Kind(models.TextChoices):
        DUTY = "duty", "岗位职责"
        WORKFLOW = "workflow", "工作流程"
        MAJOR_MATTER = "major_matter", "三重一大"

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="versions")
    written_in = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="duty_versions")
    base = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField("种类", max_length=14, choices=Kind, default=Kind.DUTY)
    text = models.TextField("职责或流程内容")
    struck = models.BooleanField("取消", default=False)
    why = models.TextField("变动理由", blank=True)
    digest = models.CharField("校验码", max_length=64, null=True, blank=True)

    objects = DutyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职责版本"
        constraints = [
            models.CheckConstraint(
                condition=Q(struck=False) | ~Q(why=""), name="duty_struck_with_reason"
            )
        ]

    def __str__(self):
        return self.text

    @property
    def is_frozen(self):
        return self.digest is not None


class DutyLineQuerySet(models.QuerySet):
    def of_register_rows(self):
        """Lines with their version, its base, and what is in force now."""
        return self.select_related("version__base", "version__duty__in_force").order_by("position")

    def register_rows(self):
        """The same as a list, cheaper: the rows of a new form have neither base nor past."""
        lines = list(self.select_related("version__duty").order_by("position"))
        versions = [line.version for line in lines]
        beside = {pk for version in versions for pk in (version.base_id, version.duty.in_force_id)}
        told = DutyVersion.objects.in_bulk(beside - {None})
        for version in versions:
            version.base = told.get(version.base_id)
            version.duty.in_force = told.get(version.duty.in_force_id)
        return lines


class DutyLine(models.Model):
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="duty_lines")
    version = models.ForeignKey(DutyVersion, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveIntegerField("顺序")
    open = models.BooleanField("可修改", default=True)

    objects = DutyLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职责行"
        ordering = ["revision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "version"], name="duty_line_once"),
            models.UniqueConstraint(
                fields=["revision", "position"], name="duty_line_position_once"
            ),
        ]

    def __str__(self):
        return f"{self.position} {self.version}"
