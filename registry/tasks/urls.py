from django.urls import path

from . import calendar_views, list_views, rule_views, views

urlpatterns = [
    path("tasks/", list_views.task_list, name="task-list"),
    path("tasks/export/", list_views.task_export, name="task-export"),
    path("tasks/calendar/", calendar_views.task_calendar, name="task-calendar"),
    path("tasks/feed/", calendar_views.task_feed, name="task-feed"),
    path("tasks/feed/<str:secret>.ics", calendar_views.task_feed_file, name="task-feed-file"),
    path("tasks/<int:pk>/", views.task_detail, name="task-detail"),
    path("tasks/<int:pk>/take-back/", views.task_take_back, name="task-take-back"),
    path("tasks/<int:pk>/waive/", views.task_waive, name="task-waive"),
    path("tasks/<int:pk>/files/<int:file_pk>/", views.task_file, name="task-file"),
    path(
        "tasks/<int:pk>/files/<int:file_pk>/remove/",
        views.task_file_remove,
        name="task-file-remove",
    ),
    path("recurring/", rule_views.recurring_list, name="recurring-list"),
    path("recurring/<int:unit_pk>/add/", rule_views.recurring_add, name="recurring-add"),
    path("recurring/<int:unit_pk>/<slug:code>/", rule_views.recurring_edit, name="recurring-edit"),
    path(
        "recurring/<int:unit_pk>/<slug:code>/switch/",
        rule_views.recurring_switch,
        name="recurring-switch",
    ),
    path(
        "recurring/<int:unit_pk>/<slug:code>/inherit/",
        rule_views.recurring_inherit,
        name="recurring-inherit",
    ),
]
