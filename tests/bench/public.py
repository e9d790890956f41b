"""Public pages beside a bare Django view, by the same handler in the same run.

python -m tests.bench.public [requests a round, 100] [rounds, 7] [units that published, 40]

The bare views stand behind the same middleware and answer the same bytes, which they were given
once, and 304 by Django's `condition` to who has their tag: no query, no template. Requests a second
of processor time, by turns; the median of the rounds counts. Aims: a page that is known 0.6 of
the bare view, its 304 0.9 of the bare 304. Figures and conditions are kept in docs/performance.md.
"""

import logging
import os
import sys
import time
from io import BytesIO
from statistics import median

import django

AIMS = {"first": None, "known": 0.6, "304": 0.9, "304 beside 200": None}
ROWS = 60
BARE = {}


def bare(request):
    from django.http import HttpResponse

    return HttpResponse(BARE["content"])


def urls():
    """The addresses of the site, and those of the bare views."""
    from django.contrib.auth.decorators import login_not_required
    from django.urls import include, path
    from django.views.decorators.http import condition

    from config import urls as site

    tagged = condition(etag_func=lambda request: BARE["tag"])(bare)
    return [
        path("bare/", login_not_required(bare)),
        path("bare/tagged/", login_not_required(tagged)),
        path("", include(site)),
    ]


def asked(handler, address, **headers):
    """(status, headers, content) of a GET, as the server would ask for it."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        **headers,
    }
    said = {}
    response = handler(environ, lambda status, found: said.update(status=status, **dict(found)))
    content = b"".join(response)
    response.close()
    return said, content


def seconds(handler, address, count, **headers):
    started = time.process_time()
    for _ in range(count):
        asked(handler, address, **headers)
    return (time.process_time() - started) / count


def pages(rows):
    from django.urls import reverse

    number = rows.catalogue.number
    return {
        "power list": reverse("public-powers"),
        "power list, a word": f"{reverse('public-powers')}?q=%E5%AD%A6%E7%B1%8D",
        "power": reverse("public-power", args=[number, rows.catalogue.rows.first().position]),
        "catalogue": reverse("public-catalogue", args=[number]),
        "directory list": reverse("public-directories"),
        "directory": reverse("public-directory", args=[rows.directory.number]),
    }


def measured(handler, address, count, rounds, forget):
    """What → requests a second as a share of those of the bare views."""
    said, BARE["content"] = asked(handler, address)
    assert said["status"].startswith("200"), address
    BARE["tag"] = said["ETag"]
    known = {"HTTP_IF_NONE_MATCH": said["ETag"]}
    for each in (address, "/bare/tagged/"):
        assert asked(handler, each, **known)[0]["status"].startswith("304")
    shares = {name: [] for name in AIMS}
    for _ in range(rounds):
        plain = seconds(handler, "/bare/", count)
        tagged = seconds(handler, "/bare/tagged/", count, **known)
        forget()
        shares["first"].append(plain / seconds(handler, address, 1))
        shares["known"].append(plain / seconds(handler, address, count))
        same = seconds(handler, address, count, **known)
        shares["304"].append(tagged / same)
        shares["304 beside 200"].append(plain / same)
    return {name: median(found) for name, found in shares.items()}, plain


def main(count=100, rounds=7, units=40):
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.PUBLIC_PAGES_KEPT = 300  # as outside tests
    logging.disable(logging.INFO)
    connection.creation.create_test_db(verbosity=0)
    connection.settings_dict["CONN_MAX_AGE"] = 60  # as outside tests
    from reviews.views.public.keeping import SHELF
    from tests.architecture.many_rows import Rows

    rows = Rows()
    rows.published_units(units)
    for publication in (rows.catalogue, rows.directory):
        rows.published_rows(publication, ROWS)
    sys.modules["tests.bench.public_urls"] = sys.modules[__name__]
    sys.modules[__name__].urlpatterns = urls()
    settings.ROOT_URLCONF = "tests.bench.public_urls"
    handler = WSGIHandler()
    for name, address in pages(rows).items():
        shares, plain = measured(handler, address, count, rounds, SHELF.clear)
        told = "  ".join(
            f"{what} {share:.2f}{' short of the aim' if AIMS[what] and share < AIMS[what] else ''}"
            for what, share in shares.items()
        )
        size = len(BARE["content"]) // 1024
        sys.stdout.write(f"{name:20} {size:4} KiB  bare {plain * 1e3:.2f} ms  {told}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main(*map(int, sys.argv[1:]))
