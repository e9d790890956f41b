"""Addresses of publications inside: list, one of them, its files, publishing, withdrawing."""

from django.urls import path

from . import addresses  # noqa: F401  registers <number:…>
from .views import publications, publishing

urlpatterns = [
    path("publications/", publications.publication_list, name="publication-list"),
    path("publications/register/", publications.register_export, name="register-export"),
    path(
        "publications/<number:number>/",
        publications.publication_detail,
        name="publication-detail",
    ),
    path(
        "publications/<number:number>/charts/",
        publications.publication_charts,
        name="publication-charts",
    ),
    path(
        "publications/<number:number>/changes/",
        publications.publication_changes,
        name="publication-changes",
    ),
    path(
        "publications/<number:number>/correct/",
        publishing.publication_correct,
        name="publication-correct",
    ),
    path(
        "publications/<number:number>/withdraw/",
        publishing.publication_withdraw,
        name="publication-withdraw",
    ),
    path(
        "publications/<number:number>/download/<slug:format_name>/",
        publications.publication_download,
        name="publication-download",
    ),
    path("papers/<int:pk>/publish/", publishing.paper_publish, name="paper-publish"),
]
