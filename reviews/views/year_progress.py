"""进度: for those who answer for units or sections, which of them is where in a programme year."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from registry.access.guards import seat_required
from registry.access.reach import ANSWERING_SEATS
from registry.organisation.models import Appointment, Post
from registry.tables.table_file import table_file
from registry.trail.recording import record_now
from reviews import progress_export, progress_table, year_progress
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
    shown = list(page)
    unit = progress_export.unit_of(request.person, form)
    context = {
        "form": form,
        "year": year,
        "today": today,
        "page_obj": page,
        "columns": progress_table.UNITS,
        "rows": progress_export.unit_rows(request.person, shown, year, today),
        "notes": progress_table.NOTES_OF_UNITS if shown else progress_table.NOTES,
        "unit": unit,
        "section_columns": progress_table.SECTIONS,
        "section_notes": progress_table.NOTES_OF_SECTIONS,
        "sections": progress_export.section_rows(request.person, unit, year, today),
        "small": progress_export.is_small(form),
        "heat": heat_of(unit, request.reach, today) if unit else None,
        "query": urlencode({"year": year}),
    }
    return render(request, "reviews/year_progress.html", context)


@seat_required(*ANSWERING_SEATS)
def progress_xlsx(request):
    """GET gives a small file at once; POST queues any, for "my downloads"."""
    today = timezone.localdate()
    form = YearFilter(request.GET, reach=request.reach, today=today)
    if request.method == "POST":
        progress_export.queue(form=form, query=request.GET, by=request.person)
        messages.success(request, "正在生成文件，完成后在这里下载。")
        return redirect("downloads")
    if not progress_export.is_small(form):
        messages.info(request, "单位多，请点“生成 XLSX”，完成后到“我的下载”领取。")
        return redirect("progress")
    table = progress_export.table_of(request.person, form, today)
    record_now(
        by=request.person,
        action="export.downloaded",
        unit=request.person.unit,
        target=f"progress-{form.year}",
        target_kind="progress",
    )
    return table_file(table, "xlsx")


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
