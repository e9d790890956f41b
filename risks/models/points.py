"""Risk points (风险点): source, point, harm [3]; they belong to a post, a section or the unit."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from powers.models import FlowStep, Power
from registry.organisation.models import Post, ScaleLevel, Scheme, Section, Unit
from registry.paging.keyset import Key
from registry.papers.models import Paper
from registry.search.words import mentioning, query_terms
from risks.phrasing import compose

from .duties import Duty


class RiskPointQuerySet(models.QuerySet):
    def in_force(self):
        """Points of the register as it stands: confirmed once and not struck since."""
        struck = PointVersion.objects.filter(struck=True)
        # Few are struck: what each of the others says need not be read to count them.
        return self.filter(in_force__isnull=False).exclude(in_force__in=struck)

    def visible_to(self, reach):
        """Points whose register rows this person may read (design §4)."""
        return self.filter(RiskPoint.readable_q(reach))

    def listed(self):
        """In the order of a directory, each with the version in force and what a row shows."""
        return (
            self.select_related(
                "unit",
                "section",
                "post__section",
                "in_force__level",
                "in_force__step",
                "in_force__duty",
            )
            .prefetch_related("in_force__measures__post")
            .order_by(
                "unit__path",
                F("post__section__order").asc(nulls_first=True),
                F("section__order").asc(nulls_first=True),
                "post",
                "pk",
            )
        )


class RiskPoint(models.Model):
    """The identity of a point: of a post, else of a section, else of the unit.

    `taken_as`: where another holder of the post had the same point in force when this one was
    confirmed, that one; this identity never comes into force then.
    """

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="points"
    )
    section = models.ForeignKey(
        Section,
        verbose_name="科室（年级组）",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
    )
    post = models.ForeignKey(
        Post,
        verbose_name="岗位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="points",
    )
    in_force = models.OneToOneField(
        "PointVersion",
        verbose_name="现行版本",
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

    objects = RiskPointQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "风险点"
        indexes = [models.Index(fields=["unit", "in_force"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=True) | Q(section__isnull=True),
                name="point_of_post_or_section",
            ),
            models.CheckConstraint(
                condition=Q(taken_as__isnull=True) | Q(in_force__isnull=True),
                name="point_taken_as_another_not_in_force",
            ),
        ]

    def __str__(self):
        return str(self.in_force) if self.in_force_id else f"风险点 {self.pk}"

    # Conditions; `way` leads from the row that is asked for to the point, as in "point__".

    @staticmethod
    def readable_q(reach, way=""):
        """Points whose register rows this person may read (design §4)."""
        return reach.register_q(unit=f"{way}unit", section=f"{way}section", post=f"{way}post")

    @staticmethod
    def of_section_q(section, way=""):
        """Points of a section itself and of the posts that are in it today; None: of no section,
        which are those of the unit and its leaders.
        """
        of_post = {f"{way}post__section": section}
        own = {f"{way}section": section}
        if section is None:
            return Q(**of_post, **own)
        return Q(**of_post) | Q(**{f"{way}post": None}, **own)

    @property
    def owner_section(self):
        """The section it belongs to today: that of its post, else its own; None for the unit's."""
        return self.post.section if self.post_id else self.section


def directory_order(way):
    """The order of a directory; `way` leads from a version to its point."""
    return (
        Key(f"{way}__unit__path", str, read="point__unit__path"),
        Key(
            f"{way}__post__section__order",
            nullable=True,
            read="point__post__section__order",
        ),
        Key(f"{way}__section__order", nullable=True, read="point__section__order"),
        Key(f"{way}__post_id", nullable=True, read="point__post_id"),
        Key(f"{way}__pk", read="point_id"),
    )


# Of what stands: by the one join that finds it.
REGISTER_ORDER = directory_order("in_force_for")


class PointVersionQuerySet(models.QuerySet):
    def readable_now(self, reach):
        """What stands in the register that this person may read. Joined, not asked in a subquery:
        a page in the order of a directory is read unit by unit and ends where it is full. Joined by
        `in_force_for` alone: PostgreSQL takes a second condition, `point`, for a rare coincidence.
        """
        stands = self.filter(in_force_for__isnull=False, struck=False)
        return stands.filter(RiskPoint.readable_q(reach, "in_force_for__"))

    def mentioning(self, query):
        """Those whose wording or measures hold every word of the query."""
        found = self
        for term in query_terms(query):
            measures = self.model.measures.rel.related_model.objects.filter(
                mentioning(["text", "cites"], term), version=OuterRef("pk")
            )
            in_wording = mentioning(("source", "risk", "harm", "text"), term)
            found = found.filter(in_wording | Q(Exists(measures)))
        return found

    def of_register(self, points):
        """The versions in force of these points, in the order of a directory, ready to show."""
        return self.filter(in_force_for__in=points).with_owner().in_order_of_register()

    def with_owner(self):
        """With all that a row of a directory reads (`risks.tables`). Joined is only what orders it:
        more than eight tables PostgreSQL joins as they are written, all of the register.
        """
        placed = RiskPoint.objects.select_related("unit", "section", "post__section")
        return self.prefetch_related(
            Prefetch("point", placed), "level", "level_after", "step", "duty", "measures__post"
        )

    def in_order_of_register(self):
        """What stands in the register, in the order of a directory."""
        return self.order_by(*(key.ascending() for key in REGISTER_ORDER))

    def in_directory_order(self):
        """By unit and section; leaders, who have none, stand first."""
        return self.order_by(*(key.ascending() for key in directory_order("point")))


