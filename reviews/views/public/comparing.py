"""The published powers of two units side by side, by their names."""

from powers.alike import side_by_side

from . import browsing
from .page import Kind, public_page, render_page

MOST_ROWS = 3000  # of one unit; more than that nobody compares by eye


@public_page
def compare(request):
    """`?one=` and `?other=` are codes of units; without two of them the page asks for them."""
    rows = browsing.rows_of(Kind.CATALOGUE)
    chosen = browsing.chosen_in(request, "one", "other")
    choices = browsing.unit_choices(rows)
    offered = {choice.value: choice for choice in choices}
    one, other = (offered.get(chosen[name]) for name in ("one", "other"))
    context = {"units": choices, "chosen": chosen, "one": one, "other": other}
    if one and other and one != other:
        context["found"] = _found(rows, one, other)
    return render_page(request, "public/compare.html", context)


def _found(rows, one, other):
    here, there = (_rows(rows, choice.value) for choice in (one, other))
    paired = side_by_side(*(tuple(row.content["name"] for row in each) for each in (here, there)))
    return {
        "same": [(here[place], there[at]) for place, at in paired.same],
        "alike": [(here[place], there[at]) for place, at in paired.alike],
        "only_here": [here[place] for place in paired.only_here],
        "only_there": [there[place] for place in paired.only_there],
    }


def _rows(rows, code):
    found = browsing.of_unit(rows, code).select_related("publication")
    return list(found.order_by("publication", "position")[:MOST_ROWS])
