"""网站地图 for readers, sitemap.xml and robots.txt for search engines."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from reviews.models import PublicationRow

from . import browsing
from .keeping import kept
from .page import NAVIGATION, Kind, public_page, render_page, standing
from .units import all_of, published_tree

MOST_ADDRESSES = 50_000  # what the protocol allows in one file
SHOWN = ("kind", "number", "title", "at", "row_count", "ends_on")  # of a publication on the map
FURTHER = (("查找", "public-search"), ("开放数据", "public-data-about"))


@public_page
@kept
def site_map(request):
    """Every place of the site, and every unit with what it published."""
    places = [{"label": label, "url": reverse(name)} for label, name in (*NAVIGATION, *FURTHER)]
    places += _by_person_served()
    by_unit = {}
    for each in standing(*Kind).only(*SHOWN, "unit__code").order_by("kind", "-at"):
        by_unit.setdefault(each.unit.code, []).append(each)
    nodes = all_of(published_tree())
    units = [{"node": node, "publications": by_unit.get(node.code, [])} for node in nodes]
    return render_page(request, "public/map.html", {"places": places, "units": units})


def _by_person_served():
    url = reverse("public-powers")
    choices = browsing.served_choices(browsing.rows_of(Kind.CATALOGUE))
    return [
        {"label": f"面向{choice.label}的职权", "url": f"{url}?served={choice.value}"}
        for choice in choices
    ]


@public_page
@kept
def sitemap(request):
    """The addresses of what stands, each with the day since when it stands so."""
    context = {
        "entries": list(_entries())[:MOST_ADDRESSES],
        "site": request.build_absolute_uri("/")[:-1],
    }
    return render(request, "public/sitemap.xml", context, content_type="application/xml")


def _entries():
    publications = standing(*Kind).select_related(None).only("number", "kind", "at")
    days = [timezone.localdate(each.at) for each in publications]
    for _, name in (*NAVIGATION, *FURTHER, ("网站地图", "public-map")):
        yield {"url": reverse(name), "day": max(days, default=None)}
    for node in all_of(published_tree()):
        yield {"url": node.url, "day": None}
    for each, day in zip(publications, days, strict=True):
        yield {"url": reverse(each.public_page, args=[each.number]), "day": day}
    yield from _powers()


def _powers():
    catalogues = standing(Kind.CATALOGUE).order_by().values("pk")
    rows = PublicationRow.objects.filter(publication__in=catalogues).order_by("pk")
    rows = rows.values_list("publication__number", "position", "publication__at")
    for number, position, at in rows[:MOST_ADDRESSES]:
        url = reverse("public-power", args=[number, position])
        yield {"url": url, "day": timezone.localdate(at)}


@public_page
def robots(request):
    """Publications may be found by anybody; lists that were narrowed lead to nothing new."""
    lines = [
        "User-agent: *",
        "Allow: /$",
        "Allow: /public/",
        "Allow: /check/$",
        "Allow: /static/",
        "Allow: /*?page=",
        "Disallow: /*?",
        "Disallow: /",
        f"Sitemap: {request.build_absolute_uri(reverse('public-sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
