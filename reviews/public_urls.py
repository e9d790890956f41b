"""Addresses of the public site: everybody may read them, without a sign-in."""

from django.urls import path

from . import addresses  # noqa: F401  registers <number:…>
from .views.public import checks, directories, downloads, powers, site

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
    path(
        "public/powers/<number:number>/<int:position>/chart.<slug:format_name>",
        powers.power_chart,
        name="public-power-chart",
    ),
    path("public/catalogues/<number:number>/", directories.catalogue, name="public-catalogue"),
    path("public/directories/", directories.directory_list, name="public-directories"),
    path("public/directories/<number:number>/", directories.directory, name="public-directory"),
    path("public/publicity/", directories.publicity_list, name="public-publicity"),
    path(
        "public/publicity/<number:number>/",
        directories.publicity,
        name="public-publicity-detail",
    ),
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
