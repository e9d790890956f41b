"""Addresses of the whole site; each app brings its own."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("registry.access.urls")),
    path("", include("registry.jobs.urls")),
    path("", include("registry.notices.urls")),
    path("", include("registry.trail.urls")),
    path("admin/", admin.site.urls),
]
