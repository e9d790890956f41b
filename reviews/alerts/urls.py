"""Addresses of risk alerts (风险提示)."""

from django.urls import path

from . import pages, paper_pages, writing_pages

urlpatterns = [
    path("alerts/", pages.alert_list, name="alert-list"),
    path("alerts/<int:pk>/", pages.alert, name="alert"),
    path("alerts/<int:pk>/read/", pages.alert_read, name="alert-read"),
    path("alerts/<int:pk>/reply/", pages.alert_reply, name="alert-reply"),
    path("alerts/<int:pk>/letter.<slug:format_name>", pages.alert_letter, name="alert-letter"),
    path("alerts/<int:pk>/sheets/<int:addressee_pk>/", paper_pages.alert_sheet, name="alert-sheet"),
    path(
        "alerts/<int:pk>/sheets/<int:addressee_pk>/<slug:what>/",
        paper_pages.alert_scan,
        name="alert-scan",
    ),
    path("alerts/add/", writing_pages.alert_add, name="alert-add"),
    path("alerts/<int:pk>/edit/", writing_pages.alert_edit, name="alert-edit"),
    path("alerts/<int:pk>/points/", writing_pages.alert_points, name="alert-points"),
    path("alerts/<int:pk>/issue/", writing_pages.alert_issue, name="alert-issue"),
    path(
        "alerts/<int:pk>/recipients.xlsx", writing_pages.alert_recipients, name="alert-recipients"
    ),
    path("alerts/<int:pk>/told/", writing_pages.alert_told, name="alert-told"),
    path("alerts/<int:pk>/discard/", writing_pages.alert_discard, name="alert-discard"),
]
