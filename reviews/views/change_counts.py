"""变动统计 by month and year, as a page and as a file, and the lists behind its numbers."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.access.guards import seat_required
from registry.access.reach import ANSWERING_SEATS
from registry.tables.table_file import table_file
from registry.trail.recording import record_now
from reviews import change_counts
from reviews.change_forms import ChangeFilter, ChangeRowsFilter

PAGE_SIZE = 50


@require_safe
@seat_required(*ANSWERING_SEATS)
def counts(request):
    form = ChangeFilter(request.GET, reach=request.reach, today=timezone.localdate())
    context = {
        "form": form,
        "columns": change_counts.columns(form),
        "rows": change_counts.rows(request.reach, form),
        "note": change_counts.NOTE,
        "title": change_counts.TITLE,
        "query": request.GET.urlencode(),
    }
    return render(request, "reviews/change_counts.html", context)


@require_safe
@seat_required(*ANSWERING_SEATS)
def counts_xlsx(request):
    """At most a row for each month or year: written at once."""
    today = timezone.localdate()
    form = ChangeFilter(request.GET, reach=request.reach, today=today)
    table = change_counts.table_of(request.reach, form, today)
    by = request.person
    record_now(
        by=by, action="export.downloaded", unit=by.unit, target="changes", target_kind="progress"
    )
    return table_file(table, "xlsx")


@require_safe
@seat_required(*ANSWERING_SEATS)
def rows(request):
    """The powers or points behind a number."""
    form = ChangeRowsFilter(request.GET, reach=request.reach, today=timezone.localdate())
    matter = form.matter_asked
    lines = form.narrowed(change_counts.lines_of(matter, request.reach, form))
    page = Paginator(change_counts.listed(lines, matter), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "matter": matter,
        "page_obj": page,
        "crumbs": [
            {"label": change_counts.TITLE, "url": reverse("change-counts")},
            {"label": f"{matter.label}清单"},
        ],
    }
    return render(request, "reviews/change_rows.html", context)
