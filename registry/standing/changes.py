"""What became of a law or a rule: dated rows that are only added, and who reads the thing itself.

Whether something stands on a day is computed from these rows and never stored (ADR 0036, 0043).
"""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from registry.access.reach import NOTHING
from registry.organisation.models import Person

TAKEN_BACK = "taken_back"


class ChangeQuerySet(models.QuerySet):
    def standing(self):
        """Changes that nobody has taken back, by day."""
        told = self.exclude(kind=TAKEN_BACK).filter(taken_back_by__isnull=True)
        return told.select_related("replaced_by").order_by("on", "pk")


class DatedChange(models.Model):
    """A change from a day on. One told by mistake is taken back by a further row.

    Who inherits adds `kind` (with the value "taken_back"), the thing and `replaced_by`, the
    constraints of `changes_hold`, and triggers by `forbid_changes`.
    """

    on = models.DateField("生效日期")
    by_what = models.CharField("依据", max_length=200, blank=True)
    takes_back = models.OneToOneField(
        "self",
        verbose_name="撤回的变动",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_back_by",
    )
    made_by = models.ForeignKey(
        Person, verbose_name="录入人", on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField("录入时间", default=timezone.now)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        abstract = True


def takes_back_one(name):
    """The constraint that a row takes another back exactly where it says so."""
    return models.CheckConstraint(
        condition=Q(kind=TAKEN_BACK, takes_back__isnull=False)
        | ~Q(kind=TAKEN_BACK) & Q(takes_back__isnull=True),
        name=name,
    )


def in_force_after_issued(name):
    """The constraint that nothing is in force before it was issued."""
    return models.CheckConstraint(
        condition=Q(issued_on__isnull=True)
        | Q(in_force_from__isnull=True)
        | Q(in_force_from__gte=F("issued_on")),
        name=name,
        violation_error_message="施行日期不会早于公布日期，请核对。",
    )


class Standing:
    """Of a thing with `changes`, in Python; a list reads them along (`known_changes`)."""

    @property
    def standing_changes(self):
        """What was told and not taken back; no query for one of a list."""
        known = self.__dict__.get("known_changes")
        return list(self.changes.standing()) if known is None else known

    def told_by(self, day):
        """The changes that have taken effect by the day."""
        return [change for change in self.standing_changes if change.on <= day]

    def begins_after(self, day):
        return self.in_force_from is not None and self.in_force_from > day


def told_q(model, thing, kind, day):
    """The same as a condition: a change of this kind has taken effect by the day."""
    standing = model.objects.standing().filter(**{thing: OuterRef("pk")}, on__lte=day, kind=kind)
    return Q(Exists(standing))


def begins_after_q(day):
    return Q(in_force_from__isnull=False, in_force_from__gt=day)


def with_changes(model):
    """A prefetch of what became of the things of a list."""
    return models.Prefetch("changes", model.objects.standing(), to_attr="known_changes")


def read_q(reach):
    """Of the own unit, of those above, of those that are read as a whole; nothing for outsiders."""
    if not reach.takes_part:
        return NOTHING
    units = [reach.person.unit, *(mandate.unit for mandate in reach.mandates)]
    codes = {code for unit in units for code in unit.line}
    return Q(unit__code__in=codes) | reach.units_q()
