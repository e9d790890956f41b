"""Addresses of the activities."""

from django.urls import path

from . import views, writing
from .kind_views import activity_kinds

urlpatterns = [
    path("activities/", views.activity_list, name="activity-list"),
    path("activities.xlsx", views.activity_xlsx, name="activity-xlsx"),
    path("activities/kinds/", activity_kinds, name="activity-kinds"),
    path("activities/plan/<int:unit_pk>/", writing.activity_plan, name="activity-plan"),
    path("activities/<int:pk>/", views.activity_detail, name="activity"),
    path("activities/<int:pk>/plan/", writing.activity_replan, name="activity-replan"),
    path("activities/<int:pk>/call-off/", writing.activity_call_off, name="activity-call-off"),
    path("activities/<int:pk>/held/", writing.activity_hold, name="activity-hold"),
    path("activities/<int:pk>/record/", writing.activity_record, name="activity-record"),
    path("activities/<int:pk>/note/", views.activity_note, name="activity-note"),
    path("activities/<int:pk>/files/", views.activity_file_add, name="activity-file-add"),
    path("activities/<int:pk>/files/<int:file_pk>/", views.activity_file, name="activity-file"),
    path(
        "activities/<int:pk>/files/<int:file_pk>/remove/",
        views.activity_file_remove,
        name="activity-file-remove",
    ),
    path("activities/<int:pk>/<slug:format_name>/", views.activity_print, name="activity-print"),
]
