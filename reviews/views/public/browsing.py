"""Rows of the publications that stand, narrowed and counted: what lists, search and browsing share.

A count beside a choice is the number of rows that the list has after choosing it.
"""

from dataclasses import dataclass

from django.db.models import Case, Count, Q, When
from django.db.models.fields.json import KT

from powers.models import PowerVersion
from registry.organisation.models import Unit
from registry.organisation.unit_choice import MOST, units_with
from registry.search import matching, query_terms, word_in
from reviews.models import PublicationRow

from .page import on_disk, standing

LONGEST_QUERY = 60
LONGEST_NAME = 120
Served = PowerVersion.Served
# Whoever looks for what is done for them: what it is called, and what rows may say of it.
SERVED = {
    each.value: (each.label, (each.label, Served.BOTH.label))
    for each in (Served.CITIZEN, Served.ORGANISATION)
}


@dataclass(frozen=True)
class Choice:
    """One way to narrow a list: the value in the address, what it is called, how many rows."""

    value: str
    label: str
    count: int


def words_of(request):
    return request.GET.get("q", "")[:LONGEST_QUERY]


def chosen_in(request, *names):
    """What the address narrows by; no database takes the character NUL."""
    return {name: request.GET.get(name, "")[:LONGEST_NAME].replace("\0", "") for name in names}


def rows_of(*kinds):
    """The rows of what stands today; nothing withdrawn, replaced or meant for the inside."""
    return PublicationRow.objects.filter(publication__in=standing(*kinds).order_by().values("pk"))


def found_in(rows, query):
    """Rows with every word of the query, a name by its initials too."""
    return matching(rows, "search", query, initials="initials")


def named_first(rows, query, field):
    """Rows with the words in the name before those that only mention them."""
    order = ("unit__path", "publication", "position")
    terms = query_terms(query)
    if not terms:
        return rows.order_by(*order)
    named = Q()
    for term in terms:
        named &= word_in(term, "written_name", initials="initials")
    rows = rows.annotate(written_name=KT(f"content__{field}"))
    return rows.annotate(later=Case(When(named, then=0), default=1)).order_by("later", *order)


def unit_choices(rows):
    """The units that have such rows."""
    return _counted(units_with(rows).order_by("path"), rows)


def few_units(request, rows):
    """The units that have such rows; None where they are more than a menu holds (`unit_choice`).
    On a disk nobody types a name, so that there all are few.
    """
    if on_disk(request):
        return unit_choices(rows)
    units = list(units_with(rows).order_by("path")[: MOST + 1])
    return None if len(units) > MOST else _counted(units, rows)


def _counted(units, rows):
    counts = dict(rows.order_by().values_list("unit").annotate(count=Count("pk")))
    return [Choice(each.code, each.name, counts[each.pk]) for each in units if each.pk in counts]


def named_units(request, rows, chosen):
    """(rows of the units whose name holds what was typed, what was typed). A unit that was chosen
    before another name was typed is left behind.
    """
    named = chosen_in(request, "unit_named")["unit_named"].strip()
    if not named:
        return rows, ""
    units = Unit.objects.filter(name__icontains=named).order_by()
    first = list(units.values_list("pk", flat=True)[: MOST + 1])
    # Few are known by now, and need not be looked for beside every row.
    rows = rows.filter(unit__in=first if len(first) <= MOST else units)
    if chosen["unit"] and not of_unit(rows, chosen["unit"]).exists():
        chosen["unit"] = ""
    return rows, named


def unit_menu(request, rows, chosen, named):
    """What pages offer of the units with such rows: all of few, of many the one that is chosen."""
    units = few_units(request, rows)
    many = units is None
    if many:
        units = unit_choices(of_unit(rows, chosen["unit"])) if chosen["unit"] else []
    return {"units": units, "asks_name": many or bool(named), "unit_named": named}


def field_choices(rows, field):
    """The values of one text field of the content, the most frequent first."""
    said = rows.order_by().annotate(said=KT(f"content__{field}")).values_list("said")
    counts = [Choice(value, value, count) for value, count in said.annotate(Count("pk")) if value]
    return sorted(counts, key=lambda choice: (-choice.count, choice.value))


def served_choices(rows):
    """Citizens and organisations; a power that serves both counts for each."""
    said = rows.order_by().annotate(said=KT("content__served")).values_list("said")
    counts = dict(said.annotate(Count("pk")))
    found = [
        Choice(code, label, sum(counts.get(each, 0) for each in shown))
        for code, (label, shown) in SERVED.items()
    ]
    return [choice for choice in found if choice.count]


def serving(rows, code):
    """The powers that serve them, alone or with others; another code narrows nothing."""
    return rows.filter(content__served__in=SERVED[code][1]) if code in SERVED else rows


def with_field(rows, field, value):
    return rows.filter(**{f"content__{field}": value}) if value else rows


def of_unit(rows, code):
    return rows.filter(unit__code=code) if code else rows


def undertaking_choices(rows):
    """Sections of the powers of one unit; a power that several undertake counts for each."""
    counts = {}
    for _, sections in _undertakings(rows):
        for name in sections:
            counts[name] = counts.get(name, 0) + 1
    choices = [Choice(name, name, count) for name, count in counts.items()]
    return sorted(choices, key=lambda choice: (-choice.count, choice.value))


def undertaken_by(rows, name):
    """The powers of one unit that the section undertakes, alone or with others."""
    if not name:
        return rows
    keys = [key for key, sections in _undertakings(rows) if name in sections]
    return rows.filter(pk__in=keys)


def _undertakings(rows):
    """(id, names of sections): read and compared here, as SQLite looks into no list of JSON."""
    for key, sections in rows.order_by().values_list("pk", "content__sections"):
        yield key, dict.fromkeys(sections or [])
