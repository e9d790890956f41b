from django.urls import path

from . import views

urlpatterns = [
    path("organisation/import/", views.import_list, name="organisation-import"),
    path(
        "organisation/import/template.xlsx",
        views.import_template,
        name="organisation-import-template",
    ),
    path("organisation/import/<int:pk>/", views.import_detail, name="organisation-import-detail"),
    path("organisation/import/<int:pk>/file/", views.import_file, name="organisation-import-file"),
    path(
        "organisation/import/<int:pk>/confirm/",
        views.import_confirm,
        name="organisation-import-confirm",
    ),
    path(
        "organisation/import/<int:pk>/seats/", views.import_seats, name="organisation-import-seats"
    ),
]
