"""The address of a list without its place, and with another."""

from django.http import QueryDict

from .keyset import NAMES


def without_place(asked):
    """What a list is narrowed by and how it is shown, as `a=1&b=2`; not which of its pages."""
    return _narrowed(asked).urlencode()


def at_place(asked, *, address="", **place):
    """The same list at another place of it (`after=…`); without one its first page."""
    kept = _narrowed(asked)
    kept.update(place)
    return f"{address}?{kept.urlencode()}"


def _narrowed(asked):
    """Without a place, and without what was left empty."""
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        said = [value for value in values if value]
        if said and name not in NAMES:
            kept.setlist(name, said)
    return kept
