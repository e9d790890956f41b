"""Rules for tests, made as an office makes them."""

from datetime import date

from registry.rules import keeping
from registry.rules.models import Rule


def make_rule(title, *, unit, kind="talks", **facts):
    given = {"number": "", "issued_on": None, "in_force_from": None, "why": ""}
    return Rule.objects.create(unit=unit, title=title, kind=kind, **{**given, **facts})


def tell(rule, kind, on, by, **given):
    return keeping.tell_change(rule=rule, kind=kind, on=date.fromisoformat(on), by=by, **given)
