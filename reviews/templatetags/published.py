"""Tags for the pages that show publications."""

from django import template

from registry.tables.formats import FORMATS
from reviews import published
from reviews.views.public.downloads import offered

register = template.Library()
ICONS = {"xlsx": "file-earmark-spreadsheet", "pdf": "file-earmark-pdf", "docx": "file-earmark-word"}


@register.filter
def marked(text, terms):
    """The words of the search in <mark>."""
    return published.marked(text, terms or [])


@register.filter
def title_of(table, key):
    """The title of a column of the table; blank where it has none."""
    return next((column.title for column in table.columns if column.key == key), "")


@register.inclusion_tag("public/_downloads.html")
def public_downloads(publication, label="下载"):
    """Links to the files of a publication on the public site."""
    formats = [
        {"name": name, "label": found.label, "icon": ICONS.get(name, "file-earmark-code")}
        for name, found in FORMATS.items()
        if name in offered(publication)
    ]
    return {"publication": publication, "formats": formats, "label": label}
