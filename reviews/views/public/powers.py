"""职权清单: every published catalogue to look through, and the page of one power."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.http import quote_etag

from powers.chart_files import CHART_FORMATS, written
from powers.lane_files import LANE_FORMATS, lanes_beside, volume_in_lanes
from powers.particulars.content import rows_of_public
from registry.search import query_terms
from registry.tables.formats import FORMATS
from registry.tables.table_file import table_file
from reviews import exporting, published_charts
from reviews.models import PublicationRow
from reviews.power_history import history_of
from reviews.published import words_found

from . import browsing
from .keeping import kept
from .page import (
    Kind,
    fetch_publication,
    known_by,
    on_disk,
    public_page,
    render_page,
    successor,
    unchanged,
)
from .versions import public_versions

PAGE_SIZE = 20


@dataclass(frozen=True)
class Drawn:
    """A way to draw a chart as a file: `of` makes the volume, None where it cannot be."""

    name: str
    title: str
    formats: dict
    of: Callable


DRAWN = {
    "chart": Drawn("chart", "流程图", CHART_FORMATS, lambda volume: volume),
    "lanes": Drawn("lanes", "泳道图", LANE_FORMATS, volume_in_lanes),
}
# Of the version no more than the public account may read (`public_role.COLUMNS`).
READ = ("publication", "unit", "position", "digest", "content", "power_version__power")
SHEETS_ON_DISK = ("xlsx", "docx")  # to work with and to print; a layout each for PDF takes hours


@public_page
@kept
def power_list(request):
    """Powers of the catalogues that stand, by words, unit, kind, person served and section."""
    query = browsing.words_of(request)
    chosen = browsing.chosen_in(request, "unit", "kind", "served", "section")
    found = browsing.found_in(browsing.rows_of(Kind.CATALOGUE), query)
    found, named = browsing.named_units(request, found, chosen)
    rows = _narrowed(found, chosen)
    rows = browsing.named_first(rows, query, "name").select_related("publication", "unit")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    terms = query_terms(query)
    context = {
        "q": query,
        "terms": terms,
        "page_obj": page,
        "cards": [card(row, terms) for row in page],
        "chosen": chosen,
        **_choices(request, found, chosen, named),
    }
    return render_page(request, "public/power_list.html", context)


def _narrowed(found, chosen, but=""):
    """By everything that was chosen `but` one thing; sections are those of a unit."""
    chosen = {**chosen, but: ""}
    rows = browsing.with_field(found, "kind", chosen["kind"])
    rows = browsing.of_unit(browsing.serving(rows, chosen["served"]), chosen["unit"])
    return browsing.undertaken_by(rows, chosen["section"] if chosen["unit"] else "")


def _choices(request, found, chosen, named):
    """Each counted with everything else that was chosen, so that it is the length of its list."""
    sections = []
    if chosen["unit"]:
        sections = browsing.undertaking_choices(_narrowed(found, chosen, "section"))
    of_any_unit = _narrowed(found, chosen, "unit")
    return {
        **browsing.unit_menu(request, of_any_unit, chosen, named),
        "kinds": browsing.field_choices(_narrowed(found, chosen, "kind"), "kind"),
        "served": browsing.served_choices(_narrowed(found, chosen, "served")),
        "sections": sections,
    }


def card(row, terms):
    """A row of a list; `also` says where the words stand when the card itself lacks them."""
    return {
        "row": row,
        "content": row.content,
        "also": words_found(row.content, terms, beside=("name", "kind", "sections")),
    }


@public_page
@kept
def power(request, number, position):
    """Every published field of one power, with number and digest of its publication."""
    publication = fetch_publication(number, Kind.CATALOGUE)
    current = successor(publication)
    notices = publication.corrections.filter(Q(position=position) | Q(position__isnull=True))
    notices = list(notices.select_related("publication"))
    marks = published_charts.PublishedMarks(publication)
    versions = public_versions(publication)
    told = [f"{each.number} {each.withdrawn_at}" for each in versions]
    tag, answer = unchanged(request, publication, current, notices, marks.source, told)
    if answer:
        return answer
    rows = PublicationRow.objects.filter(publication=publication)
    row = get_object_or_404(rows.select_related("power_version").only(*READ), position=position)
    figure = published_charts.figure_of_row(publication, row, marks)
    context = {
        "publication": publication,
        "row": row,
        "power": row.content,
        "particulars": rows_of_public(row.content),
        "figure": figure,
        "lanes": figure and lanes_beside(figure),
        "lane_formats": LANE_FORMATS,
        "chart_formats": CHART_FORMATS,
        "sheet_formats": _sheet_formats(request),
        "current": current,
        "current_row": _same_power(row, current),
        "corrections": notices,
        "neighbours": _neighbours(publication, row),
        "history": history_of(row, versions),
    }
    response = render_page(request, "public/power_detail.html", context)
    response.headers["ETag"] = tag
    return response


def _sheet_formats(request):
    names = SHEETS_ON_DISK if on_disk(request) else FORMATS
    return {name: FORMATS[name] for name in names}


@public_page
def power_chart(request, number, position, format_name):
    """The chart of a published power as a file, with the marks that are public today."""
    return _chart_file(request, number, position, DRAWN["chart"], format_name)


@public_page
def power_lanes(request, number, position, format_name):
    """The same chart by who handles its steps."""
    return _chart_file(request, number, position, DRAWN["lanes"], format_name)


def _chart_file(request, number, position, drawn, format_name):
    publication = fetch_publication(number, Kind.CATALOGUE)
    row = get_object_or_404(
        PublicationRow.objects.filter(publication=publication), position=position
    )
    if format_name not in drawn.formats or not row.content.get("steps"):
        raise Http404
    marks = published_charts.PublishedMarks(publication)
    told = marks.directory.digest if marks.directory else ""
    said = f"{row.digest}-{publication.digest[:16]}-{told[:16]}"  # the sheet says all three
    tag = quote_etag(f"{said}-{drawn.name}-{format_name}")
    if answer := known_by(request, tag):
        return answer
    volume = drawn.of(published_charts.volume_of(publication, [row], marks))
    if volume is None:
        raise Http404
    response = FileResponse(
        BytesIO(written(volume, format_name)),
        as_attachment=True,
        filename=f"{row.content['name']}{drawn.title}-{publication.number}.{format_name}",
        content_type=drawn.formats[format_name].content_type,
    )
    response.headers["ETag"] = tag
    return response


@public_page
def power_sheet(request, number, position, format_name):
    """Everything published of one power as a file (事项表)."""
    publication = fetch_publication(number, Kind.CATALOGUE)
    row = get_object_or_404(
        PublicationRow.objects.filter(publication=publication), position=position
    )
    if format_name not in FORMATS:
        raise Http404
    tag = quote_etag(f"{row.digest}-sheet-{format_name}")
    if answer := known_by(request, tag):
        return answer
    table = exporting.item_sheet(publication, row)
    name = f"{table.title}-{publication.number}.{FORMATS[format_name].extension}"
    response = table_file(table, format_name, name)
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
