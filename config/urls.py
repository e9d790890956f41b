"""Addresses of the whole site; each app brings its own."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("registry.access.urls")),
    path("admin/", admin.site.urls),
]
