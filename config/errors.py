"""The pages 400 and 500, with the number under which the request stands in the log.

Nothing but the template is needed for them: no database, no session, no context processor.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400)


def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    context = {"request_id": getattr(request, "request_id", "")}
    return HttpResponse(render_to_string(f"{status}.html", context), status=status)
