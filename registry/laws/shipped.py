"""What comes with the software: the levels, and national laws of the field as plain facts.

Only titles, numbers and dates, no words of a law; what was not certain is left empty. Made once,
found afterwards: what an office mended stays as it is.
"""

import json
from datetime import date

from django.conf import settings
from django.db import transaction

from .models import Law, LawChange, LawLevel

LAWS = settings.BASE_DIR / "fixtures" / "laws" / "national.json"


@transaction.atomic
def shipped_levels():
    """Every level by its kind; their order may be another by now."""
    for order, kind in enumerate(LawLevel.Kind, start=1):
        LawLevel.objects.get_or_create(kind=kind, defaults={"order": order})
    return {level.kind: level for level in LawLevel.objects.all()}


@transaction.atomic
def shipped_laws():
    """The laws of the file that are not there yet, with what became of them so far."""
    levels = shipped_levels()
    known = set(Law.objects.filter(unit__isnull=True).values_list("title", flat=True))
    rows = json.loads(LAWS.read_text(encoding="utf-8"))
    return [_make(row, levels) for row in rows if row["title"] not in known]


def _make(row, levels):
    law = Law.objects.create(
        level=levels[row["level"]],
        title=row["title"],
        number=row.get("number", ""),
        issuer=row.get("issuer", ""),
        issued_on=_day(row.get("issued_on")),
        in_force_from=_day(row.get("in_force_from")),
    )
    LawChange.objects.bulk_create(
        LawChange(law=law, kind=LawChange.Kind.AMENDED, on=_day(on))
        for on in row.get("amended", ())
    )
    return law


def _day(text):
    return date.fromisoformat(text) if text else None
