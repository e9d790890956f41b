"""Laws for tests, made as an office makes them."""

from datetime import date

from registry.laws import keeping
from registry.laws.models import Law
from registry.laws.shipped import shipped_levels


def make_law(title, *, unit=None, level="law", **facts):
    given = {"title": title, "number": "", "issuer": "", "issued_on": None, "in_force_from": None}
    return Law.objects.create(unit=unit, level=shipped_levels()[level], **{**given, **facts})


def tell(law, kind, on, by, **given):
    return keeping.tell_change(law=law, kind=kind, on=date.fromisoformat(on), by=by, **given)
