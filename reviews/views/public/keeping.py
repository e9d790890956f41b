"""Pages of the public site that a process keeps for a while, as long as nothing public changes.

A page is kept with the number of changes to what is public (`PublicState`): publishing, withdrawing
and correcting count it up, so that no page outlives what it shows (ADR 0038, 0060). Names of units,
which are no part of a publication, may be a minute old. Pages with words somebody searched for
are not kept. What is kept is answered at the door, before sessions and addresses are looked at.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from threading import Lock

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.cache import set_response_etag

from .page import known_by, on_disk

SECONDS = 60
TYPED = {"q", "unit_named"}  # words of somebody: such pages are not kept
_STATE = "SELECT changes FROM reviews_publicstate"  # PublicState, without what a model costs


@dataclass(frozen=True)
class Page:
    """As it was drawn when `moment` held; of one that its reader knew already the tag alone."""

    moment: tuple
    tag: str
    content: bytes | None
    content_type: str


class Shelf:
    """At most settings.PUBLIC_PAGES_KEPT pages, last asked for, by their addresses."""

    def __init__(self):
        self._pages, self._lock = OrderedDict(), Lock()

    def get(self, address):
        with self._lock:
            if address in self._pages:
                self._pages.move_to_end(address)
            return self._pages.get(address)

    def put(self, address, page):
        with self._lock:
            self._pages[address] = page
            while len(self._pages) > settings.PUBLIC_PAGES_KEPT:
                self._pages.popitem(last=False)

    def clear(self):
        with self._lock:
            self._pages.clear()


SHELF = Shelf()


class KeptPagesMiddleware:
    """Stands behind what every answer needs (headers, length) and before what knows visitors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return _answer(request) or self.get_response(request)


def kept(view):
    """Under `public_page`: the page is kept as it was drawn."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if on_disk(request) or TYPED & request.GET.keys():
            return view(request, *args, **kwargs)
        moment = _moment()  # before it is drawn: what is published meanwhile makes it old
        response = view(request, *args, **kwargs)
        _keep(request, moment, response)
        return response

    return page


def _answer(request):
    """The page that is kept for this address, or that its reader has it; None where it is old."""
    page = SHELF.get(_address(request)) if request.method in ("GET", "HEAD") else None
    if page is None or page.moment != _moment():
        return None
    response = known_by(request, page.tag)
    if response is None and page.content is not None:
        response = HttpResponse(page.content, content_type=page.content_type)
        response.headers["ETag"] = page.tag
    if response is not None:
        response.headers["Cache-Control"] = "no-cache"
    return response


def _keep(request, moment, response):
    if response.status_code == 200 and not response.has_header("ETag"):
        set_response_etag(response)
    if response.status_code in (200, 304):
        content = response.content if response.status_code == 200 else None
        content_type = response.headers.get("Content-Type", "")
        page = Page(moment, response.headers["ETag"], content, content_type)
        SHELF.put(_address(request), page)


def state_of_what_is_public():
    """Changes with everything that is published, withdrawn, closed or corrected; one row."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return cursor.fetchone()


def _minute():
    return int(time.time()) // SECONDS


def _moment():
    """This minute and this state; a new minute comes with a new day, too."""
    return state_of_what_is_public(), _minute()


def _address(request):
    asked = [request.META.get(name, "") for name in ("HTTP_HOST", "PATH_INFO", "QUERY_STRING")]
    return request.scheme, *asked
