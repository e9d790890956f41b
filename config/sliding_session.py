"""Keeps the session of somebody who is at work alive."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

RENEWED_AFTER = 600  # seconds


class SlidingSessionMiddleware:
    """Renews a session in use every ten minutes.

    SESSION_SAVE_EVERY_REQUEST would write on every page: on SQLite that is a lock and a disk
    flush per click, and two requests at once would overwrite each other's session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        # Whoever did not ask for the session is a visitor of the public site: no query for them.
        # A page that keeps nothing of when it was used says so on the request (ADR 0027).
        renews = getattr(request, "renews_session", True)
        if renews and session.accessed and not session.is_empty():
            now = int(time.time())
            if now - session.get("renewed_at", 0) >= RENEWED_AFTER:
                session["renewed_at"] = now
        return response
