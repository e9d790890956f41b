"""One id for each request: in its log lines, in the response, and on the error page."""

import logging
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

current: ContextVar[str] = ContextVar("request_id", default="-")
log = logging.getLogger("register.request")


class RequestIdFilter(logging.Filter):
    """Gives every log record the id of the request it was written in."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get()
        return True


class NumberedRequest(HttpRequest):
    """A request on its way through: the id stands on it for templates and for the trail."""

    request_id: str


class RequestIdMiddleware:
    """Names the request and logs one line about it: no query, no body, nobody's name.

    A response that says `is_logged = False` has no line: when somebody reported something is
    nobody's business (ADR 0028).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: NumberedRequest) -> HttpResponse:
        request.request_id = secrets.token_hex(8)
        token = current.set(request.request_id)
        started = time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request.request_id
            took = round((time.monotonic() - started) * 1000)
            if getattr(response, "is_logged", True):
                log.info("%s %s %d %dms", request.method, request.path, response.status_code, took)
            return response
        finally:
            current.reset(token)
