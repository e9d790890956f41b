"""首页, one unit, the statement."""

from django.db.models import Count
from django.http import Http404

from registry.organisation.models import Unit
from reviews import correcting
from reviews.models import Publication, PublicationRow

from .keeping import kept
from .page import Kind, public_page, render_page, standing
from .units import all_of, offered, published_tree

LATEST_SHOWN = 6
EARLIER_SHOWN = 20
CORRECTIONS_SHOWN = 3


@public_page
@kept
def home(request):
    """The units with what they published, a search box, and the latest publications."""
    tree = published_tree()
    nodes = all_of(tree)
    context = {
        "tree": tree,
        "publishing_count": sum(1 for node in nodes if node.powers or node.points),
        "power_count": sum(node.powers for node in nodes),
        "point_count": sum(node.points for node in nodes),
        "latest": standing(Kind.CATALOGUE, Kind.DIRECTORY)[:LATEST_SHOWN],
        "corrections": correcting.readable().order_by("-at", "-pk")[:CORRECTIONS_SHOWN],
        "running": standing(Kind.PUBLICITY).count(),
        **offered(request, tree),
    }
    return render_page(request, "public/home.html", context)


@public_page
def unit(request, code):
    """What one unit published: catalogue, directories, running publicity, earlier versions."""
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise Http404
    own = list(standing(*Kind).filter(unit=found))
    earlier = Publication.objects.public().filter(unit=found, superseded_by__isnull=False)
    below = published_tree(within=found)
    context = {
        "unit": found,
        "above": Unit.objects.above(found).first(),
        "catalogues": [each for each in own if each.kind == Kind.CATALOGUE],
        "directories": [each for each in own if each.kind == Kind.DIRECTORY],
        "running": [each for each in own if each.kind == Kind.PUBLICITY],
        "commitments": [each for each in own if each.kind == Kind.COMMITMENTS],
        "included_in": _included_in(found),
        "earlier": list(earlier.order_by("-at")[:EARLIER_SHOWN]),
        "below": below,
        **offered(request, below),
    }
    if not any(context[part] for part in ("earlier", "included_in", "below")) and not own:
        raise Http404
    return render_page(request, "public/unit.html", context)


def _included_in(unit):
    """Directories of superiors that show rows of this unit, each with the number of rows."""
    directories = standing(Kind.DIRECTORY).exclude(unit=unit)
    rows = PublicationRow.objects.filter(unit=unit, publication__in=directories).order_by()
    counts = dict(rows.values_list("publication").annotate(number=Count("pk")))
    found = list(directories.filter(pk__in=counts))
    for each in found:
        each.rows_of_unit = counts[each.pk]
    return found


@public_page
def statement(request):
    """Who runs the site, what it shows, what it keeps of visitors (nothing)."""
    return render_page(request, "public/statement.html", {})
