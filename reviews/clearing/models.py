"""Rounds of clearing (清权), what is declared in them, and what became of powers that were offered.

Where a declaration stands follows from who did what when; nothing is stored twice.
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from powers.models import Power, PowerVersion
from registry.organisation.models import Person, Post, Programme, Seat, Section, Unit
from risks.models import Duty


def _pair(by, at):
    """Both are known, or neither."""
    return Q(**{f"{by}__isnull": True, f"{at}__isnull": True}) | Q(
        **{f"{by}__isnull": False, f"{at}__isnull": False}
    )


def _person(label, **options):
    return models.ForeignKey(
        Person, verbose_name=label, on_delete=models.PROTECT, related_name="+", **options
    )


class ClearingRoundQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at__isnull=True)

    def visible_to(self, reach):
        """Those of the own unit, and of the units read as a whole: that there is one is no secret;
        what is declared in it is asked of `Declaration`.
        """
        if not reach.takes_part:
            return self.none()
        return self.filter(Q(unit=reach.person.unit_id) | reach.units_q())


class ClearingRound(models.Model):
    """One unit clears its powers once in a programme year: from when until when, for what."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="clearings"
    )
    programme = models.ForeignKey(
        Programme, verbose_name="年度方案", on_delete=models.PROTECT, related_name="clearings"
    )
    due_on = models.DateField("申报截止")
    word = models.TextField("要求", blank=True)
    opened_by = _person("发起人")
    opened_at = models.DateTimeField("发起时间", default=timezone.now)
    closed_by = _person("结束人", null=True, blank=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = ClearingRoundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清权"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(closed_at__isnull=True),
                name="clearing_one_open_of_unit",
                violation_error_message="本单位的清权正在进行，结束以后才能再发起。",
            ),
            models.CheckConstraint(
                condition=_pair("closed_by", "closed_at"), name="clearing_closed_by_whom_and_when"
            ),
        ]

    def __str__(self):
        return f"{self.unit} {self.programme.year} 年度清权"

    @property
    def is_open(self):
        return self.closed_at is None


class DeclarationQuerySet(models.QuerySet):
    def visible_to(self, reach):
        """Whoever reads the unit, the section or the post; the keeper, who fills in the catalogue,
        what is gathered into it. Sections and the unit are not open to whoever has a post there
        and no seat.
        """
        theirs = reach.register_q(unit="round__unit", section="section", post="post")
        kept = reach.units_of(Seat.INFORMATION_KEEPER)
        return self.filter(theirs | Q(round__unit__in=kept, post__isnull=True))

    def listed(self):
        return self.select_related(
            "round__unit", "round__programme", "section", "post__section", "handed_in_by"
        )


class Declaration(models.Model):
    """清理申报: the powers of one post, else of one section, else of the unit itself."""

    round = models.ForeignKey(
        ClearingRound, verbose_name="清权", on_delete=models.PROTECT, related_name="declarations"
    )
    section = models.ForeignKey(
        Section,
        verbose_name="科室",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="declarations",
    )
    post = models.ForeignKey(
        Post,
        verbose_name="岗位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="declarations",
    )
    none_because = models.CharField("没有职权的说明", max_length=200, blank=True)
    begun_by = _person("填报人")
    begun_at = models.DateTimeField("开始时间", default=timezone.now)
    handed_in_by = _person("申报人", null=True, blank=True)
    handed_in_at = models.DateTimeField("申报时间", null=True, blank=True)
    gathered_by = _person("汇总人", null=True, blank=True)
    gathered_at = models.DateTimeField("汇总时间", null=True, blank=True)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清理申报"
        ordering = ["round", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(section__isnull=True) | Q(post__isnull=True),
                name="declaration_of_post_or_section",
            ),
            models.UniqueConstraint(
                fields=["round", "post"],
                condition=Q(post__isnull=False),
                name="declaration_once_of_post",
            ),
            models.UniqueConstraint(
                fields=["round", "section"],
                condition=Q(section__isnull=False),
                name="declaration_once_of_section",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(section__isnull=True, post__isnull=True),
                name="declaration_once_of_unit",
            ),
            models.CheckConstraint(
                condition=_pair("handed_in_by", "handed_in_at"),
                name="declaration_handed_in_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=_pair("gathered_by", "gathered_at")
                & (Q(gathered_at__isnull=True) | Q(handed_in_at__isnull=False)),
                name="declaration_gathered_after_handed_in",
            ),
        ]

    def __str__(self):
        return f"{self.owner_name}清理申报"

    @property
    def owner_name(self):
        if self.post_id:
            return self.post.name
        return self.section.name if self.section_id else self.round.unit.name

    @property
    def layer(self):
        """岗位, 科室 or 单位 [3]."""
        return "岗位" if self.post_id else "科室" if self.section_id else "单位"

    @property
    def stands(self):
        if self.gathered_at:
            return Stands.GATHERED
        return Stands.HANDED_IN if self.handed_in_at else Stands.BEGUN


