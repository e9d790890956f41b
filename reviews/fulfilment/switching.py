"""Whether a unit wants its measures as tasks: off until an office says so (ADR 0053, 0064)."""

from django.db import transaction
from django.utils import timezone

from registry.organisation.models import Unit
from registry.standing.keeping import lock_unit
from registry.trail.recording import record

from .models import MeasureSwitch


def counting_for(units):
    """{unit: the row that counts for it, None for none}: its own, else of the nearest above."""
    known = MeasureSwitch.objects.select_related("unit")
    by_code = {row.unit.code: row for row in known}
    return {
        unit: next((by_code[code] for code in unit.line if code in by_code), None) for unit in units
    }


def units_on():
    """{unit: from which day on} of the open units where measures are tasks."""
    rows = counting_for(Unit.objects.open().order_by("path"))
    return {unit: row.since for unit, row in rows.items() if row and row.is_on}


@transaction.atomic
def switch(*, unit, on, by):
    """On from today, or off; what is open stays open. Twice the same way is once."""
    lock_unit(unit)
    row = counting_for([unit])[unit]
    if (row is not None and row.is_on == on) or (row is None and not on):
        return row
    facts = {"is_on": on, "since": timezone.localdate(), "changed_by": by}
    facts["changed_at"] = timezone.now()
    row, _ = MeasureSwitch.objects.update_or_create(unit=unit, defaults=facts)
    record(by=by, action="measure.switched", unit=unit, target=row)
    return row
