"""Moving a unit in the tree: its path changes, and that of everything under it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from .models import Unit


def check_place(unit, parent):
    """A unit cannot come under itself or under one of its own."""
    if unit.pk and parent is not None and unit.contains(parent):
        raise ValidationError("上级单位不能是本单位或本单位的下级，请另选一个。")


@transaction.atomic
def place_unit(*, unit):
    """Save a unit where its `parent` says, and take the units under it along."""
    before = Unit.objects.select_for_update().get(pk=unit.pk).path if unit.pk else None
    if unit.parent is not None:
        # As it is in the table: the path of the one at hand may be older, or not yet have an id.
        unit.parent = Unit.objects.get(pk=unit.parent.pk)
    unit.path = before or ""
    if before:
        check_place(unit, unit.parent)
    unit.save()
    if before and before != unit.path:
        below = Unit.objects.filter(path__startswith=before).exclude(pk=unit.pk)
        below.update(path=Concat(Value(unit.path), Substr("path", len(before) + 1)))
    return unit
