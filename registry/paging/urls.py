from django.urls import path

from . import views

urlpatterns = [
    path("views/", views.view_list, name="view-list"),
    path("views/save/", views.view_save, name="view-save"),
    path("views/<int:pk>/rename/", views.view_rename, name="view-rename"),
    path("views/<int:pk>/delete/", views.view_delete, name="view-delete"),
    path("views/<int:pk>/restore/", views.view_restore, name="view-restore"),
]
