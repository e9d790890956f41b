"""Refused attempts of whoever is signed in leave an entry in the trail (design §5, promises).

The entry names the page that was asked for and nothing of the object; whether the object exists
stays unsaid there as on the screen.
"""

from datetime import timedelta

from django.utils import timezone

from registry.trail.models import TrailEntry
from registry.trail.recording import record_now

from .actors import actor_of

ACTION = "access.refused"
REFUSALS = (403, 404)
# Whoever tries numbers one after the other fills no chain: one entry a minute for each page.
QUIET_FOR = timedelta(minutes=1)


class RefusedAttemptsMiddleware:
    """Stands outside what refuses, and inside what knows who is asking (`PersonMiddleware`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # What a page keeps out of the log (`is_logged`) is kept out of the trail, too.
        is_told = response.status_code in REFUSALS and getattr(response, "is_logged", True)
        if is_told and request.is_inside:
            note_refusal(request)
        return response


def note_refusal(request):
    page = request.resolver_match.view_name
    if _noted_just_now(request.user, page):
        return
    record_now(
        by=actor_of(request),
        action=ACTION,
        outcome=TrailEntry.Outcome.REFUSED,
        unit=request.person.unit if request.person else None,
        target=page,
        target_kind="page",
    )


def _noted_just_now(account, page):
    """The trail is its own memory: it holds across workers and restarts."""
    return TrailEntry.objects.filter(
        action=ACTION,
        at__gte=timezone.now() - QUIET_FOR,
        account_name=account.get_username(),
        target_ref=page,
    ).exists()
