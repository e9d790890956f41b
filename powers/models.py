"""Powers (职权) and their immutable versions; catalogue lines say which version a paper carries."""

from django.db import models
from django.db.models import Q

from registry.organisation.models import Post, Seat, Section, Unit
from registry.paging.keyset import Key
from registry.papers.models import Paper, Revision
from registry.search.words import mentioning

from .separation import PARTS

# Of a catalogue: by unit, external before internal.
CATALOGUE_ORDER = (Key("unit__path", str), Key("in_force__side", str), Key("pk"))
# What a version says besides its own columns: a query for each, whatever the number of versions.
LISTS = (
    "kind",
    "bases",
    "undertakings__section",
    "nodes__ways_on",
    "sub_items",
    "responsibilities",
    "accountabilities",
    "benchmarks",
)


class PowerQuerySet(models.QuerySet):
    def in_force(self):
        """Powers of the register as it stands: confirmed once and not struck since."""
        return self.filter(in_force__isnull=False, in_force__struck=False)

    def visible_to(self, reach):
        """Those of the register that this person reads; whoever fills in the catalogue of a unit
        (信息员) carries every power of it, and reads them all, as the draft shows them all.
        """
        kept = self.filter(unit__in=reach.units_of(Seat.INFORMATION_KEEPER))
        return self.of_register(reach) | kept

    def of_register(self, reach):
        """Powers whose register rows this person may read (design §4).

        A power has no post of its own: it belongs to the posts of the sections that undertake it.
        """
        readable = reach.register_q(
            unit="unit",
            section="in_force__undertakings__section",
            post="in_force__undertakings__section__posts",
        )
        # The joins to sections and posts repeat a power; asking in a subquery counts it once.
        return self.filter(pk__in=Power.objects.filter(readable).values("pk"))

    def mentioning(self, query):
        """Powers whose name, content, body or basis holds every word of the query."""
        fields = ("name", "content", "handling_body", "bases__law", "bases__article")
        found = PowerVersion.objects.filter(mentioning(fields, query))
        return self.filter(in_force__in=found) if query.strip() else self

    def listed(self):
        """In the order of a catalogue, with everything a row shows."""
        return (
            self.select_related("unit", "in_force")
            .prefetch_related(*content_lists("in_force__"))
            .order_by(*(key.path for key in CATALOGUE_ORDER))
        )


class PowerVersionQuerySet(models.QuerySet):
    def with_content(self):
        """With the lists under a version: a few queries whatever the number."""
        return self.prefetch_related(*content_lists())


def content_lists(prefix=""):
    return [f"{prefix}{path}" for path in LISTS]


class Power(models.Model):
    """The identity that lives for years; its content is in the versions."""

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="powers"
    )
    in_force = models.ForeignKey(
        "PowerVersion",
        verbose_name="现行版本",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="in_force_for",
    )

    objects = PowerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职权"
        indexes = [models.Index(fields=["unit", "in_force"])]

    def __str__(self):
        return str(self.in_force) if self.in_force_id else f"职权 {self.pk}"


