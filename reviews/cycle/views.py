"""防控看板: the cycle of a unit on one page, and the points behind a number of its trend."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.access.guards import seat_required
from registry.access.reach import ANSWERING_SEATS
from registry.organisation.models import Unit
from registry.tables.text import number_in
from risks.heat import heat_of

from . import monitoring, prevention, trend
from .bars import chart_of
from .forms import CycleFilter

POINTS_A_PAGE = 50
TITLE = "防控看板"


@require_safe
@seat_required(*ANSWERING_SEATS)
def cycle_board(request):
    """Every number is the length of the list it leads to, for this reader."""
    today, reach = timezone.localdate(), request.reach
    form = CycleFilter(request.GET, units=Unit.objects.open().filter(reach.touched_q()))
    unit = form.unit_asked(request.person.unit)
    signals = monitoring.signals_of(reach, unit, today)
    levels = trend.trend_of(unit, reach, today)
    context = {
        "form": form,
        "unit": unit,
        "today": today,
        "lines": prevention.lines_of(request.person, reach, unit, today),
        "looking": prevention.looking_lines_of(request.person, reach, unit, today),
        "signals": signals,
        "signals_chart": signals and _months(signals),
        "reads_coverage": reach.holds_any("discipline_office", "prevention_office"),
        "warnings": monitoring.warnings_of(reach, unit),
        "acts": monitoring.acts_of(reach, unit),
        "trend": levels,
        "trend_chart": levels and _years(levels),
        "heat": heat_of(unit, reach, today),
    }
    response = render(request, "cycle/cycle_board.html", context)
    response.is_logged = False  # like the pages it counts
    return response


def _months(signals):
    """The sum of each month."""
    return chart_of([(f"{int(month[5:])}月", [each[-1].number]) for month, each in signals.rows])


def _years(levels):
    """The gravest at the bottom, where it is compared best."""
    return chart_of([(str(year), [n.number for n in numbers]) for year, numbers, _ in levels.rows])


@require_safe
@seat_required(*ANSWERING_SEATS)
def cycle_points(request):
    """`?unit=&year=&level=`: the points of a unit at the end of a year, of one level."""
    today = timezone.localdate()
    year = number_in(request.GET.get("year", "")) or today.year
    level = number_in(request.GET.get("level", ""))
    units = Unit.objects.open().filter(request.reach.touched_q())
    asked_for = number_in(request.GET.get("unit", "")) or request.person.unit_id
    unit = units.filter(pk=asked_for).first()
    if unit is None or not 2000 <= year <= today.year:
        raise Http404
    asked = trend.asked_on(unit, year, today, request.reach)
    versions = asked.versions().select_related("level") if asked.one_unit == unit else []
    if level and versions:
        versions = versions.filter(level=level)
    context = {
        "unit": unit,
        "year": year,
        "is_past": year < today.year,
        "page_obj": Paginator(versions, POINTS_A_PAGE).get_page(request.GET.get("page")),
        "crumbs": [
            {"label": TITLE, "url": f"{reverse('cycle-board')}?unit={unit.pk}"},
            {"label": f"{year} 年的风险点"},
        ],
    }
    return render(request, "cycle/cycle_points.html", context)
