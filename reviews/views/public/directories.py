"""Published directories, catalogues and running publicity, as tables with their levels."""

from django.core.paginator import Paginator
from django.db.models.fields.json import KT
from django.utils import timezone

from registry.organisation.models import Unit
from registry.search import query_terms
from reviews.exporting import on_screen
from reviews.models import PublicationRow
from reviews.publicity import course_of, with_days_left

from . import browsing
from .keeping import kept
from .page import (
    Kind,
    fetch_publication,
    public_page,
    render_page,
    standing,
    successor,
    unchanged,
)
from .searching import point_card
from .versions import public_versions

PAGE_SIZE = 30


@public_page
@kept
def directory_list(request):
    """Every directory that stands, by unit, and what they can be looked through by."""
    query = browsing.words_of(request)
    chosen = browsing.chosen_in(request, "unit", "level", "section")
    found = browsing.found_in(browsing.rows_of(Kind.DIRECTORY), query)
    found, named = browsing.named_units(request, found, chosen)
    context = {"q": query, "terms": query_terms(query), "chosen": chosen}
    context |= _choices(request, found, chosen, named)
    if query or named or any(chosen.values()):
        rows = browsing.of_unit(found, chosen["unit"])
        rows = browsing.with_field(rows, "level", chosen["level"])
        rows = browsing.named_first(_of_section(rows, chosen), query, "power")
        page = Paginator(rows.select_related("publication", "unit"), PAGE_SIZE)
        page = page.get_page(request.GET.get("page"))
        context["cards"] = [point_card(row, context["terms"]) for row in page]
    else:
        directories = standing(Kind.DIRECTORY).order_by("unit__path", "covers")
        page = Paginator(directories, PAGE_SIZE).get_page(request.GET.get("page"))
    return render_page(request, "public/directory_list.html", {**context, "page_obj": page})


def _of_section(rows, chosen):
    """Names of sections mean something within a unit only."""
    return browsing.with_field(rows, "section", chosen["section"] if chosen["unit"] else "")


def _choices(request, found, chosen, named):
    """Each counted with everything else that was chosen, so that it is the length of its list."""
    of_level = browsing.with_field(found, "level", chosen["level"])
    of_unit = browsing.of_unit(found, chosen["unit"])
    sections = []
    if chosen["unit"]:
        sections = browsing.field_choices(browsing.of_unit(of_level, chosen["unit"]), "section")
    return {
        **browsing.unit_menu(request, of_level, chosen, named),
        "levels": browsing.field_choices(_of_section(of_unit, chosen), "level"),
        "sections": sections,
    }


@public_page
@kept
def directory(request, number):
    """《廉政风险点和风险等级目录》 no. N, by words, unit and level."""
    return _table_page(request, number, Kind.DIRECTORY, "public/directory_detail.html")


@public_page
@kept
def catalogue(request, number):
    """The power catalogue no. N; every row leads to the page of its power."""
    return _table_page(request, number, Kind.CATALOGUE, "public/catalogue_detail.html")


@public_page
@kept
def commitments(request, number):
    """What the people of a unit commit themselves to, as published no. N."""
    return _table_page(request, number, Kind.COMMITMENTS, "public/commitments_detail.html")


@public_page
def publicity_list(request):
    """Publicity for society that runs today."""
    found = standing(Kind.PUBLICITY).order_by("ends_on", "unit__path", "pk")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "running": with_days_left(page, timezone.localdate())}
    return render_page(request, "public/publicity_list.html", context)


@public_page
def publicity(request, number):
    """One running publicity: what it shows and until when opinions are heard."""
    return _table_page(request, number, Kind.PUBLICITY, "public/publicity_detail.html")


def _table_page(request, number, kind, template):
    publication = fetch_publication(number, kind)
    current = successor(publication)
    is_publicity = kind == Kind.PUBLICITY
    days = course_of(publication, timezone.localdate()) if is_publicity else {}
    row = [] if is_publicity else public_versions(publication)
    notices = list(publication.corrections.select_related("publication"))
    standing_of = [each.withdrawn_at for each in row]
    changing = (current, standing_of, notices, *days.values())
    tag, answer = unchanged(request, publication, *changing)
    if answer:
        return answer
    rows = PublicationRow.objects.filter(publication=publication).order_by("position")
    query = browsing.words_of(request)
    chosen = browsing.chosen_in(request, "unit", "level")
    options = _options(rows, publication)
    found = _narrowed(browsing.found_in(rows, query), chosen, options)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "publication": publication,
        "current": current,
        "versions": row,
        "corrections": notices,
        "page_obj": page,
        **on_screen(publication, [row.content for row in page]),
        "terms": query_terms(query),
        "words": query,
        "chosen": chosen,
        **options,
        **days,
    }
    response = render_page(request, template, context)
    response.headers["ETag"] = tag
    return response


def _options(rows, publication):
    """What a directory can be narrowed by: its units where it covers several, and its levels."""
    if publication.kind == Kind.CATALOGUE:
        return {"units": [], "levels": []}
    levels = rows.order_by().values_list(KT("content__level"), KT("content__level_rank"))
    ranked = sorted(levels.distinct(), key=lambda pair: -int(pair[1] or 0))
    units = Unit.objects.filter(pk__in=rows.order_by().values("unit")).order_by("path")
    return {"units": list(units), "levels": [label for label, _ in ranked if label]}


def _narrowed(rows, chosen, options):
    if chosen["unit"] in [unit.code for unit in options["units"]]:
        rows = rows.filter(unit__code=chosen["unit"])
    if chosen["level"] in options["levels"]:
        rows = rows.filter(content__level=chosen["level"])
    return rows
