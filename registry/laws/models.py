"""The law register (法规库): laws, regulations, rules and documents that powers rest on.

Amendment and repeal are dated rows that are only added; whether a law is in force on a day is
computed from them and never stored.
"""

from django.db import models
from django.db.models import F, Q

from registry.organisation.models import Seat, Unit
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
from registry.tables.text import chinese_date

from .citing import title_key, written_number


class LawLevel(models.Model):
    """A rank of law; `order` is how a list shows them, kept by the office at the top."""

    class Kind(models.TextChoices):
        CONSTITUTION = "constitution", "宪法"
        LAW = "law", "法律"
        ADMINISTRATIVE = "administrative", "行政法规"
        LOCAL = "local", "地方性法规"
        MINISTRY_RULE = "ministry_rule", "部门规章"
        LOCAL_RULE = "local_rule", "地方政府规章"
        DOCUMENT = "document", "规范性文件"
        PARTY = "party", "党内法规"
        MANDATE = "mandate", "“三定”规定"
        OWN_RULE = "own_rule", "单位制度"
        OTHER = "other", "其他"

    kind = models.CharField("层级", max_length=16, choices=Kind, unique=True)
    order = models.PositiveSmallIntegerField("次序", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "法规层级"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.get_kind_display()


class LawState(models.TextChoices):
    """What a law is on a day: computed by `Law.state_on` and `LawQuerySet.in_state`."""

    IN_FORCE = "in_force", "有效"
    AMENDED = "amended", "已修改"
    REPEALED = "repealed", "已废止"
    NOT_YET = "not_yet", "尚未施行"


class LawQuerySet(models.QuerySet):
    def of_unit(self, unit):
        """What a unit may cite: what comes with the software, its own, and those from above."""
        return self.filter(Q(unit__isnull=True) | Q(unit__code__in=unit.line))

    def visible_to(self, reach):
        """What comes with the software; of units: the own, those above, those one oversees."""
        return self.filter(Q(unit__isnull=True) | read_q(reach))

    def kept_by(self, reach):
        """Those that this person's office keeps; what comes with the software, at the top."""
        units = reach.units_of(Seat.PREVENTION_OFFICE)
        own = Q(unit__in=units)
        is_at_the_top = Unit.objects.filter(pk__in=units, parent__isnull=True).exists()
        return self.filter(own | Q(unit__isnull=True) if is_at_the_top else own)

    def in_state(self, state, day):
        """Those that are so on the day; the same as `Law.state_on` as a condition."""
        repealed = told_q(LawChange, "law", LawChange.Kind.REPEALED, day)
        amended = told_q(LawChange, "law", LawChange.Kind.AMENDED, day)
        not_yet = begins_after_q(day)
        conditions = {
            LawState.REPEALED: repealed,
            LawState.NOT_YET: ~repealed & not_yet,
            LawState.AMENDED: ~repealed & ~not_yet & amended,
            LawState.IN_FORCE: ~repealed & ~not_yet & ~amended,
        }
        return self.filter(conditions[LawState(state)])

    def mentioning(self, query):
        return self.filter(mentioning(("title", "number", "issuer"), query))

    def listed(self):
        """In the order of the register, with all that a row shows: two queries."""
        return (
            self.select_related("level", "unit")
            .prefetch_related(with_changes(LawChange))
            .order_by("level__order", "title", "pk")
        )


class Law(Standing, models.Model):
    """One law, regulation, rule or document; `unit` empty means it comes with the software."""

    unit = models.ForeignKey(
        Unit,
        verbose_name="单位",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="laws",
    )
    level = models.ForeignKey(
        LawLevel, verbose_name="层级", on_delete=models.PROTECT, related_name="laws"
    )
    title = models.CharField("名称", max_length=200)
    number = models.CharField("文号", max_length=100, blank=True)
    issuer = models.CharField("制定机关", max_length=120, blank=True)
    issued_on = models.DateField("公布日期", null=True, blank=True)
    in_force_from = models.DateField("施行日期", null=True, blank=True)

    objects = LawQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "法规"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "title", "number"],
                name="law_once_per_unit",
                violation_error_message="法规库里已有同名、同文号的一部。",
            ),
            models.UniqueConstraint(
                fields=["title", "number"],
                condition=Q(unit__isnull=True),
                name="law_once_shipped",
            ),
            in_force_after_issued("law_in_force_after_issued"),
        ]

    def __str__(self):
        return f"《{self.title}》"

    @property
    def key(self):
        """How its title is compared."""
        return title_key(self.title)

    def state_on(self, day):
        kinds = {change.kind for change in self.told_by(day)}
        if LawChange.Kind.REPEALED in kinds:
            return LawState.REPEALED
        if self.begins_after(day):
            return LawState.NOT_YET
        return LawState.AMENDED if LawChange.Kind.AMENDED in kinds else LawState.IN_FORCE

    def repeal_on(self, day):
        """The repeal that has taken effect by the day, or None."""
        repeals = (each for each in self.told_by(day) if each.kind == LawChange.Kind.REPEALED)
        return next(repeals, None)


class LawChange(DatedChange):
    """An amendment or a repeal from a day on; rows are only added.

    One told by mistake is taken back by a further row. `working_days`: within how many working days
    the powers that rest on the law are to be looked at; empty: nobody is asked (what was known when
    the law came in).
    """

    class Kind(models.TextChoices):
        AMENDED = "amended", "修改"
        REPEALED = "repealed", "废止"
        TAKEN_BACK = TAKEN_BACK, "撤回误录"

    law = models.ForeignKey(Law, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("变动", max_length=12, choices=Kind)
    replaced_by = models.ForeignKey(
        Law,
        verbose_name="由哪一部替代",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
    )
    working_days = models.PositiveSmallIntegerField("核对期限（工作日）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法规变动"
        ordering = ["on", "pk"]
        constraints = [
            takes_back_one("law_change_takes_back_one"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(kind="repealed"),
                name="law_change_replaced_when_repealed",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("law")),
                name="law_not_replaced_by_itself",
                violation_error_message="替代的请选另一部。",
            ),
            models.CheckConstraint(
                condition=Q(working_days__isnull=True) | Q(made_by__isnull=False),
                name="law_change_asked_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.law}{chinese_date(self.on)}{self.get_kind_display()}"


class LawArticle(models.Model):
    """An article worth keeping by itself; its words may be left out. `inserted`: 之一, 之二 …"""

    law = models.ForeignKey(Law, on_delete=models.CASCADE, related_name="articles")
    number = models.PositiveSmallIntegerField("条")
    inserted = models.PositiveSmallIntegerField("之", default=0)
    text = models.TextField("条文", blank=True)
    repealed_from = models.DateField("失效日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法规条文"
        ordering = ["law", "number", "inserted"]
        constraints = [
            models.UniqueConstraint(
                fields=["law", "number", "inserted"],
                name="law_article_once",
                violation_error_message="这一条已经在法规库里。",
            )
        ]

    def __str__(self):
        return written_number(self.number, self.inserted)
