"""The addresses that reviews gives the row pages, without the rights it checks before them."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import include, path
from django.views.decorators.http import require_POST

from powers import catalogue, row_views
from powers.models import PowerLine
from registry.papers.models import Paper


def _draft(pk):
    paper = Paper.objects.select_related("unit", "programme").get(pk=pk)
    return paper, paper.current


def paper_edit(request, pk):
    paper, revision = _draft(pk)
    context = {
        "paper": paper,
        "revision": revision,
        "rows": catalogue.rows(revision),
        "editable": revision.is_open,
    }
    return render(request, "paper_with_rows.html", context)


def row_add(request, pk):
    return row_views.edit_row(request, *_draft(pk), None)


def _row_page(name):
    def page(request, pk, line_pk):
        line = get_object_or_404(PowerLine, pk=line_pk)
        return getattr(row_views, name)(request, *_draft(pk), line)

    return page


def catch_up(request, pk):
    return row_views.catch_up(request, *_draft(pk))


def paper_import(request, pk):
    return row_views.import_page(request, *_draft(pk))


def paper_offline(request, pk):
    return row_views.offline_page(request, *_draft(pk))


def elsewhere(request, pk):
    return HttpResponse("elsewhere")


urlpatterns = [
    path("papers/<int:pk>/edit/", paper_edit, name="paper-edit"),
    path("papers/<int:pk>/", elsewhere, name="paper-detail"),
    path("papers/<int:pk>/rows/add/", row_add, name="paper-row-add"),
    path("papers/<int:pk>/rows/import/", paper_import, name="paper-import"),
    path("papers/<int:pk>/rows/offline/", paper_offline, name="paper-offline"),
    path("papers/<int:pk>/rows/catch-up/", catch_up, name="paper-catch-up"),
    path("papers/<int:pk>/rows/<int:line_pk>/", _row_page("edit_row"), name="paper-row"),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/chart/", _row_page("draw_chart"), name="paper-row-chart"
    ),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/duties/",
        _row_page("edit_duties"),
        name="paper-row-duties",
    ),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/benchmark/",
        _row_page("edit_benchmark"),
        name="paper-row-benchmark",
    ),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/strike/",
        _row_page("strike_row"),
        name="paper-row-strike",
    ),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/restore/",
        require_POST(_row_page("restore_row")),
        name="paper-row-restore",
    ),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/move/",
        require_POST(_row_page("move_row")),
        name="paper-row-move",
    ),
    path("", include("config.urls")),
]
