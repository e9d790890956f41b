"""Addresses of the register of risk points; the rows of a form have theirs in reviews."""

from django.urls import path

from . import (
    arrival_paper,
    arrival_views,
    responsibility_views,
    scale_views,
    scheme_views,
    sheet_views,
    views,
    workflow_views,
)

urlpatterns = [
    path("points/", views.point_list, name="point-list"),
    path("points/export/", views.point_export, name="point-export"),
    path("arrivals/<int:pk>/paper/", arrival_paper.arrival_paper, name="arrival-paper"),
    path("arrivals/<int:pk>/paper.pdf", arrival_paper.arrival_paper_pdf, name="arrival-paper-pdf"),
    path("arrivals/<int:pk>/scan/", arrival_paper.arrival_paper_scan, name="arrival-paper-scan"),
    path("posts/<int:post_pk>/notice/", arrival_views.arrival_notice, name="arrival-notice"),
    path("posts/<int:post_pk>/notice.pdf", arrival_views.arrival_pdf, name="arrival-notice-pdf"),
    path("posts/<int:post_pk>/workflow/", workflow_views.workflow, name="post-workflow"),
    path(
        "posts/<int:post_pk>/workflow.<slug:format_name>",
        workflow_views.workflow_file,
        name="post-workflow-file",
    ),
    path("arrivals/", arrival_views.arrival_list, name="arrival-list"),
    path("points/<int:pk>/", views.point_detail, name="point-detail"),
    path("points/registers/<slug:name>/", sheet_views.register_sheet, name="register-sheet"),
    path("responsibilities/", responsibility_views.my_responsibility, name="my-responsibility"),
    path(
        "responsibilities/tables/",
        responsibility_views.responsibility_tables,
        name="responsibility-tables",
    ),
    path(
        "responsibilities/tables/<int:unit_pk>/",
        responsibility_views.responsibility_edit,
        name="responsibility-edit",
    ),
    path("scales/", scale_views.scale_list, name="scale-list"),
    path("scales/<int:pk>/", scale_views.scale_edit, name="scale-edit"),
    path("scales/<int:pk>/copy/", scale_views.scale_copy, name="scale-copy"),
    path("programmes/", scheme_views.programme_list, name="programme-list"),
    path("programmes/<int:pk>/trial/", scheme_views.scheme_trial, name="scheme-trial"),
    path(
        "programmes/<int:pk>/schemes/<int:scheme_pk>/",
        scheme_views.scheme_edit,
        name="scheme-edit",
    ),
    path(
        "programmes/<int:pk>/schemes/<int:scheme_pk>/copy/",
        scheme_views.scheme_copy,
        name="scheme-copy",
    ),
    path(
        "programmes/<int:pk>/schemes/<int:scheme_pk>/remove/",
        scheme_views.scheme_remove,
        name="scheme-remove",
    ),
    path(
        "programmes/<int:pk>/schemes/<int:scheme_pk>/switch/",
        scheme_views.scheme_switch,
        name="scheme-switch",
    ),
    path(
        "points/registers/<slug:name>/export/",
        sheet_views.sheet_export,
        name="register-sheet-export",
    ),
]
