"""The rows of one declaration as a page shows them: narrowed, a page at a time; and what may be
added to them, as far as a page holds it.

A bureau declares more than a thousand powers: whoever writes what shall be goes from page to page
and comes back to where they were.
"""

from dataclasses import dataclass

from django import forms
from django.urls import reverse

from registry.paging.addresses import at_place, without_place
from registry.paging.keyset import PAGE, Key, query_page
from registry.search.words import mentioning

from . import declaring
from .models import DeclaredPower

ORDER = (Key("pk"),)
UNSAID = "unsaid"
OFFERED = 30  # powers to tick at once; more are found by a part of their name
ANY = ("", "全部")


class RowFilter(forms.Form):
    """A value that is not offered narrows nothing."""

    words = forms.CharField(label="职权名称", required=False, max_length=100)
    said = forms.ChoiceField(
        label="清理意见",
        choices=[ANY, (UNSAID, "还没有写"), *DeclaredPower.Disposition.choices],
        required=False,
    )
    found = forms.ChoiceField(
        label="来源",
        choices=[ANY, ("register", "在册职权"), ("new", "新列出的")],
        required=False,
    )

    def __init__(self, data, *, rows):
        super().__init__(data)
        self.rows = rows

    def narrowed(self):
        self.is_valid()
        asked = self.cleaned_data
        named = mentioning(("name", "power__in_force__name"), asked.get("words") or "")
        rows = self.rows.filter(named)
        if said := asked.get("said"):
            rows = rows.filter(disposition="" if said == UNSAID else said)
        if found := asked.get("found"):
            rows = rows.filter(power__isnull=found == "new")
        return rows


@dataclass(frozen=True)
class Shown:
    """`form` is None where all rows fit on one page."""

    form: RowFilter | None
    page: object
    query: str


def shown(declaration, asked):
    rows = declaration.rows.listed()
    if declaration.rows.count() <= PAGE:
        return Shown(None, query_page(rows, ORDER, asked), "")
    form = RowFilter(asked, rows=rows)
    return Shown(form, query_page(form.narrowed(), ORDER, asked), without_place(asked))


def place_of(declaration, row_id, asked):
    """The address at which the row is seen, under what the list was narrowed by."""
    address = reverse("declaration", args=[declaration.pk])
    kept = at_place(asked, address=address)
    if declaration.rows.count() > PAGE:
        kept = at_place(asked, address=address, **{"from": row_id})
    return f"{kept.removesuffix('?')}#row-{row_id}"


@dataclass(frozen=True)
class Offered:
    """Powers of the register to tick: `shown` of `count` that match `words`, of `total`."""

    words: str
    shown: list
    count: int
    total: int


def offered(declaration, words):
    powers = declaring.powers_to_add(declaration)
    total = powers.count()
    found = powers.filter(mentioning(("in_force__name",), words)) if words else powers
    count = found.count() if words else total
    return Offered(words, list(found[:OFFERED]), count, total)
