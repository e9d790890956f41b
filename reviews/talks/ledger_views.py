"""The ledger of the yearly talks: on screen, as a workbook; a volume of the records."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.access.guards import seat_required
from registry.jobs.queueing import enqueue
from registry.organisation.models import Programme, Seat, Unit
from registry.paging.keyset import list_page
from registry.tables.table_file import table_file
from registry.tables.text import number_in
from registry.trail.recording import record_now
from reviews.offices import by_discipline_office

from . import ledger
from .background import VOLUME
from .forms import LedgerFilter
from .partners import HOLDING_SEATS


@require_safe
def talk_ledger(request):
    form, unit, lines = _asked(request)
    today = timezone.localdate()
    shown = form.narrowed(lines)
    programme = Programme.objects.in_use(unit.line, form.year_asked)
    context = {
        "form": form,
        "unit": unit,
        "year": form.year_asked,
        "due": programme.talks_a_year if programme else 0,
        "days_left": ledger.days_left(form.year_asked, today),
        "page": list_page(list(enumerate(shown, start=1)), lambda row: row[0], request.GET),
        "total": len(lines),
        "short": sum(line.is_short for line in lines),
        "reads_whole": request.reach.reads_whole(unit),
        "may_plan": request.reach.holds_any(*HOLDING_SEATS),
        "may_bind": Unit.objects.filter(
            by_discipline_office(request.reach, "pk"), pk=unit.pk
        ).exists(),
        "crumbs": [
            {"label": "廉政谈话", "url": reverse("talk-list")},
            {"label": ledger.TITLE},
        ],
    }
    return render(request, "talks/talk_ledger.html", context)


@require_safe
def talk_ledger_xlsx(request):
    form, unit, lines = _asked(request)
    shown = form.narrowed(lines)
    table = ledger.table_of_lines(unit, form.year_asked, shown)
    record_now(by=request.person, action="export.downloaded", unit=unit, target=unit)
    return table_file(table, "xlsx")


def _asked(request):
    """(filter, unit, lines of it that may be read)"""
    if not request.reach.takes_part:
        raise Http404
    units = Unit.objects.open().filter(ledger.units_q(request.reach))
    form = LedgerFilter(request.GET, units=units)
    unit = form.unit_asked(request.person.unit)
    lines = ledger.lines_of(unit, form.year_asked, timezone.localdate())
    return form, unit, ledger.readable(lines, unit, request.reach)


@require_POST
@seat_required(Seat.DISCIPLINE_OFFICE)
def talk_volume(request):
    """Queue the volume of one unit and year; it waits under "my downloads"."""
    units = Unit.objects.filter(by_discipline_office(request.reach, "pk"))
    unit = units.filter(pk=number_in(request.POST.get("unit", "")) or 0).first()
    year = number_in(request.POST.get("year", "")) or 0
    if unit is None or not 2000 <= year <= 2100:
        raise Http404
    enqueue(
        kind=VOLUME,
        arguments={"unit": unit.pk, "year": year},
        title=f"廉政谈话档案：{unit.name} {year} 年",
        by=request.person,
        key=f"{VOLUME}:{request.person.pk}:{unit.pk}:{year}:{timezone.now():%Y%m%d%H%M}",
    )
    messages.success(request, "正在汇编，完成后在这里下载。")
    return redirect("downloads")
