"""The published powers of two units side by side, by their names."""

from django.db.models import Q

from powers.alike import side_by_side
from registry.organisation.models import Unit

from . import browsing
from .page import Kind, on_disk, public_page, render_page

MOST_ROWS = 3000  # of one unit; more than that nobody compares by eye
MOST_BESIDE = 10  # on a disk: units that follow one in the list, under the same superior


@public_page
def compare(request):
    """`?one=` and `?other=` are codes of units, or names where they are many; without two of them
    the page asks for them.

    On a disk, where nobody answers, the pairs of `pairs_on_disk` are offered as links.
    """
    rows = browsing.rows_of(Kind.CATALOGUE)
    chosen = browsing.chosen_in(request, "one", "other")
    choices = browsing.few_units(request, _of_pair(request, rows, chosen))
    if by_name := choices is None:
        choices = browsing.unit_choices(_meant(rows, chosen))
    one, other = (_said(chosen[name], choices) for name in ("one", "other"))
    context = {"units": choices, "by_name": by_name, "chosen": chosen, "one": one, "other": other}
    if one and other and one != other:
        context["found"] = _found(rows, one, other)
    elif one and on_disk(request):
        context["pairs"] = [pair for pair in pairs_on_disk(choices) if one in pair]
    return render_page(request, "public/compare.html", context)


def _meant(rows, chosen):
    """Those of the units that the words may mean: nothing before they say something."""
    meant = Q(pk__in=[])
    for text in filter(None, map(str.strip, chosen.values())):
        meant |= Q(unit__code=text) | Q(unit__name__contains=text)
    return rows.filter(meant)


def _said(text, choices):
    """The unit of this code or name, or the only one with these words in its name; else None."""
    text = text.strip()
    exact = [each for each in choices if text in (each.value, each.label)]
    found = exact or [each for each in choices if text and text in each.label]
    return found[0] if len(found) == 1 else None


def _of_pair(request, rows, chosen):
    """Of a pair on a disk, of which there are many, only the two."""
    if on_disk(request) and all(chosen.values()):
        return rows.filter(unit__code__in=chosen.values())
    return rows


def pairs_on_disk(choices):
    """(one, other) in the order of the list: units under one superior, whose lists are alike.

    Each with at most MOST_BESIDE that follow it, so that files grow with the units and not with
    their square.
    """
    superiors, beside = dict(Unit.objects.values_list("code", "parent")), {}
    for choice in choices:
        beside.setdefault(superiors[choice.value], []).append(choice)
    return [
        (one, other)
        for units in beside.values()
        for place, one in enumerate(units, start=1)
        for other in units[place : place + MOST_BESIDE]
    ]


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
