"""The units that have published something, as a tree, with the number of powers and points."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.urls import reverse

from registry.organisation.models import Unit
from registry.organisation.unit_choice import MOST
from reviews.models import Publication, PublicationRow

from .browsing import chosen_in
from .page import Kind, on_disk, standing


@dataclass
class Node:
    """A unit with what it published; `below` are the units directly under it that are shown."""

    code: str
    name: str
    powers: int = 0
    points: int = 0
    below: list["Node"] = field(default_factory=list)

    @property
    def url(self):
        return reverse("public-unit", args=[self.code])

    def all_below(self):
        """Every unit under this one, from top to bottom."""
        return [found for node in self.below for found in (node, *node.all_below())]


def published_tree(within=None):
    """The topmost units (of those under `within`) with something published in or under them.

    Three queries whatever the number of units; none reads what other units published.
    """
    units = Unit.objects.order_by("path").only("code", "name", "path")
    publications = standing(Kind.CATALOGUE, Kind.DIRECTORY)
    if within is not None:
        units = units.filter(path__startswith=within.path).exclude(pk=within.pk)
        if not units.exists():
            return []
        publications = publications.filter(unit__in=units.order_by())
    publications = list(publications.order_by().values_list("unit", "kind", "row_count"))
    numbers = {"powers": _powers(publications), "points": _points(units if within else None)}
    shown = set().union(*numbers.values()) | {unit for unit, _, _ in publications}
    return _nested(list(units), shown, numbers)


def all_of(tree):
    """Every unit of the tree, from top to bottom."""
    return [found for root in tree for found in (root, *root.all_below())]


def offered(request, tree):
    """What a page shows of these units: all of few, as the tree they are in. Of many a part of the
    name is typed and those with it are shown, before that the topmost, if they are few; on a disk,
    where nobody types, all.
    """
    nodes = all_of(tree)
    if len(nodes) <= MOST or on_disk(request):
        return {"asks_name": False}
    named = chosen_in(request, "unit_named")["unit_named"].strip()
    topmost = tree if len(tree) <= MOST else []
    found = [node for node in nodes if named.casefold() in node.name.casefold()]
    return {
        "asks_name": True,
        "unit_named": named,
        "named_count": len(found),
        "named_units": found[:MOST] if named else topmost,
    }


def _powers(publications):
    return {unit: number for unit, kind, number in publications if kind == Kind.CATALOGUE}


def points_by_unit():
    """Unit id → points shown of it: in its own directory or in that of a superior."""
    return _points(None)


def _points(units):
    rows = PublicationRow.objects.filter(
        publication__in=Publication.objects.public().standing().filter(kind=Kind.DIRECTORY)
    )
    if units is not None:
        rows = rows.filter(unit__in=units.order_by())
    counted = rows.order_by().values_list("unit", "publication").annotate(number=Count("pk"))
    points = {}
    for unit_id, _, number in counted:
        points[unit_id] = max(number, points.get(unit_id, 0))
    return points


def _nested(units, shown, numbers):
    """Nodes below each other by path; units without anything in or under them are left out."""
    wanted = {path for unit in units if unit.pk in shown for path in _upwards(unit.path)}
    roots, nodes = [], {}
    for unit in units:
        if unit.path not in wanted:
            continue
        counts = {name: found.get(unit.pk, 0) for name, found in numbers.items()}
        node = nodes[unit.path] = Node(unit.code, unit.name, **counts)
        above = nodes.get(_above(unit.path))
        (above.below if above else roots).append(node)
    return roots


def _upwards(path):
    """The path itself and those of all units above: /A/B/ and /A/."""
    while path not in ("", "/"):
        yield path
        path = _above(path)


def _above(path):
    return path.rstrip("/").rpartition("/")[0] + "/"
