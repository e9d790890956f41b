"""What the page of a catalogue draft says about all its rows together."""

from collections import Counter

from django import template
from django.urls import reverse

from powers.bulk.changing import last_change
from powers.catalogue import left_out
from powers.first_check.findings import of_whole
from powers.first_check.rules import ERROR, HINT
from powers.resting.lapsed import lapsed_in
from powers.row_list import page_of_rows
from registry.papers.register import Change

register = template.Library()


@register.simple_tag
def came_since(rows, paper):
    """What came into force after the draft was begun: rows behind it, and powers not in it."""
    behind = [row for row in rows if row.details["overtaken"] and row.change == Change.UNCHANGED]
    missing = left_out(paper, [row.line for row in rows])
    return {"behind": behind, "missing": [power.in_force.name for power in missing]}


@register.simple_tag(takes_context=True)
def shown_rows(context, rows, revision):
    """The page of the rows that is asked for, the form that narrows them, and their address: that
    of the paper where the page itself answers a post."""
    request = context["request"]
    form, page = page_of_rows(rows, request.GET)
    own = "paper-edit" if revision.is_open else "paper-detail"
    posted = request.method == "POST"
    address = reverse(own, args=[revision.paper_id]) if posted else request.path
    return {"form": form, "page": page, "address": address}


@register.simple_tag
def lapsed_bases(rows, revision):
    """Bases that were repealed since the catalogue was handed in."""
    return lapsed_in(rows, revision)


@register.simple_tag
def undoable(revision):
    """The last change of many rows, while it can be undone."""
    return last_change(revision)


@register.simple_tag
def changes_in(rows, paper, editable):
    """What the rows of a paper change, how many of them say on what ground, and what stays.

    Of an amendment readers see the rows it changes (`shown`): it is a small paper (ADR 0044).
    """
    changed = [row for row in rows if row.change != Change.UNCHANGED]
    counted = Counter(row.change for row in changed)
    small = changed and not (paper.whole or editable)
    return {
        "shown": changed if small else rows,
        "is_small": small,
        "changed": changed,
        "counts": [(each.label, counted[each]) for each in Change if counted[each]],
        "unstated": sum(row.details["cause"] is None for row in changed),
        "same": [row for row in rows if row.change == Change.UNCHANGED],
    }


@register.simple_tag
def first_check(rows, revision):
    """How much the first check found in all rows, and what it says of the whole."""
    found = [finding for row in rows for finding in row.details["findings"]]
    whole = of_whole(revision, [row.line for row in rows])
    return {
        "errors": sum(one.severity == ERROR for one in found),
        "open": sum(one.wants_answer for one in found),
        "answered": sum(bool(one.answer) for one in [*found, *whole]),
        "hints": sum(one.severity == HINT and not one.answer for one in [*found, *whole]),
        "whole": whole,
        "found_nothing": not found and not whole,
    }
