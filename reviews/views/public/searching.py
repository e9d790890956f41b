"""查找: powers and risk points with the same words, on one page."""

from registry.search import query_terms
from reviews.published import POINT_LABELS, words_found

from . import browsing
from .page import Kind, public_page, render_page
from .powers import card

MOST_SHOWN = 10  # of each; the lists show all


@public_page
def search(request):
    """The first powers and the first points that hold the words, with how many there are."""
    query = browsing.words_of(request)
    terms = query_terms(query)
    context = {"q": query, "terms": terms, "term_count": len(terms)}
    if terms:
        powers = browsing.found_in(browsing.rows_of(Kind.CATALOGUE), query)
        points = browsing.found_in(browsing.rows_of(Kind.DIRECTORY), query)
        context |= {
            "power_count": powers.count(),
            "power_cards": [card(row, terms) for row in _first(powers, query, "name")],
            "point_count": points.count(),
            "point_cards": [point_card(row, terms) for row in _first(points, query, "power")],
        }
    return render_page(request, "public/search.html", context)


def _first(rows, query, name):
    rows = browsing.named_first(rows, query, name)
    return rows.select_related("publication", "unit")[:MOST_SHOWN]


def point_card(row, terms):
    """A risk point in a list, with where the words stand when the card itself lacks them."""
    shown = ("power", "step", "risk", "level", "section")
    also = words_found(row.content, terms, beside=shown, labels=POINT_LABELS)
    return {"row": row, "content": row.content, "also": also}
