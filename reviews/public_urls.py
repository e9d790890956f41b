"""Addresses of the public site: everybody may read them, without a sign-in."""

from django.urls import path

from . import addresses  # noqa: F401  registers <number:…>
from .views.public import (
    checks,
    directories,
    downloads,
    notices,
    opinions,
    powers,
    site,
    versions,
)

urlpatterns = [
    path("", site.home, name="public-home"),
    path("public/units/<number:code>/", site.unit, name="public-unit"),
    path("public/powers/", powers.power_list, name="public-powers"),
    path("public/powers/", powers.power_list, name="public-search"),
    path(
        "public/powers/<number:number>/<int:position>/",
        powers.power,
        name="public-power",
    ),
    path("public/catalogues/<number:number>/", directories.catalogue, name="public-catalogue"),
    path("public/directories/", directories.directory_list, name="public-directories"),
    path("public/directories/<number:number>/", directories.directory, name="public-directory"),
    path("public/changes/<number:number>/", versions.changes, name="public-changes"),
    path("public/corrections/", notices.corrections, name="public-corrections"),
    path("public/withdrawn/", notices.withdrawn, name="public-withdrawn"),
    path("public/publicity/", directories.publicity_list, name="public-publicity"),
    path(
        "public/publicity/<number:number>/",
        directories.publicity,
        name="public-publicity-detail",
    ),
    path(
        "public/publicity/<number:number>/opinion/",
        opinions.opinion_add,
        name="public-opinion-add",
    ),
    path("public/opinions/", opinions.opinion_find, name="public-opinion-find"),
    path("public/challenge/<slug:key>.png", opinions.challenge_image, name="captcha-image"),
    path(
        "public/download/<number:number>.<slug:format_name>",
        downloads.download,
        name="public-download",
    ),
    path("public/statement/", site.statement, name="public-statement"),
    path("check/", checks.check, name="check"),
    path("check/<number:number>/", checks.check, name="check"),
]
PUBLIC_URL_NAMES = frozenset(pattern.name for pattern in urlpatterns)
