"""Keeping the kinds of powers: what an office writes, each in one transaction with the trail.

A refusal is a `KindRefused` with a sentence for the person in front of the screen.
"""

from secrets import token_hex

from django.db import IntegrityError, transaction
from django.db.models import Exists, Max, OuterRef, ProtectedError

from powers.models import PowerVersion
from registry.standing.keeping import lock_unit
from registry.trail.recording import record

from .models import PowerKind

ALREADY = "已有这个名称的类型，不用再加一个。"
SETTLED = "已经有提交过的职权或者清权申报用了这一类，名称不能再改。请另加一类，把这一类停用。"


class KindRefused(Exception):
    """The list cannot take this; `text` says why, `field` where."""

    def __init__(self, text, field=None):
        super().__init__(text)
        self.text, self.field = text, field


def facts_of(kind):
    """What a stamp covers."""
    return {"name": kind.name, "applies": kind.applies}


_said = []


def said_in(rows):
    """Offer `rows()` → what was handed in under a kind: a query of a model with `kind`. Powers know
    no clearing, where declarations say kinds too.
    """
    _said.append(rows)
    return rows


def is_settled(kind):
    """Whether something handed in says that it is of this kind: its name is part of that."""
    return any(rows().filter(kind=kind.code).exists() for rows in _said)


@said_in
def frozen_versions():
    return PowerVersion.objects.filter(digest__isnull=False)


@transaction.atomic
def add_kind(*, unit, name, applies, by):
    """A kind of a unit's own, at the end of its list; its code is given here and never changes."""
    lock_unit(unit)
    _keep_apart(unit.pk, name)
    last = unit.power_kinds.aggregate(last=Max("order"))["last"] or 0
    kind = PowerKind.objects.create(
        unit=unit, code=f"own-{token_hex(8)}", name=name, applies=applies, order=last + 1
    )
    record(by=by, action="kind.added", unit=unit, target=kind)
    return kind


@transaction.atomic
def save_kind(*, kind, name, applies, by):
    """Another name, as long as nothing handed in is of this kind, or another side."""
    if name != kind.name:
        _keep_apart(kind.unit_id, name, kind)
        free = [~Exists(rows().filter(kind=OuterRef("code"))) for rows in _said]
        if not _renamed(PowerKind.objects.filter(*free, pk=kind.pk), name):
            raise KindRefused(SETTLED, "name")
    PowerKind.objects.filter(pk=kind.pk).update(applies=applies)
    kind.refresh_from_db()
    record(by=by, action="kind.changed", unit=kind.unit, target=kind)
    return kind


@transaction.atomic
def offer_kind(*, kind, offered, by):
    """Offer it for new rows or no longer; rows that have it keep it."""
    if PowerKind.objects.filter(pk=kind.pk).exclude(offered=offered).update(offered=offered):
        record(by=by, action="kind.changed", unit=kind.unit, target=kind)


@transaction.atomic
def move_kind(*, kind, up, by):
    """One place up or down among those of its unit, or among the official ones."""
    of_unit = PowerKind.objects.filter(unit=kind.unit_id)
    if kind.unit_id is None:
        of_unit = PowerKind.objects.filter(unit__isnull=True)
    kinds = list(of_unit.select_for_update(of=("self",)).order_by("order", "pk"))
    place = kinds.index(kind)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(kinds):
        return
    kinds[place], kinds[other] = kinds[other], kinds[place]
    for order, each in enumerate(kinds, start=1):
        each.order = order
    PowerKind.objects.bulk_update(kinds, ["order"])
    record(by=by, action="kind.ordered", unit=kind.unit, target=kind)


@transaction.atomic
def delete_kind(*, kind, by):
    """A kind that no version has, and that did not come with the software."""
    if kind.unit_id is None:
        raise KindRefused("通用类型随软件提供，不删去；用不着的可以停用。")
    unit, name = kind.unit, kind.name
    try:
        with transaction.atomic():
            kind.delete()
    except ProtectedError as refusal:
        raise KindRefused(f"已有职权用了“{name}”，不能删去；不再用的可以停用。") from refusal
    record(by=by, action="kind.deleted", unit=unit)


def _renamed(kinds, name):
    """Whether there was one to rename; of two at once to one name the second is refused."""
    try:
        with transaction.atomic():
            return kinds.update(name=name)
    except IntegrityError as refusal:
        raise KindRefused(ALREADY, "name") from refusal


def _keep_apart(unit_id, name, kind=None):
    """One name once among those of a unit and the official ones; so says a constraint, too."""
    same = PowerKind.objects.filter(name=name).exclude(pk=kind.pk if kind else None)
    if any(each.unit_id in (None, unit_id) for each in same):
        raise KindRefused(ALREADY, "name")
