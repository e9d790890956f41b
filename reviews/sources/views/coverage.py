"""覆盖情况: in numbers for the office that received; in steps of five for prevention."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Seat
from reviews.sources import figures
from reviews.sources.models import Source

from .fetch import unlogged


@unlogged
@require_safe
@seat_required(Seat.DISCIPLINE_OFFICE, Seat.PREVENTION_OFFICE)
def source_coverage(request):
    reach = request.reach
    is_office = reach.holds(Seat.DISCIPLINE_OFFICE)
    if is_office:
        sources, say = Source.objects.visible_to(reach), int
    else:
        units = reach.units_of(Seat.PREVENTION_OFFICE)
        sources, say = figures.of_prevention_office(units), figures.in_steps
    by_channel, by_month = figures.figures_of(sources, timezone.localdate(), say)
    context = {
        "is_office": is_office,
        "tables": [("按来源", "来源", by_channel), ("按月份", "月份", by_month)],
    }
    return render(request, "sources/source_coverage.html", context)
