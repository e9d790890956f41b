"""Addresses of the public site: everybody may read them, without a sign-in.

These write nothing and stand alone (`config.public_urls`); its form is in `public_opinion_urls`.
"""

from django.urls import path

from . import addresses  # noqa: F401  registers <number:…>
from .views.public import (
    checks,
    comparing,
    data,
    directories,
    downloads,
    feeds,
    notices,
    powers,
    searching,
    site,
    sitemap,
    versions,
)

urlpatterns = [
    path("", site.home, name="public-home"),
    path("public/units/<number:code>/", site.unit, name="public-unit"),
    path("public/units/<number:code>/feed.atom", feeds.changes_feed, name="public-unit-feed"),
    path("public/feed.atom", feeds.changes_feed, name="public-feed"),
    path("public/powers/", powers.power_list, name="public-powers"),
    path("public/powers/compare/", comparing.compare, name="public-compare"),
    path("public/search/", searching.search, name="public-search"),
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
    path(
        "public/powers/<number:number>/<int:position>/lanes.<slug:format_name>",
        powers.power_lanes,
        name="public-power-lanes",
    ),
    path(
        "public/powers/<number:number>/<int:position>/sheet.<slug:format_name>",
        powers.power_sheet,
        name="public-power-sheet",
    ),
    path("public/catalogues/<number:number>/", directories.catalogue, name="public-catalogue"),
    path("public/directories/", directories.directory_list, name="public-directories"),
    path("public/directories/<number:number>/", directories.directory, name="public-directory"),
    path(
        "public/commitments/<number:number>/",
        directories.commitments,
        name="public-commitments",
    ),
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
        "public/download/<number:number>.<slug:format_name>",
        downloads.download,
        name="public-download",
    ),
    path("public/data/", data.about, name="public-data-about"),
    path("public/data/<slug:name>.<slug:format_name>", data.table, name="public-data"),
    path("public/map/", sitemap.site_map, name="public-map"),
    path("sitemap.xml", sitemap.sitemap, name="public-sitemap"),
    path("robots.txt", sitemap.robots, name="public-robots"),
    path("public/statement/", site.statement, name="public-statement"),
    path("check/", checks.check, name="check"),
    path("check/<number:number>/", checks.check, name="check"),
]
PUBLIC_URL_NAMES = frozenset(pattern.name for pattern in urlpatterns)
