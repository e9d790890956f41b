"""The rules register (制度台账): what units laid down or mended because of a risk [0]–[4].

A rule knows no points: measures cite rules (`risks`). What became of one are dated rows that are
only added; whether it stands on a day is computed from them.
"""

from django.db import models
from django.db.models import F, Q

from registry.files.models import StoredFile
from registry.organisation.models import Post, Seat, Unit
from registry.search.words import mentioning
from registry.standing.changes import (
    TAKEN_BACK,
    DatedChange,
    Standing,
    begins_after_q,
    in_force_after_issued,
    read_q,
    takes_back_one,
    told_q,
    with_changes,
)


class RuleState(models.TextChoices):
    """What a rule is on a day: computed by `Rule.state_on` and `RuleQuerySet.in_state`."""

    IN_FORCE = "in_force", "现行"
    NOT_YET = "not_yet", "尚未施行"
    SUPERSEDED = "superseded", "已被替代"
    REPEALED = "repealed", "已废止"


class RuleQuerySet(models.QuerySet):
    def of_unit(self, unit):
        """What binds a unit: its own rules and those of the units above."""
        return self.filter(unit__code__in=unit.line)

    def visible_to(self, reach):
        """Of the own unit, of those above, of those one oversees."""
        return self.filter(read_q(reach))

    def kept_by(self, reach):
        """Those that this person's office keeps."""
        return self.filter(unit__in=reach.units_of(Seat.PREVENTION_OFFICE))

    def in_state(self, state, day):
        """Those that are so on the day; the same as `Rule.state_on` as a condition."""
        repealed = told_q(RuleChange, "rule", RuleChange.Kind.REPEALED, day)
        superseded = told_q(RuleChange, "rule", RuleChange.Kind.SUPERSEDED, day)
        not_yet = begins_after_q(day)
        conditions = {
            RuleState.REPEALED: repealed,
            RuleState.SUPERSEDED: ~repealed & superseded,
            RuleState.NOT_YET: ~repealed & ~superseded & not_yet,
            RuleState.IN_FORCE: ~repealed & ~superseded & ~not_yet,
        }
        return self.filter(conditions[RuleState(state)])

    def standing_on(self, day):
        """Neither superseded nor repealed by the day: what a measure may cite."""
        return self.in_state(RuleState.IN_FORCE, day) | self.in_state(RuleState.NOT_YET, day)

    def lapsed_on(self, day):
        """Superseded or repealed by the day: what a measure should cite no longer."""
        return self.in_state(RuleState.SUPERSEDED, day) | self.in_state(RuleState.REPEALED, day)

    def dated_by(self, day):
        """In force (else issued) on the day or before; of one without a date nothing is known."""
        return self.filter(
            Q(in_force_from__lte=day) | Q(in_force_from__isnull=True, issued_on__lte=day)
        )

    def mentioning(self, query):
        return self.filter(mentioning(("title", "number", "why"), query))

    def listed(self):
        """By unit, from the top, kind and title, with all that a row shows: two queries."""
        return (
            self.select_related("unit", "file")
            .prefetch_related(with_changes(RuleChange))
            .order_by("unit__path", "kind", "title", "pk")
        )


class Rule(Standing, models.Model):
    """One rule of a unit; it binds the unit and everything below.

    `posts` are those that it covers beside the posts whose points cite it (制度建到岗).
    """

    class Kind(models.TextChoices):
        MAJOR_MATTERS = "major_matters", "“三重一大”细则"
        JOINT_REVIEW = "joint_review", "会审制度"
        TALKS = "talks", "谈话制度"
        CONDUCT = "conduct", "行为准则"
        DISCRETION = "discretion", "裁量基准"
        OPENNESS = "openness", "公开制度"
        MONEY = "money", "财务、采购、资产制度"
        STAFF = "staff", "人事制度"
        SUPERVISION = "supervision", "监督检查制度"
        OTHER = "other", "其他制度"

    unit = models.ForeignKey(
        Unit, verbose_name="单位", on_delete=models.PROTECT, related_name="rules"
    )
    kind = models.CharField("种类", max_length=16, choices=Kind)
    title = models.CharField("名称", max_length=200)
    number = models.CharField("文号", max_length=100, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    in_force_from = models.DateField("施行日期", null=True, blank=True)
    why = models.CharField("因何制定", max_length=300, blank=True)
    file = models.ForeignKey(
        StoredFile,
        verbose_name="正文",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    posts = models.ManyToManyField(Post, verbose_name="适用岗位", blank=True, related_name="rules")

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "制度"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title", "number"],
                name="rule_once_per_unit",
                violation_error_message="台账里已有同名、同文号的一项。",
            ),
            in_force_after_issued("rule_in_force_after_issued"),
        ]

    def __str__(self):
        return f"《{self.title}》"

    @property
    def citation(self):
        """How a measure cites it: title and number."""
        return f"{self}（{self.number}）" if self.number else str(self)

    @property
    def dated(self):
        """The day its age is counted from; None where none is known."""
        return self.in_force_from or self.issued_on

    def state_on(self, day):
        kinds = {change.kind for change in self.told_by(day)}
        for kind in (RuleState.REPEALED, RuleState.SUPERSEDED):
            if kind in kinds:
                return kind
        return RuleState.NOT_YET if self.begins_after(day) else RuleState.IN_FORCE

    def successor_on(self, day):
        """The rule that has taken its place by the day, or None."""
        told = [change.replaced_by for change in self.told_by(day) if change.replaced_by_id]
        return told[-1] if told else None


class RuleChange(DatedChange):
    """Superseded by another or repealed from a day on; rows are only added."""

    class Kind(models.TextChoices):
        SUPERSEDED = "superseded", "由新制度替代"
        REPEALED = "repealed", "废止"
        TAKEN_BACK = TAKEN_BACK, "撤回误录"

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("变动", max_length=12, choices=Kind)
    replaced_by = models.ForeignKey(
        Rule,
        verbose_name="由哪一项替代",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
    )

    class Meta:
        verbose_name = verbose_name_plural = "制度变动"
        ordering = ["on", "pk"]
        constraints = [
            takes_back_one("rule_change_takes_back_one"),
            models.CheckConstraint(
                condition=Q(kind="superseded", replaced_by__isnull=False)
                | ~Q(kind="superseded") & Q(replaced_by__isnull=True),
                name="rule_superseded_by_one",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("rule")),
                name="rule_not_superseded_by_itself",
                violation_error_message="替代的请选另一项。",
            ),
        ]

    def __str__(self):
        return f"{self.rule}{self.on:%Y-%m-%d}{self.get_kind_display()}"