class PowerVersion(models.Model):
    """What a power says. Frozen (digest set) at submission of the paper it was written in."""

    class Side(models.TextChoices):
        EXTERNAL = "external", "外部职权"
        INTERNAL = "internal", "内部职权"

    class Disposition(models.TextChoices):
        KEEP = "keep", "保留"
        HAND_DOWN = "hand_down", "下放"
        TRANSFER = "transfer", "转移"
        SUPERVISE_AFTER = "supervise_after", "事后监督"

    class Visibility(models.TextChoices):
        PUBLIC = "public", "面向社会公开"
        INSIDE = "inside", "单位内部公开"
        WITHHELD = "withheld", "不公开"

    class Served(models.TextChoices):
        CITIZEN = "citizen", "自然人"
        ORGANISATION = "organisation", "法人和其他组织"
        BOTH = "both", "自然人、法人和其他组织"

    power = models.ForeignKey(Power, on_delete=models.PROTECT, related_name="versions")
    written_in = models.ForeignKey(
        Paper, verbose_name="写于", on_delete=models.PROTECT, related_name="power_versions"
    )
    base = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("职权名称", max_length=200)
    code = models.CharField("职权编码", max_length=60, blank=True)
    content = models.TextField("职权内容", blank=True)
    side = models.CharField("内外部", max_length=10, choices=Side, default=Side.EXTERNAL)
    # The column holds the code, as it did when the kinds were a fixed list: digests cover it.
    kind = models.ForeignKey(
        "kinds.PowerKind",
        verbose_name="职权类型",
        to_field="code",
        db_column="kind",
        on_delete=models.PROTECT,
        default="other",
        related_name="versions",
    )
    # Blank: nobody outside the unit, as for internal powers, or not said yet.
    served = models.CharField("服务对象", max_length=12, choices=Served, blank=True)
    exercising_body = models.CharField("行使主体", max_length=120, blank=True)
    handling_body = models.CharField("办理主体", max_length=120, blank=True)
    conditions = models.TextField("办理条件", blank=True)
    procedure = models.TextField("办理程序", blank=True)
    time_limit = models.CharField("办理期限", max_length=120, blank=True)
    supervision_channel = models.CharField("监督渠道", max_length=200, blank=True)
    supervision_phone = models.CharField("监督电话", max_length=60, blank=True)
    supervision_address = models.CharField("监督地址", max_length=120, blank=True)
    supervision_email = models.CharField("监督邮箱", max_length=120, blank=True)
    disposition = models.CharField(
        "清理意见", max_length=20, choices=Disposition, default=Disposition.KEEP
    )
    visibility = models.CharField(
        "公开范围", max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    ground = models.CharField("不公开的理由", max_length=200, blank=True)
    struck = models.BooleanField("取消", default=False)
    why = models.TextField("变动理由", blank=True)
    digest = models.CharField("校验码", max_length=64, null=True, blank=True)

    objects = PowerVersionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "职权版本"
        constraints = [
            models.CheckConstraint(
                condition=Q(struck=False) | ~Q(why=""),
                name="power_struck_with_reason",
                violation_error_message="取消一项职权，请写明理由。",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="withheld") | ~Q(ground=""),
                name="power_withheld_with_ground",
                violation_error_message="不公开的职权，请写明理由（国家秘密等）。",
            ),
            models.CheckConstraint(
                condition=Q(served="") | Q(side="external"),
                name="power_serves_outside_only",
                violation_error_message="内部职权不面向社会，不用写服务对象。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_frozen(self):
        return self.digest is not None


class PowerBasis(models.Model):
    """One law or document a power rests on (法律依据)."""

    version = models.ForeignKey(PowerVersion, on_delete=models.CASCADE, related_name="bases")
    position = models.PositiveSmallIntegerField(default=1)
    law = models.CharField("法律法规或文件名称", max_length=200)
    article = models.CharField("条款", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法律依据"
        ordering = ["version", "position"]

    def __str__(self):
        return f"{self.law}{self.article}"


class PowerSection(models.Model):
    """An undertaking section (承办科室); several may share one power, listed once [3]."""

    version = models.ForeignKey(PowerVersion, on_delete=models.CASCADE, related_name="undertakings")
    section = models.ForeignKey(
        Section, verbose_name="承办科室", on_delete=models.PROTECT, related_name="undertakings"
    )

    class Meta:
        verbose_name = verbose_name_plural = "承办科室"
        ordering = ["version", "section__order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "section"], name="undertaking_once")
        ]

    def __str__(self):
        return str(self.section)


class FlowStep(models.Model):
    """The identity of a step of a power: risk points hang on it and survive a redrawn chart."""

    power = models.ForeignKey(Power, on_delete=models.PROTECT, related_name="steps")

    class Meta:
        verbose_name = verbose_name_plural = "权力环节"

    def __str__(self):
        return f"环节 {self.pk}"


class FlowNode(models.Model):
    """A step as one power version shows it: what is done, by whom, on which terms.

    `handler` is what charts show; `post` says which post of the unit that is, where it is one.
    `part`: on which side of a split (分权) the step stands (`powers.separation`).
    """

    class Kind(models.TextChoices):
        BEGIN = "begin", "开始"
        STEP = "step", "办理"
        DECISION = "decision", "判断"
        END = "end", "结束"

    version = models.ForeignKey(PowerVersion, on_delete=models.CASCADE, related_name="nodes")
    step = models.ForeignKey(FlowStep, on_delete=models.PROTECT, related_name="nodes")
    order = models.PositiveSmallIntegerField(default=1)
    label = models.CharField("环节名称", max_length=60)
    kind = models.CharField("环节类型", max_length=8, choices=Kind, default=Kind.STEP)
    handler = models.CharField("办理岗位", max_length=60, blank=True)
    post = models.ForeignKey(
        Post,
        verbose_name="对应岗位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="flow_nodes",
    )
    part = models.CharField("分权", max_length=20, choices=list(PARTS.items()), blank=True)
    condition = models.CharField("条件", max_length=80, blank=True)
    time_limit = models.CharField("时限", max_length=40, blank=True)
    documents = models.CharField("材料", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "流程环节"
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "step"], name="node_step_once"),
            models.UniqueConstraint(fields=["version", "order"], name="node_order_once"),
        ]

    def __str__(self):
        return self.label


class FlowEdge(models.Model):
    """A way from one step to another in one version; no rows: the steps follow each other.

    Both ends belong to one version, which a trigger holds.
    """

    source = models.ForeignKey(FlowNode, on_delete=models.CASCADE, related_name="ways_on")
    target = models.ForeignKey(FlowNode, on_delete=models.CASCADE, related_name="ways_here")
    outcome = models.CharField("结果", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "流程走向"
        ordering = ["source__order", "target__order"]
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="flow_edge_once"),
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="flow_edge_leads_on"
            ),
        ]

    def __str__(self):
        return f"{self.source} → {self.target}"


class PowerLineQuerySet(models.QuerySet):
    def of_register_rows(self):
        """Lines with their version and its base, lists included, and what is in force now."""
        paths = ("version__", "version__base__")
        return (
            self.select_related("version__base", "version__power__in_force")
            .prefetch_related(*(path for prefix in paths for path in content_lists(prefix)))
            .order_by("serial")
        )


class PowerLine(models.Model):
    """This revision of this catalogue contains this version, under this serial number.

    `open` says whether the row may be changed in this revision: after a return only the
    rows the reviewer noted are open.
    """

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="power_lines")
    version = models.ForeignKey(PowerVersion, on_delete=models.PROTECT, related_name="lines")
    serial = models.PositiveIntegerField("序号")
    open = models.BooleanField("可修改", default=True)

    objects = PowerLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "目录行"
        ordering = ["revision", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "version"], name="power_line_once"),
            models.UniqueConstraint(fields=["revision", "serial"], name="power_line_serial_once"),
        ]

    def __str__(self):
        return f"{self.serial} {self.version}"
