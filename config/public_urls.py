"""Addresses of an installation with PUBLIC_ONLY=1: publications, and whether it runs."""

from django.urls import URLPattern, URLResolver, include, path

from registry.access import health

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("reviews.public_urls")),
    path("health/live/", health.live, name="health-live"),
    path("health/ready/", health.ready, name="health-ready"),
]
