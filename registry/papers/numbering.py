"""Numbers of papers and publications: `<unit>-<year>-<kind>-<4 digits>`, never reused."""

from django.db import transaction
from django.db.models import F

from .models import NumberSeries


def next_number(*, unit, year, kind):
    """Take the next number; call inside the transaction that uses it."""
    with transaction.atomic():
        series, _ = NumberSeries.objects.get_or_create(unit=unit, year=year, kind=kind)
        NumberSeries.objects.filter(pk=series.pk).update(last=F("last") + 1)
        series.refresh_from_db(fields=["last"])
    return f"{unit.code}-{year}-{kind}-{series.last:04d}"
