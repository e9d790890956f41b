"""公开, inside: the list, one publication with its rows, its files."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.organisation.unit_choice import UnitChoice
from registry.tables.formats import FORMATS
from registry.tables.table_file import table_file
from registry.trail.recording import record_now
from reviews import (
    actions,
    correcting,
    disclosure,
    exporting,
    publication,
    published_charts,
    versions,
)
from reviews.background import units_to_export
from reviews.publication_forms import PublicationFilterForm, RegisterExportForm
from reviews.visibility import papers_visible_to, publications_visible_to

from .filings import CHARTS_ON_A_PAGE

PAGE_SIZE = 30
ROWS_SHOWN = 50
ROWS_PREVIEWED = 5


@require_safe
def publication_list(request):
    """Everything published that this person may read, with filters."""
    publications = publications_visible_to(request.person)
    form = PublicationFilterForm(request.GET, publications=publications)
    found = form.narrowed(publications).select_related("unit", "superseded_by")
    page = Paginator(found.order_by("-at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page}
    if request.htmx and not request.htmx.boosted:
        return render(request, "reviews/publication_rows.html", context)
    units = UnitChoice(units_to_export(request.person), request.GET, key="code")
    context["export_units"] = units
    context["export_form"] = RegisterExportForm(units=units.offered) if units.offered else None
    return render(request, "reviews/publication_list.html", context)


def fetch_publication(request, number):
    """A publication this person may read, or 404."""
    readable = publications_visible_to(request.person).select_related(
        "unit", "by", "withdrawn_by", "supersedes", "superseded_by", "paper"
    )
    return get_object_or_404(readable, number=number)


@require_safe
def publication_detail(request, number):
    """One publication; what was withdrawn keeps its head and loses its rows."""
    found = fetch_publication(request, number)
    rows = found.rows.order_by("position").values_list("content", flat=True)
    rows = rows.none() if found.withdrawn_at else rows
    page = Paginator(rows, ROWS_SHOWN).get_page(request.GET.get("page"))
    context = {
        "publication": found,
        "page_obj": page,
        **exporting.on_screen(found, list(page)),
        "formats": _formats(found),
        "corrections": found.corrections.select_related("publication", "by"),
        "has_charts": published_charts.drawn_rows(found).exists(),
        "may_correct": correcting.may_correct(found, request.person),
        "may_withdraw": publication.may_withdraw(found, request.person),
        "paper": _readable_paper(request, found),
        "answered": _answered(request, found),
        "versions": versions.row_of_versions(found, publications_visible_to(request.person)),
    }
    return render(request, "reviews/publication_detail.html", context)


@require_safe
def publication_charts(request, number):
    """The flowcharts of a published catalogue, as its rows were frozen."""
    found = fetch_publication(request, number)
    rows = published_charts.drawn_rows(found)
    page = Paginator(rows, CHARTS_ON_A_PAGE).get_page(request.GET.get("page"))
    if not page.paginator.count:
        raise Http404
    marks = published_charts.PublishedMarks(found)
    page.object_list = [published_charts.figure_of_row(found, row, marks) for row in page]
    crumbs = [
        {"label": found.title, "url": reverse("publication-detail", args=[number])},
        {"label": "流程图"},
    ]
    context = {"charts_of": found.title, "page_obj": page, "crumbs": crumbs}
    return render(request, "reviews/chart_pages.html", context)


@require_safe
def publication_changes(request, number):
    """Against the version before: added, changed and removed rows; none of what is withdrawn."""
    found = fetch_publication(request, number)
    if found.kind == found.Kind.PUBLICITY:
        raise Http404
    before = found.supersedes
    context = {"publication": found, "before": before}
    if versions.can_be_compared(found, before):
        context |= versions.on_page(found, before, request.GET)
    return render(request, "reviews/publication_changes.html", context)


def _answered(request, found):
    """What its office said of personal data, for that office alone."""
    if not actions.office_of(found, request.person, timezone.localdate()):
        return {}
    answers = list(disclosure.answered_in(found))
    shown = [each for each in answers if each["answer"].outcome == disclosure.Outcome.SHOWN]
    return {"masked": len(answers) - len(shown), "shown": shown}


def _formats(found):
    return [
        {"name": name, "label": each.label, "at_once": exporting.is_small(found, name)}
        for name, each in FORMATS.items()
    ]


def _readable_paper(request, found):
    return papers_visible_to(request.person).filter(pk=found.paper_id).first()


def publication_download(request, number, format_name):
    """GET gives a small file at once; POST queues any, for "my downloads"."""
    found = fetch_publication(request, number)
    if format_name not in FORMATS or found.withdrawn_at:
        raise Http404
    if request.method == "POST":
        exporting.queue_publication(publication=found, format_name=format_name, by=request.person)
        messages.success(request, "正在生成文件，完成后在这里下载。")
        return redirect("downloads")
    if not exporting.is_small(found, format_name):
        messages.info(request, "这份文件较大，请点“生成”按钮，完成后到“我的下载”领取。")
        return redirect("publication-detail", number)
    record_now(by=request.person, action="export.downloaded", unit=found.unit, target=found)
    name = exporting.file_name(found, format_name)
    return table_file(exporting.table_of(found), format_name, name)


@require_POST
def register_export(request):
    """The directory as the register says today, for whoever reads the whole unit."""
    units = units_to_export(request.person).filter(code=request.POST.get("unit"))
    form = RegisterExportForm(request.POST, units=list(units))
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data
    exporting.queue_register(unit=chosen["unit"], format_name=chosen["format"], by=request.person)
    messages.success(request, "正在生成文件，完成后在这里下载。")
    return redirect("downloads")
