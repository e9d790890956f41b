"""开放数据: a page that describes the tables, and the tables themselves for other programs."""

import hashlib
from datetime import date
from tempfile import SpooledTemporaryFile

from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils.http import quote_etag

from registry.tables.formats import FORMATS
from reviews import open_data

from .page import known_by, public_page, render_page

MACHINE_FORMATS = ("json", "csv")
IN_MEMORY = 1024 * 1024  # bytes; a larger table is written to a file that is gone afterwards


@public_page
def about(request):
    """Which tables there are, what each column means, how to ask for changes only."""
    sets = [
        {
            "name": name,
            "title": title,
            "columns": columns,
            "links": [
                {"label": FORMATS[each].label, "url": reverse("public-data", args=[name, each])}
                for each in MACHINE_FORMATS
            ],
        }
        for name, (title, columns) in open_data.SETS.items()
    ]
    return render_page(request, "public/data.html", {"sets": sets})


@public_page
def table(request, name, format_name):
    """One table, whole or what changed since a day; the same bytes until something changes."""
    if name not in open_data.SETS or format_name not in MACHINE_FORMATS:
        raise Http404
    try:
        since = _day(request.GET.get("since", ""))
    except ValueError:
        return _not_a_day()
    listed = open_data.entries(since)
    tag = _tag(name, format_name, listed)
    if answer := known_by(request, tag):
        return answer
    response = _written(name, format_name, listed)
    response.headers["ETag"] = tag
    return response


def _day(text):
    """The day of ?since=2026-01-31, None without; ValueError for anything else."""
    if not text:
        return None
    if len(text) != len("2026-01-31"):
        raise ValueError(text)
    return date.fromisoformat(text)


def _not_a_day():
    text = "since 请写成 2026-01-31 这样的日期。\n"
    return HttpResponse(text, status=400, content_type="text/plain; charset=utf-8")


def _tag(name, format_name, listed):
    parts = [name, format_name, repr(open_data.SETS[name]), *open_data.stamp_parts(listed)]
    return quote_etag(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40])


def _written(name, format_name, listed):
    """The table as a file; FileResponse closes it, and with that it is gone."""
    stream = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed when sent
    FORMATS[format_name].write(open_data.table_of(name, listed), stream)
    stream.seek(0)
    return FileResponse(
        stream,
        as_attachment=True,
        filename=f"{name}.{format_name}",
        content_type=FORMATS[format_name].content_type,
    )
