"""Addresses of the desk of risk information (风险信息)."""

from django.urls import path

from .views import coverage, desk, entry

urlpatterns = [
    path("sources/", desk.source_list, name="source-list"),
    path("sources/add/", desk.source_add, name="source-add"),
    path("sources/coverage/", coverage.source_coverage, name="source-coverage"),
    path("sources/from-missive/<uuid:pk>/", desk.source_take_over, name="source-take-over"),
    path("sources/from-answer/<uuid:pk>/", desk.source_from_answer, name="source-from-answer"),
    path("sources/<uuid:pk>/", entry.source_detail, name="source-detail"),
    path("sources/<uuid:pk>/edit/", entry.source_edit, name="source-edit"),
    path("sources/<uuid:pk>/withdraw/", entry.source_withdraw, name="source-withdraw"),
    path("sources/<uuid:pk>/link/", entry.source_link, name="source-link"),
    path(
        "sources/<uuid:pk>/link/<int:link_pk>/drop/",
        entry.source_link_drop,
        name="source-link-drop",
    ),
    path("sources/<uuid:pk>/attach/", entry.source_attach, name="source-attach"),
    path("sources/<uuid:pk>/files/<int:file_pk>/", entry.source_file, name="source-file"),
    path("sources/<uuid:pk>/order/", entry.source_order, name="source-order"),
]
