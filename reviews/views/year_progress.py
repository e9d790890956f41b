"""进度: for those who lead or superintend, which unit is where in a programme year."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_safe

from registry.access.guards import seat_required
from registry.access.reach import OVERSEEING_SEATS
from registry.organisation.models import Section
from registry.tables.formats import FORMATS
from registry.trail.recording import record_now
from reviews import exporting, holdups, progress_table, year_progress
from reviews.progress_forms import YearFilter
from risks.heat import heat_of

PAGE_SIZE = 50


@require_safe
@seat_required(*OVERSEEING_SEATS)
def progress(request):
    """All units of one's reach in one table; below it one of them by section."""
    today = timezone.localdate()
    form = YearFilter(request.GET, reach=request.reach, today=today)
    year = form.year
    page = Paginator(form.units, PAGE_SIZE).get_page(request.GET.get("page"))
    unit = form.unit_asked or _own_unit(request.person, form.units)
    context = {
        "form": form,
        "year": year,
        "today": today,
        "page_obj": page,
        "columns": progress_table.UNITS,
        "rows": _unit_rows(request, form.units, year, today, shown=list(page)),
        "notes": progress_table.NOTES,
        "unit": unit,
        "section_columns": progress_table.SECTIONS,
        "sections": _section_rows(request.person, unit, year, today) if unit else [],
        "heat": heat_of(unit, request.reach, today) if unit else None,
        "query": urlencode({"year": year}),
    }
    return render(request, "reviews/year_progress.html", context)


@require_safe
@seat_required(*OVERSEEING_SEATS)
def progress_xlsx(request):
    """The table of all units, whole."""
    today = timezone.localdate()
    form = YearFilter(request.GET, reach=request.reach, today=today)
    year = form.year
    rows = _unit_rows(request, form.units, year, today, shown=form.units)
    name = form.units[0].name if len(form.units) == 1 else ""
    table = progress_table.table_of_units(rows, year=year, day=today, unit_name=name)
    chosen = FORMATS["xlsx"]
    content = exporting.written(table, "xlsx")
    record_now(
        by=request.person,
        action="export.downloaded",
        unit=request.person.unit,
        target=f"progress-{year}",
        target_kind="progress",
    )
    response = HttpResponse(content, content_type=chosen.content_type)
    disposition = content_disposition_header(True, chosen.file_name(table))
    response.headers["Content-Disposition"] = disposition
    return response


def _own_unit(person, units):
    """The person's own where they oversee it, else the first of those they do."""
    own = [unit for unit in units if unit.pk == person.unit_id]
    return next(iter(own or units), None)


def _unit_rows(request, units, year, day, shown):
    """Rows of the units shown; the sum is that of all of them."""
    lines = year_progress.by_unit(request.person, year=year, day=day)
    steps = holdups.due_steps(request.reach, day).filter(paper__programme__year=year)
    rows = progress_table.unit_rows(units, lines, holdups.by_unit(steps, day), year)
    place = {unit.pk: index for index, unit in enumerate(units)}
    return [*(rows[place[unit.pk]] for unit in shown), rows[-1]]


def _section_rows(person, unit, year, day):
    lines = year_progress.by_section(person, unit, year=year, day=day)
    sections = Section.objects.filter(unit=unit).order_by("order", "pk")
    return progress_table.section_rows(unit, sections, lines, year)
