"""Addresses of inspections (监督检查)."""

from django.urls import path

from . import pages

urlpatterns = [
    path("inspections/", pages.inspection_list, name="inspection-list"),
    path("inspections/add/", pages.inspection_add, name="inspection-add"),
    path("inspections/<int:pk>/", pages.inspection, name="inspection"),
    path("inspections/<int:pk>/found/", pages.inspection_found, name="inspection-found"),
    path("inspections/<int:pk>/bulletin/", pages.inspection_bulletin, name="inspection-bulletin"),
    path("inspections/<int:pk>/call-off/", pages.inspection_call_off, name="inspection-call-off"),
    path(
        "inspections/<int:pk>/mended/<int:point_pk>/",
        pages.inspection_mended,
        name="inspection-mended",
    ),
    path(
        "inspections/<int:pk>/bulletin.<slug:format_name>",
        pages.inspection_letter,
        name="inspection-letter",
    ),
]
