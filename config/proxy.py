"""The visitor's address when the office's own proxy stands in front of us."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class TrustedProxyMiddleware:
    """Puts the visitor's address in REMOTE_ADDR, so that lock-out and trail read one place.

    Only what a trusted proxy itself appended counts: the last entry that is not a proxy of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        trusted = settings.TRUSTED_PROXIES
        if request.META.get("REMOTE_ADDR") in trusted:
            entries = request.headers.get("X-Forwarded-For", "").split(",")
            strangers = [e.strip() for e in entries if e.strip() and e.strip() not in trusted]
            if strangers:
                request.META["REMOTE_ADDR"] = strangers[-1]
        return self.get_response(request)
