"""Atom: what changed in the published lists, for whoever wants to be told instead of looking."""

import hashlib

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.http import quote_etag

from reviews import public_news

from .page import known_by, on_disk, public_page

TYPE = "application/atom+xml; charset=utf-8"


@public_page
def changes_feed(request, code=""):
    """Of all units, or of one; the same bytes until something changes."""
    source = public_news.source_of(code)
    if code and not source.publications:
        raise Http404
    base = _base(request)
    tag = _tag(base, request.path, source)
    if answer := known_by(request, tag):
        return answer
    response = HttpResponse(_written(request.path, base, code, source), content_type=TYPE)
    response.headers["ETag"] = tag
    return response


def _base(request):
    """Where the site stands; on a disk nowhere, its links are made relative."""
    if on_disk(request):
        return ""
    return settings.PUBLIC_SITE.get("url", "").rstrip("/") or request.build_absolute_uri("/")[:-1]


def _tag(*parts):
    *said, source = parts
    lines = [*said, repr(settings.PUBLIC_SITE), *source.stamp]
    return quote_etag(hashlib.sha256("\n".join(lines).encode()).hexdigest()[:40])


def _written(path, base, code, source):
    items = public_news.news(source)
    whose = source.publications[0].unit.name if code else "各单位"
    page = reverse("public-unit", args=[code]) if code else reverse("public-powers")
    feed = Atom1Feed(
        title=f"{whose}公布的职权清单、风险点目录的变化",
        link=f"{base}{page}",
        description="新公布的、有了新版的、撤回的、更正的",
        language="zh-cn",
        feed_url=f"{base}{path}",
        feed_guid=public_news.identity_of(f"feed {code}"),
    )
    for item in items:
        feed.add_item(
            title=item.title,
            link=f"{base}{item.address}",
            description=format_html_join("", "<p>{}</p>", ((line,) for line in item.lines)),
            author_name=item.unit,
            pubdate=item.at,
            updateddate=item.at,
            unique_id=item.identity,
        )
    return feed.writeString("utf-8")
