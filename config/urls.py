"""Addresses of the whole site; each app brings its own."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from registry.access import health
from registry.access.help_pages import help_page

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    # Asked most, by the most people: found first.
    path("", include("reviews.public_urls")),
    path("", include("reviews.public_opinion_urls")),
    path("", include("registry.access.urls")),
    path("", include("registry.intake.urls")),
    path("", include("registry.jobs.urls")),
    path("", include("registry.laws.urls")),
    path("", include("registry.notices.urls")),
    path("", include("registry.rules.urls")),
    path("", include("registry.tasks.urls")),
    path("", include("registry.paging.urls")),
    path("", include("registry.trail.urls")),
    path("", include("powers.urls")),
    path("", include("powers.kinds.urls")),
    path("", include("powers.resting.urls")),
    path("", include("risks.urls")),
    path("", include("risks.resting.urls")),
    path("", include("reviews.urls")),
    path("", include("reviews.board_urls")),
    path("", include("reviews.clearing.urls")),
    path("", include("reviews.alerts.urls")),
    path("", include("reviews.inspections.urls")),
    path("", include("reviews.fulfilment.urls")),
    path("", include("reviews.self_checks.urls")),
    path("", include("reviews.talks.urls")),
    path("", include("reviews.activities.urls")),
    path("", include("reviews.commitments.urls")),
    path("", include("reviews.exercises.urls")),
    path("", include("reviews.sources.urls")),
    path("", include("reviews.questionnaires.urls")),
    path("", include("reviews.assessment.urls")),
    path("", include("reviews.disposal.urls")),
    path("", include("reviews.cycle.urls")),
    path("", include("reviews.publication_urls")),
    path("help/", help_page, name="help"),
    path("help/<slug:name>/", help_page, name="help-page"),
    path("health/live/", health.live, name="health-live"),
    path("health/ready/", health.ready, name="health-ready"),
    path("admin/", admin.site.urls),
]