class PointVersion(models.Model):
    """What a risk point says. The sentence is computed from the parts unless worded freely."""

    class Wording(models.TextChoices):
        CAUSE_EFFECT = "cause_effect", "因果关系法"
        BEHAVIOUR = "behaviour", "行为表现法"
        OWN = "own", "自行表述"

    class Kind(models.TextChoices):
        MORAL = "moral", "思想道德"
        DUTIES = "duties", "岗位职责"
        PROCESS = "process", "业务流程"
        INSTITUTION = "institution", "制度机制"
        ENVIRONMENT = "environment", "外部环境"

    class FoundBy(models.TextChoices):
        SELF = "self", "自己找"
        MASSES = "masses", "群众提"
        MUTUAL = "mutual", "互相查"
        LEADER = "leader", "领导点"
        EXPERT = "expert", "专家评"
        ORGANISATION = "organisation", "组织评"

    class Way(models.TextChoices):
        FORWARD = "forward", "顺推法"
        BACKWARD = "backward", "逆推法"

    class Presence(models.TextChoices):
        EXISTING = "existing", "存在的"
        LATENT = "latent", "潜在的"

    class Visibility(models.TextChoices):
        PUBLIC = "public", "面向社会公开"
        INSIDE = "inside", "单位内部公开"
        WITHHELD = "withheld", "不公开"

    point = models.ForeignKey(RiskPoint, on_delete=models.PROTECT, related_name="versions")
    written_in = models.ForeignKey(
        Paper, verbose_name="写于", on_delete=models.PROTECT, related_name="point_versions"
    )
    base = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    duty = models.ForeignKey(
        Duty, verbose_name="对应职责", on_delete=models.PROTECT, null=True, blank=True
    )
    power = models.ForeignKey(
        Power,
        verbose_name="对应职权",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="point_versions",
    )
    step = models.ForeignKey(
        FlowStep,
        verbose_name="对应环节",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="point_versions",
    )
    wording = models.CharField(
        "表述方法", max_length=14, choices=Wording, default=Wording.CAUSE_EFFECT
    )
    source = models.TextField("风险源", blank=True)
    risk = models.TextField("风险点", blank=True)
    harm = models.TextField("危害性", blank=True)
    text = models.TextField("完整表述", blank=True)
    kind = models.CharField("风险类型", max_length=12, choices=Kind, default=Kind.DUTIES)
    found_by = models.CharField("查找方式", max_length=14, choices=FoundBy, default=FoundBy.SELF)
    way = models.CharField("查找方法", max_length=10, choices=Way, default=Way.FORWARD)
    presence = models.CharField(
        "存在的还是潜在的", max_length=10, choices=Presence, default=Presence.LATENT
    )
    scheme = models.ForeignKey(
        Scheme, verbose_name="评定办法", on_delete=models.PROTECT, null=True, blank=True
    )
    answers = models.JSONField("评定因素", default=dict, blank=True)
    proposed = models.ForeignKey(
        ScaleLevel,
        verbose_name="建议等级",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    level = models.ForeignKey(
        ScaleLevel,
        verbose_name="风险等级",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="point_versions",
    )
    level_after = models.ForeignKey(
        ScaleLevel,
        verbose_name="措施后等级",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    level_why = models.TextField("调整等级的理由", blank=True)
    visibility = models.CharField(
        "公开范围", max_length=10, choices=Visibility, default=Visibility.INSIDE
    )
    ground = models.CharField("不公开的理由", max_length=200, blank=True)
    struck = models.BooleanField("销号", default=False)
    why = models.TextField("变动理由", blank=True)
    digest = models.CharField("校验码", max_length=64, null=True, blank=True)

    objects = PointVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "风险点版本"
        indexes = [models.Index("id", condition=Q(struck=True), name="point_versions_struck")]
        constraints = [
            models.CheckConstraint(
                condition=Q(power__isnull=True) | Q(step__isnull=True),
                name="point_power_or_step",
            ),
            models.CheckConstraint(
                condition=Q(wording="own") & ~Q(text="") | ~Q(wording="own") & Q(text=""),
                name="point_text_only_when_own_wording",
                violation_error_message="自行表述时请写出完整的一句话。",
            ),
            models.CheckConstraint(
                condition=Q(digest__isnull=True) | Q(level__isnull=False),
                name="point_frozen_with_level",
            ),
            models.CheckConstraint(
                condition=Q(level_after__isnull=True) | Q(level__isnull=False),
                name="point_level_after_beside_level",
            ),
            models.CheckConstraint(
                condition=Q(digest__isnull=True)
                | Q(proposed__isnull=True)
                | Q(level=F("proposed"))
                | ~Q(level_why=""),
                name="point_override_with_reason",
                violation_error_message="等级与系统建议不同，请写一句理由。",
            ),
            models.CheckConstraint(
                condition=Q(struck=False) | ~Q(why=""),
                name="point_struck_with_reason",
                violation_error_message="销号请写明理由。",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="withheld") | ~Q(ground=""),
                name="point_withheld_with_ground",
                violation_error_message="不公开的风险点，请写明理由（国家秘密等）。",
            ),
        ]

    def __str__(self):
        return self.risk

    @property
    def is_frozen(self):
        return self.digest is not None

    @property
    def duty_now(self):
        """Id of the duty it stands under in the register; None for none."""
        return (self.duty.taken_as_id or self.duty_id) if self.duty_id else None

    @property
    def sentence(self):
        """The point in one sentence, as every page, file and printed form shows it."""
        return compose(self.source, self.risk, self.harm, self.wording, self.text)
