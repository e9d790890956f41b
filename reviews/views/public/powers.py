"""职权清单: search over every published catalogue, and the page of one power."""

from io import BytesIO

from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, When
from django.db.models.fields.json import KT
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.http import quote_etag

from powers.chart_files import CHART_FORMATS, written
from powers.models import PowerVersion
from registry.organisation.models import Unit
from registry.search import matching, query_terms
from reviews import published_charts
from reviews.models import PublicationRow
from reviews.published import words_found

from .page import (
    Kind,
    fetch_publication,
    known_by,
    public_page,
    render_page,
    standing,
    successor,
    unchanged,
)

PAGE_SIZE = 20
MOST_DIRECTORIES = 3
KINDS = [label for _, label in PowerVersion.Kind.choices]


@public_page
def power_list(request):
    """Powers of the catalogues that stand, by words, unit and kind."""
    catalogues = standing(Kind.CATALOGUE).order_by()
    query = request.GET.get("q", "")[:60]
    units = list(Unit.objects.filter(pk__in=catalogues.values("unit")).order_by("path"))
    chosen = {
        "unit": _one_of(request.GET.get("unit"), [unit.code for unit in units]),
        "kind": _one_of(request.GET.get("kind"), KINDS),
    }
    rows = PublicationRow.objects.filter(publication__in=catalogues.values("pk"))
    rows = _narrowed(matching(rows, "search", query), chosen)
    terms = query_terms(query)
    rows = _named_first(rows, terms).select_related("publication", "unit")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "q": query,
        "terms": terms,
        "page_obj": page,
        "cards": [_card(row, terms) for row in page],
        "units": units,
        "kinds": KINDS,
        "chosen": chosen,
        "directory_hits": _directory_hits(query, chosen) if terms else [],
    }
    return render_page(request, "public/power_list.html", context)


def _named_first(rows, terms):
    """Powers with the words in their name before those that only mention them."""
    order = ("unit__path", "publication", "position")
    if not terms:
        return rows.order_by(*order)
    named = Q()
    for term in terms:
        named &= Q(written_name__icontains=term)
    rows = rows.annotate(written_name=KT("content__name"))
    return rows.annotate(later=Case(When(named, then=0), default=1)).order_by("later", *order)


def _one_of(asked, offered):
    """What was asked for, if it is on offer: nothing else reaches the database."""
    return asked if asked in offered else ""


def _narrowed(rows, chosen):
    if chosen["unit"]:
        rows = rows.filter(unit__code=chosen["unit"])
    if chosen["kind"]:
        rows = rows.filter(content__kind=chosen["kind"])
    return rows


def _card(row, terms):
    """A row of the list; `also` says where the words stand when the card itself lacks them."""
    return {
        "row": row,
        "content": row.content,
        "also": words_found(row.content, terms, beside=("name", "kind", "sections")),
    }


def _directory_hits(query, chosen):
    """Published directories whose risk points hold the same words, with how many."""
    directories = standing(Kind.DIRECTORY).order_by().values("pk")
    rows = PublicationRow.objects.filter(publication__in=directories)
    if chosen["unit"]:
        rows = rows.filter(unit__code=chosen["unit"])
    hits = matching(rows, "search", query).values("publication__number", "publication__title")
    hits = hits.annotate(number=Count("pk")).order_by("-number", "publication__number")
    return list(hits[:MOST_DIRECTORIES])


@public_page
def power(request, number, position):
    """Every published field of one power, with number and digest of its publication."""
    publication = fetch_publication(number, Kind.CATALOGUE)
    current = successor(publication)
    tag, answer = unchanged(request, publication, current)
    if answer:
        return answer
    row = get_object_or_404(
        PublicationRow.objects.filter(publication=publication), position=position
    )
    context = {
        "publication": publication,
        "row": row,
        "power": row.content,
        "figure": published_charts.figure_of_row(publication, row),
        "chart_formats": CHART_FORMATS,
        "current": current,
        "current_row": _same_power(row, current),
        "neighbours": _neighbours(publication, row),
    }
    response = render_page(request, "public/power_detail.html", context)
    response.headers["ETag"] = tag
    return response


@public_page
def power_chart(request, number, position, format_name):
    """The chart of a published power as a file, as it was published."""
    publication = fetch_publication(number, Kind.CATALOGUE)
    row = get_object_or_404(
        PublicationRow.objects.filter(publication=publication), position=position
    )
    if format_name not in CHART_FORMATS or not row.content.get("steps"):
        raise Http404
    tag = quote_etag(f"{row.digest}-chart-{format_name}")
    if answer := known_by(request, tag):
        return answer
    chosen = CHART_FORMATS[format_name]
    volume = published_charts.volume_of(publication, [row])
    response = FileResponse(
        BytesIO(written(volume, format_name)),
        as_attachment=True,
        filename=f"{row.content['name']}流程图-{publication.number}.{format_name}",
        content_type=chosen.content_type,
    )
    response.headers["ETag"] = tag
    return response


def _same_power(row, current):
    """The row of the power in the catalogue that stands now, by version or else by name."""
    if current is None:
        return None
    rows = list(
        PublicationRow.objects.filter(publication=current, content__name=row.content["name"])
    )
    same = [each for each in rows if each.power_version_id == row.power_version_id]
    return next(iter([*same, *rows]), None)


def _neighbours(publication, row):
    """The rows before and after, for reading a catalogue page by page."""
    near = PublicationRow.objects.filter(
        publication=publication, position__in=(row.position - 1, row.position + 1)
    )
    found = {each.position: each for each in near}
    return {"before": found.get(row.position - 1), "after": found.get(row.position + 1)}
