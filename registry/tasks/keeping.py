"""Keeping the recurring duties of a unit: what its office writes, each with its trail.

A unit never touches a row from above: it gets a row of its own, which counts instead.
"""

from secrets import token_hex

from django.db import transaction
from django.utils import timezone

from registry.standing.keeping import lock_unit
from registry.trail.recording import record

from .models import TaskRule
from .recurring import counting

FACTS = (
    *("name", "whom", "every", "month", "day", "due_day", "working_days"),
    *("material", "remind_days", "escalates_after", "is_on"),
)


def facts_of(rule):
    """What the form shows, as plain data."""
    return {name: getattr(rule, name) for name in FACTS}


@transaction.atomic
def add_rule(*, unit, facts, by):
    """A duty that only this unit, and those below it, have."""
    lock_unit(unit)
    return _saved(TaskRule(unit=unit, code=f"own-{token_hex(6)}"), facts, by)


@transaction.atomic
def save_rule(*, unit, code, facts, by):
    """The duty as this unit wants it; what was inherited before becomes its own."""
    lock_unit(unit)
    return _saved(_own(unit, code), facts, by)


@transaction.atomic
def switch(*, unit, code, on, by):
    """On or off for this unit; switched twice the same way, once."""
    lock_unit(unit)
    rule = counting(unit)[code]
    if rule.is_on == on:
        return rule
    return _saved(_own(unit, code), {"is_on": on}, by)


@transaction.atomic
def inherit_again(*, unit, code, by):
    """The unit's own row goes; that of the unit above, or the shipped one, counts again."""
    lock_unit(unit)
    own = TaskRule.objects.filter(unit=unit, code=code).first()
    above = TaskRule.objects.bearing_on(unit).filter(code=code).exclude(unit=unit)
    if own is None or not above.exists():
        return False
    record(by=by, action="task_rule.changed", unit=unit, target=own)
    own.delete()
    return True


def _own(unit, code):
    """The unit's own row, or a copy of the one that counts, not saved yet."""
    rule = counting(unit)[code]
    if rule.unit_id == unit.pk:
        return rule
    return TaskRule(
        unit=unit, code=code, kind=rule.kind, opened_to=rule.opened_to, **facts_of(rule)
    )


def _saved(rule, facts, by):
    was_on = rule.is_on
    for name, value in facts.items():
        setattr(rule, name, value)
    if rule.is_on and not was_on:  # what came and went while it was off is nobody's duty
        rule.opened_to = None
    rule.changed_by, rule.changed_at = by, timezone.now()
    rule.save()
    record(by=by, action="task_rule.changed", unit=rule.unit, target=rule)
    return rule
