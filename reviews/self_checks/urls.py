"""Addresses of self-checks (自查); `pk` is that of a task."""

from django.urls import path

from . import list_views, views

urlpatterns = [
    path("self-checks/", list_views.self_check_list, name="self-check-list"),
    path(
        "self-checks/list.<slug:format_name>",
        list_views.self_check_export,
        name="self-check-export",
    ),
    path("self-checks/<int:pk>/", views.self_check, name="self-check"),
    path("self-checks/<int:pk>/confirm/", views.self_check_confirm, name="self-check-confirm"),
    path("self-checks/<int:pk>/sheet.pdf", views.self_check_sheet, name="self-check-sheet"),
]
