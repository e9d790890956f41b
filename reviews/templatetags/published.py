"""Tags for the pages that show publications."""

from django import template

from registry.tables import codes
from registry.tables.formats import FORMATS
from reviews import published
from reviews.checking import check_address
from reviews.views.public.downloads import offered

register = template.Library()
ICONS = {"xlsx": "file-earmark-spreadsheet", "pdf": "file-earmark-pdf", "docx": "file-earmark-word"}


@register.filter
def marked(text, terms):
    """The words of the search in <mark>."""
    return published.marked(text, terms or [])


@register.filter
def marked_name(text, terms):
    """A name with the words of the search in <mark>, also where its initials were typed."""
    return published.marked_name(text, terms or [])


@register.filter
def title_of(table, key):
    """The title of a column of the table; blank where it has none."""
    return next((column.title for column in table.columns if column.key == key), "")


@register.simple_tag
def check_code(publication):
    """The QR code of the address at which a page is checked; blank where the site has none."""
    return codes.svg_of(check_address(publication.number))


@register.inclusion_tag("public/_downloads.html", takes_context=True)
def public_downloads(context, publication, label="下载"):
    """Links to the files of a publication on the public site."""
    formats = [
        {"name": name, "label": found.label, "icon": ICONS.get(name, "file-earmark-code")}
        for name, found in FORMATS.items()
        if name in offered(context["request"], publication)
    ]
    return {"publication": publication, "formats": formats, "label": label}


@register.inclusion_tag("public/_choices.html", takes_context=True)
def choices(context, name, title, offered_choices):
    """Links that narrow the list by one thing, each with its count; the chosen one widens it."""
    if context["on_disk"] and any(context["chosen"].values()):
        return {"links": []}  # on a disk a list is narrowed by one thing
    query, chosen = context["request"].GET, context["chosen"][name]
    links = [
        {
            "label": choice.label,
            "count": choice.count,
            "is_chosen": choice.value == chosen,
            "url": _narrowed(query, name, "" if choice.value == chosen else choice.value),
        }
        for choice in offered_choices
    ]
    return {"links": links, "name": name, "title": title}


def _narrowed(query, name, value):
    """The same list with one condition changed, from its first page; another unit has other
    sections."""
    query = query.copy()
    for key in {"page", name} | ({"section"} if name == "unit" else set()):
        query.pop(key, None)
    if value:
        query[name] = value
    return f"?{query.urlencode()}"
