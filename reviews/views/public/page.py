"""What every page of the public site shares: no sign-in, no session, ETag, what is gone is gone."""

import hashlib
from functools import cache, wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from reviews.models import Publication

Kind = Publication.Kind
NAVIGATION = (
    ("首页", "public-home"),
    ("职权清单", "public-powers"),
    ("风险点目录", "public-directories"),
    ("公示", "public-publicity"),
    ("核对真伪", "check"),
    ("网站声明", "public-statement"),
)
# Where society is asked something; a site that stands alone has no forms.
ASKING = ("问卷调查", "public-questionnaires")


class Gone(Exception):
    """Once public, now withdrawn or past its last day: 410 with number, date and ground."""

    def __init__(self, publication):
        super().__init__(publication.number)
        self.publication = publication


def public_page(view):
    """A view anybody may read: GET and HEAD only, answered 304 while nothing changed."""

    @login_not_required
    @require_safe
    @wraps(view)
    def page(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except Gone as gone:
            response = _gone(request, gone.publication)
        response.headers.setdefault("Cache-Control", "no-cache")
        if response.streaming or response.status_code != 200:
            return response
        if not response.has_header("ETag"):
            set_response_etag(response)
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return page


def _gone(request, publication):
    return render_page(request, "public/gone.html", {"publication": publication}, status=410)


def render_page(request, template, context, status=200):
    """A page with the navigation of the public site and the words that were searched for."""
    navigation = [
        {"label": label, "url": reverse(name), "active": _is_under(request.path, reverse(name))}
        for label, name in _places()
    ]
    context = {"public_navigation": navigation, "on_disk": on_disk(request), **context}
    return render(request, template, context, status=status)


def _places():
    """The places of the site, with what is asked beside what is shown to be discussed."""
    try:
        reverse(ASKING[1])
    except NoReverseMatch:
        return NAVIGATION
    at = NAVIGATION.index(("公示", "public-publicity")) + 1
    return (*NAVIGATION[:at], ASKING, *NAVIGATION[at:])


def on_disk(request):
    """What a page knows of the disk it is written to (`reviews.disk_site`); None on a server."""
    return getattr(request, "on_disk", None)


def stands_alone(request):
    """Whether nobody could write a large file later: a site for the public alone, or on a disk."""
    return settings.PUBLIC_ONLY or on_disk(request) is not None


def _is_under(path, place):
    """Whether a page belongs to a place of the navigation; everything lies under the home page."""
    return path == place if place == "/" else path.startswith(place)


def fetch_publication(number, *kinds):
    """A public edition by its number; 404 for what never was public, Gone for what no longer is."""
    editions = Publication.objects.filter(edition=Publication.Edition.PUBLIC, kind__in=kinds)
    found = editions.select_related("unit", "superseded_by").filter(number=number)
    publication = found.first()
    if publication is None:
        raise Http404
    if publication.withdrawn_at or has_ended(publication):
        raise Gone(publication)
    return publication


def has_ended(publication):
    """A publicity is over when it was closed, and from the day after its last."""
    if publication.kind != Kind.PUBLICITY:
        return False
    return bool(publication.closed_at) or publication.ends_on < timezone.localdate()


def standing(*kinds):
    """What is published today: neither withdrawn nor replaced nor, as a publicity, over."""
    found = Publication.objects.public().standing().filter(kind__in=kinds)
    if Kind.PUBLICITY in kinds:
        found = found.exclude(closed_at__isnull=False).exclude(ends_on__lt=timezone.localdate())
    return found.select_related("unit")


def successor(publication):
    """The publication that stands in its place today; None while this one stands itself."""
    same = standing(publication.kind).filter(
        unit=publication.unit_id, covers=publication.covers, at__gt=publication.at
    )
    if publication.kind == Kind.PUBLICITY:
        return None
    return same.first()


def unchanged(request, publication, *further):
    """(tag, answer): the tag of a page of this publication; the answer is 304 if it is known.

    The page hangs on nothing but the publication, what replaced it, the address and our templates.
    """
    parts = [
        publication.digest,
        publication.unit.name,
        str(hasattr(publication, "superseded_by")),
        request.get_full_path(),
        site_stamp(),
        repr(getattr(settings, "PUBLIC_SITE", "")),
        *map(str, further),
    ]
    tag = quote_etag(hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40])
    return tag, known_by(request, tag)


def known_by(request, tag):
    """304 when the reader has what the tag stands for, else None."""
    answer = get_conditional_response(request, etag=tag)
    if answer:
        answer.headers["ETag"] = tag
    return answer


@cache
def site_stamp():
    """Changes with a release: new templates or styles must not hide behind an old tag."""
    root = settings.BASE_DIR
    files = [root / "pyproject.toml", root / "package-lock.json", *root.glob("static/css/*.css")]
    for pattern in (
        "*.html",
        "public/*.html",
        "reviews/*.html",
        "components/*.html",
        "tables/*.html",
    ):
        files += root.glob(f"templates/{pattern}")
    stamp = hashlib.sha256()
    for file in sorted(files):
        stamp.update(file.read_bytes())
    return stamp.hexdigest()
