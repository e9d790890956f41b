from django.urls import path

from . import views

urlpatterns = [
    path("downloads/", views.downloads, name="downloads"),
    path("downloads/<int:pk>/file", views.download_file, name="download-file"),
    path("downloads/<int:pk>/retry", views.download_retry, name="download-retry"),
    path("downloads/<int:pk>/cancel", views.download_cancel, name="download-cancel"),
]
