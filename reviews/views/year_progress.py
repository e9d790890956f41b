"""进度: for those who answer for units or sections, which of them is where in a programme year."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_safe

from registry.access.guards import seat_required
from registry.access.reach import ANSWERING_SEATS
from registry.organisation.models import Appointment, Post, Section
from registry.tables.formats import FORMATS
from registry.trail.recording import record_now
from reviews import exporting, holdups, progress_table, year_progress
from reviews.progress_forms import PlaceFilter, YearFilter
from risks.heat import heat_of

PAGE_SIZE = 50


@require_safe
@seat_required(*ANSWERING_SEATS)
def progress(request):
    """All units that one reads as a whole in one table; below it one unit by section."""
    today = timezone.localdate()
    form = YearFilter(request.GET, reach=request.reach, today=today)
    year = form.year
    page = Paginator(form.whole_units, PAGE_SIZE).get_page(request.GET.get("page"))
    unit = form.unit_asked or _own_unit(request.person, form.units)
    context = {
        "form": form,
        "year": year,
        "today": today,
        "page_obj": page,
        "columns": progress_table.UNITS,
        "rows": _unit_rows(request, form.whole_units, year, today, shown=list(page)),
        "notes": progress_table.NOTES_OF_UNITS,
        "unit": unit,
        "section_columns": progress_table.SECTIONS,
        "section_notes": progress_table.NOTES_OF_SECTIONS,
        "sections": _section_rows(request, unit, year, today) if unit else [],
        "heat": heat_of(unit, request.reach, today) if unit else None,
        "query": urlencode({"year": year}),
    }
    return render(request, "reviews/year_progress.html", context)


@require_safe
@seat_required(*ANSWERING_SEATS)
def progress_xlsx(request):
    """The table of all units, whole; for whoever reads none as a whole, that of the sections."""
    today = timezone.localdate()
    form = YearFilter(request.GET, reach=request.reach, today=today)
    table = _table(request, form, today)
    chosen = FORMATS["xlsx"]
    content = exporting.written(table, "xlsx")
    record_now(
        by=request.person,
        action="export.downloaded",
        unit=request.person.unit,
        target=f"progress-{form.year}",
        target_kind="progress",
    )
    response = HttpResponse(content, content_type=chosen.content_type)
    disposition = content_disposition_header(True, chosen.file_name(table))
    response.headers["Content-Disposition"] = disposition
    return response


@require_safe
@seat_required(*ANSWERING_SEATS)
def not_begun(request):
    """未开始: who has no form of the year yet; the posts and holders behind the number."""
    today = timezone.localdate()
    form = PlaceFilter(request.GET, reach=request.reach, today=today)
    found = year_progress.not_begun(
        request.person, year=form.year, day=today, narrowed=form.narrowed
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "year": form.year,
        "page_obj": page,
        "rows": _waiting_rows(list(page), today),
        "several_units": form.one_unit is None,
        "query": urlencode({"year": form.year}),
    }
    return render(request, "reviews/not_begun.html", context)


def _waiting_rows(found, day):
    """Post, who sits there (where each holder has a form: the one holder), and since when."""
    posts = Post.objects.select_related("unit", "section").in_bulk(
        {row["of_post"] for row in found}
    )
    seated = {}
    for held in Appointment.objects.on(day).filter(post__in=posts).select_related("person"):
        seated.setdefault((held.post_id, 0), []).append(held)
        seated[held.post_id, held.pk] = [held]
    return [
        {
            "post": posts[row["of_post"]],
            "people": "、".join(held.person.name for held in holders),
            "since": min((held.starts for held in holders), default=None),
        }
        for row in found
        for holders in [seated.get((row["of_post"], row["appointment"]), [])]
    ]


def _own_unit(person, units):
    """The person's own where they answer for any of it, else the first of those they do."""
    own = [unit for unit in units if unit.pk == person.unit_id]
    return next(iter(own or units), None)


def _table(request, form, day):
    """Of one unit its name stands at the head."""
    named = {"year": form.year, "day": day}
    if form.whole_units:
        units = form.whole_units
        rows = _unit_rows(request, units, form.year, day, shown=units)
        name = units[0].name if len(units) == 1 else ""
        return progress_table.table_of(progress_table.UNITS, rows, unit_name=name, **named)
    unit = form.unit_asked or _own_unit(request.person, form.units)
    rows = _section_rows(request, unit, form.year, day)
    return progress_table.table_of(progress_table.SECTIONS, rows, unit_name=unit.name, **named)


def _unit_rows(request, units, year, day, shown):
    """Rows of the units shown; the sum is that of all of them."""
    if not units:
        return []
    lines = year_progress.by_unit(request.person, year=year, day=day)
    steps = holdups.due_steps(request.reach, day).filter(paper__programme__year=year)
    rows = progress_table.unit_rows(units, lines, holdups.by_unit(steps, day), year)
    place = {unit.pk: index for index, unit in enumerate(units)}
    return [*(rows[place[unit.pk]] for unit in shown), rows[-1]]


def _section_rows(request, unit, year, day):
    lines = year_progress.by_section(request.person, unit, year=year, day=day)
    sections = Section.objects.filter(unit=unit).order_by("order", "pk")
    return progress_table.section_rows(unit, sections, lines, year)