class Stands(models.TextChoices):
    """How far a declaration is: computed, never stored."""

    NOT_BEGUN = "not_begun", "未开始"
    BEGUN = "begun", "填写中"
    HANDED_IN = "handed_in", "已申报"
    GATHERED = "gathered", "已汇总"


class DeclaredPowerQuerySet(models.QuerySet):
    def listed(self):
        return self.select_related(
            "power__in_force", "duty__in_force", "to_unit", "to_section", "taken_from"
        ).order_by("pk")

    def disputed(self):
        """Rows of which another section, or the unit, says something else in the same round."""
        others = DeclaredPower.objects.filter(
            ~Q(disposition=OuterRef("disposition")),
            power=OuterRef("power"),
            declaration__round=OuterRef("declaration__round"),
            declaration__post__isnull=True,
            declaration__handed_in_at__isnull=False,
        )
        return self.filter(Exists(others), declaration__post__isnull=True)

    def offered(self):
        """Gathered into the unit's catalogue and meant for a unit or section that may answer; not
        while sections do not agree on it.
        """
        gathered = self.filter(
            declaration__gathered_at__isnull=False, declaration__post__isnull=True
        )
        meant = gathered.filter(Q(to_unit__isnull=False) | Q(to_section__isnull=False))
        disputed = DeclaredPower.objects.disputed().values("pk")
        return meant.filter(Q(answer__isnull=False) | ~Q(pk__in=disputed))


