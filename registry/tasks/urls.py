from django.urls import path

from . import list_views, views

urlpatterns = [
    path("tasks/", list_views.task_list, name="task-list"),
    path("tasks/export/", list_views.task_export, name="task-export"),
    path("tasks/<int:pk>/", views.task_detail, name="task-detail"),
    path("tasks/<int:pk>/take-back/", views.task_take_back, name="task-take-back"),
    path("tasks/<int:pk>/waive/", views.task_waive, name="task-waive"),
    path("tasks/<int:pk>/files/<int:file_pk>/", views.task_file, name="task-file"),
    path(
        "tasks/<int:pk>/files/<int:file_pk>/remove/",
        views.task_file_remove,
        name="task-file-remove",
    ),
]
