"""The addresses that `reviews` gives to the row pages, with the least around them.

The pages of risks are tested without the rest of the house: whoever signed in may write.
"""

from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import include, path

from registry.papers.models import Paper
from risks import row_views


def _draft(pk):
    paper = get_object_or_404(Paper, pk=pk)
    return paper, paper.current


def paper_edit(request, pk):
    paper, revision = _draft(pk)
    return render(
        request,
        "risks_test_edit.html",
        {"paper": paper, "editable": True, **row_views.form_context(revision)},
    )


def paper_review(request, pk):
    paper, revision = _draft(pk)
    return render(
        request,
        "risks_test_edit.html",
        {"paper": paper, "editable": False, **row_views.form_context(revision)},
    )


def _row(view):
    def called(request, pk, line_pk=None):
        paper, revision = _draft(pk)
        line = get_object_or_404(revision.point_lines, pk=line_pk) if line_pk else None
        return view(request, paper, revision, line)

    return called


def _duty(request, pk, line_pk=None):
    paper, revision = _draft(pk)
    line = get_object_or_404(revision.duty_lines, pk=line_pk) if line_pk else None
    return row_views.edit_duty(request, paper, revision, line)


def _grade(request, pk):
    return row_views.edit_grade(request, *_draft(pk))


def _preview(request, pk):
    return row_views.preview_row(request, *_draft(pk))


def nothing(request, **kwargs):
    return HttpResponse()


urlpatterns = [
    path("", nothing, name="desk"),
    path("", include("registry.access.urls")),
    path("", include("risks.urls")),
    path("admin/", admin.site.urls),
    path("papers/<int:pk>/edit/", paper_edit, name="paper-edit"),
    path("papers/<int:pk>/review/", paper_review, name="paper-detail"),
    path("papers/<int:pk>/rows/add/", _row(row_views.edit_row), name="paper-row-add"),
    path("papers/<int:pk>/rows/preview/", _preview, name="paper-row-preview"),
    path("papers/<int:pk>/rows/<int:line_pk>/", _row(row_views.edit_row), name="paper-row"),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/strike/",
        _row(row_views.strike_row),
        name="paper-row-strike",
    ),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/restore/",
        _row(row_views.restore_row),
        name="paper-row-restore",
    ),
    path(
        "papers/<int:pk>/rows/<int:line_pk>/move/",
        _row(row_views.move_row),
        name="paper-row-move",
    ),
    path("papers/<int:pk>/duties/add/", _duty, name="paper-duty-add"),
    path("papers/<int:pk>/duties/<int:line_pk>/", _duty, name="paper-duty"),
    path("papers/<int:pk>/grade/", _grade, name="paper-grade"),
    *(
        path(f"elsewhere/{name}/", nothing, name=name)
        for name in (
            "inbox",
            "my-posts",
            "paper-list",
            "power-list",
            "publicity-list",
            "publication-list",
            "downloads",
            "organisation-import",
            "trail-list",
        )
    ),
]
