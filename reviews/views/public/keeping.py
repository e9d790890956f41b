"""Pages of the public site that a process keeps for a while, as long as nothing public changes.

Every page kept is known by the state of all that is public: publishing, withdrawing and correcting
change it, so that no page outlives what it shows (ADR 0038). Names of units, which are no part of a
publication, may be a minute old. Pages with words somebody searched for are not kept.
"""

import time
from collections import OrderedDict
from functools import wraps
from threading import Lock

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.utils.cache import set_response_etag

from .page import known_by, on_disk

SECONDS = 60
# Publications and corrections are never deleted, and withdrawn or closed once: counts tell.
_STATE = (
    "SELECT COUNT(*), MAX(id), COUNT(withdrawn_at), COUNT(closed_at),"
    " (SELECT COUNT(*) FROM reviews_correction) FROM reviews_publication"
)


class Shelf:
    """At most settings.PUBLIC_PAGES_KEPT pages, last asked for: key → (tag, content, type)."""

    def __init__(self):
        self._pages, self._lock = OrderedDict(), Lock()

    def get(self, key):
        with self._lock:
            if key not in self._pages:
                return "", None, ""
            self._pages.move_to_end(key)
            return self._pages[key]

    def put(self, key, *page):
        with self._lock:
            self._pages[key] = page
            while len(self._pages) > settings.PUBLIC_PAGES_KEPT:
                self._pages.popitem(last=False)

    def clear(self):
        with self._lock:
            self._pages.clear()


SHELF = Shelf()


def kept(view):
    """Under `public_page`: the page as it was last drawn, or drawn now."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if on_disk(request) or "q" in request.GET:
            return view(request, *args, **kwargs)
        key = _key(request)
        tag, content, content_type = SHELF.get(key)
        if tag and (answer := known_by(request, tag)):
            return answer
        if content is None:
            response = view(request, *args, **kwargs)
            _keep(key, response)
            return response
        response = HttpResponse(content, content_type=content_type)
        response.headers["ETag"] = tag
        return response

    return page


def _keep(key, response):
    """A page, or of one that its reader knew already the tag."""
    if response.status_code == 200 and not response.has_header("ETag"):
        set_response_etag(response)
    if response.status_code in (200, 304):
        content = response.content if response.status_code == 200 else None
        SHELF.put(key, response.headers["ETag"], content, response.headers.get("Content-Type"))


def state_of_what_is_public():
    """Changes with everything that is published, withdrawn, closed or corrected; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return cursor.fetchone()


def _minute():
    return int(time.time()) // SECONDS


def _key(request):
    """A page of this minute and of this state; a new minute comes with a new day, too."""
    asked = [request.META.get(name, "") for name in ("HTTP_HOST", "PATH_INFO", "QUERY_STRING")]
    return state_of_what_is_public(), _minute(), request.scheme, *asked