class DeclaredPower(models.Model):
    """A row of a declaration: a power of the register, or one newly found, and what shall be.

    The scope (应为、不得为、限度) and the four responsibilities are those of the post [4].
    """

    class Disposition(models.TextChoices):
        KEEP = PowerVersion.Disposition.KEEP.value, PowerVersion.Disposition.KEEP.label
        HAND_DOWN = (
            PowerVersion.Disposition.HAND_DOWN.value,
            PowerVersion.Disposition.HAND_DOWN.label,
        )
        TRANSFER = PowerVersion.Disposition.TRANSFER.value, PowerVersion.Disposition.TRANSFER.label
        SUPERVISE_AFTER = (
            PowerVersion.Disposition.SUPERVISE_AFTER.value,
            PowerVersion.Disposition.SUPERVISE_AFTER.label,
        )
        ABOLISH = "abolish", "取消"

    declaration = models.ForeignKey(
        Declaration, verbose_name="清理申报", on_delete=models.CASCADE, related_name="rows"
    )
    power = models.ForeignKey(
        Power,
        verbose_name="在册职权",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="declared",
    )
    duty = models.ForeignKey(
        Duty,
        verbose_name="来自职责",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="declared",
    )
    taken_from = models.ForeignKey(
        "self",
        verbose_name="来自岗位申报",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_as",
    )
    name = models.CharField("职权名称", max_length=200, blank=True)
    side = models.CharField(
        "内外部", max_length=10, choices=PowerVersion.Side, default=PowerVersion.Side.INTERNAL
    )
    kind = models.CharField(
        "职权类型", max_length=16, choices=PowerVersion.Kind, default=PowerVersion.Kind.OTHER
    )
    content = models.TextField("职权内容", blank=True)
    bases = models.TextField("依据", blank=True)
    disposition = models.CharField("清理意见", max_length=20, choices=Disposition, blank=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    to_unit = models.ForeignKey(
        Unit,
        verbose_name="交给单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    to_section = models.ForeignKey(
        Section,
        verbose_name="交给科室",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    to_other = models.CharField("交给系统以外", max_length=120, blank=True)
    should_do = models.TextField("应为", blank=True)
    must_not = models.TextField("不得为", blank=True)
    how_far = models.TextField("限度", blank=True)
    political = models.TextField("政治责任", blank=True)
    administrative = models.TextField("行政责任", blank=True)
    disciplinary = models.TextField("法纪责任", blank=True)
    moral = models.TextField("道德责任", blank=True)

    objects = DeclaredPowerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报的职权"
        ordering = ["declaration", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(power__isnull=False, name="") | Q(power__isnull=True) & ~Q(name=""),
                name="declared_known_or_named",
            ),
            models.CheckConstraint(
                condition=Q(disposition__in=["", "keep"]) | ~Q(reason=""),
                name="declared_with_reason",
                violation_error_message="不是“保留”的，请写明理由。",
            ),
            models.CheckConstraint(
                condition=(
                    Q(disposition="hand_down", to_unit__isnull=False, to_section__isnull=True)
                    & Q(to_other="")
                )
                | Q(disposition="transfer")
                & (
                    Q(to_unit__isnull=False, to_section__isnull=True, to_other="")
                    | Q(to_unit__isnull=True, to_section__isnull=False, to_other="")
                    | Q(to_unit__isnull=True, to_section__isnull=True) & ~Q(to_other="")
                )
                | ~Q(disposition__in=["hand_down", "transfer"])
                & Q(to_unit__isnull=True, to_section__isnull=True, to_other=""),
                name="declared_to_whom",
                violation_error_message="下放要写明下级单位，移交要写明一个接收单位或者科室。",
            ),
            models.UniqueConstraint(fields=["declaration", "power"], name="declared_once"),
            models.UniqueConstraint(fields=["declaration", "duty"], name="declared_once_of_duty"),
            models.UniqueConstraint(
                fields=["declaration", "name"], condition=~Q(name=""), name="declared_once_by_name"
            ),
            models.CheckConstraint(
                condition=Q(taken_from__isnull=True) | ~Q(taken_from=F("pk")),
                name="declared_not_from_itself",
            ),
        ]

    def __str__(self):
        return self.said_name

    @property
    def said_name(self):
        """What the register calls it, else what whoever found it does."""
        return str(self.power) if self.power_id else self.name

    @property
    def to_whom(self):
        """Who shall have it; blank where it stays."""
        return str(self.to_unit or self.to_section or self.to_other or "")


class OfferAnswer(models.Model):
    """A power that was handed down or transferred was taken up, or declined with a reason; once.

    `power` is what it became in the catalogue of whoever took it up. Append-only.
    """

    class Outcome(models.TextChoices):
        TAKEN_UP = "taken_up", "接收"
        DECLINED = "declined", "不接收"

    row = models.OneToOneField(
        DeclaredPower, verbose_name="交来的职权", on_delete=models.PROTECT, related_name="answer"
    )
    outcome = models.CharField("答复", max_length=10, choices=Outcome)
    reason = models.CharField("理由", max_length=400, blank=True)
    power = models.ForeignKey(
        Power,
        verbose_name="列为职权",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    by = _person("答复人")
    at = models.DateTimeField("答复时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "接收答复"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="taken_up", power__isnull=False)
                | Q(outcome="declined", power__isnull=True) & ~Q(reason=""),
                name="offer_answered_whole",
                violation_error_message="不接收的，请写一句理由。",
            ),
        ]

    def __str__(self):
        return f"{self.row} {self.get_outcome_display()}"


class ClearingReminder(models.Model):
    """催报: the office asked everybody who has not declared yet; once a day for a round."""

    round = models.ForeignKey(
        ClearingRound, verbose_name="清权", on_delete=models.PROTECT, related_name="reminders"
    )
    on = models.DateField("催报日期")
    by = _person("催报人")
    at = models.DateTimeField("催报时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "催报"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "on"], name="clearing_reminder_once_a_day")
        ]

    def __str__(self):
        return f"{self.round} {self.on}"
