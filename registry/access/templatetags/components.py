"""Small visual pieces that every page shares: badges, error summary, difference of two texts.

Each piece says its meaning by shape and text, never by colour alone.
"""

from django import template
from django.conf import settings

from registry.access.wording import LEVEL_SHAPES, PAPER_STATES, ROW_CHANGES, difference, error_links
from registry.paging.addresses import at_place

register = template.Library()

SITE_DEFAULTS = {
    "name": "廉政风险防控公开",
    "owner": "",
    "contact": "",
    "address": "",
    "record": "",
    "police": "",
    "code": "",
}


@register.simple_tag
def public_site():
    """What the public pages say about who runs them: settings.PUBLIC_SITE over empty defaults."""
    return SITE_DEFAULTS | getattr(settings, "PUBLIC_SITE", {})


@register.inclusion_tag("components/icon.html")
def icon(name, label=""):
    """One icon; silent for screen readers unless it has a label of its own."""
    return {"name": name, "label": label}


@register.inclusion_tag("components/level_badge.html")
def level_badge(level, colour=""):
    """Level of a point: a ScaleLevel, or the label frozen in a publication with its colour."""
    tone, shape = LEVEL_SHAPES.get(colour or getattr(level, "colour", ""), LEVEL_SHAPES["grey"])
    return {"tone": tone, "shape": shape, "label": str(level) if level else "未定级"}


@register.inclusion_tag("components/grade_badge.html")
def grade_badge(grade):
    """Post grade A, B or C; anything else reads 未定."""
    return {"grade": grade if grade in ("A", "B", "C") else ""}


@register.inclusion_tag("components/state_badge.html")
def state_badge(state, detail=""):
    """State of a paper by its code; `detail` follows the label, as in 审核中 · 第 2 步."""
    tone, shape, label = PAPER_STATES.get(state, ("idle", "circle", state))
    return {"tone": tone, "shape": shape, "label": label, "detail": detail}


@register.inclusion_tag("components/change_badge.html")
def change_badge(change):
    """How a row differs from what is in force: unchanged, adjusted, new, struck."""
    tone, shape, label = ROW_CHANGES.get(change, ("unchanged", "dash", change))
    return {"tone": tone, "shape": shape, "label": label}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*sources):
    """Every error of the given forms, formsets and lists of them, each with a link to its field."""
    return {"errors": list(error_links(sources))}


@register.simple_tag
def text_diff(old, new):
    """The new text with what went out in <del> and what came in in <ins>, escaped."""
    return difference(str(old or ""), str(new or ""))


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page_obj, word="page", place=""):
    """Page links that keep the other words of the query. `word` is what the address calls the
    page, `place` where on the page the rows begin, as in "#due-title".
    """
    asked, paginator = context["request"].GET, page_obj.paginator

    def address(number):
        query = asked.copy()
        query[word] = number
        return f"?{query.urlencode()}{place}"

    pages = paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return {
        "page_obj": page_obj,
        "pages": [(each, each != paginator.ELLIPSIS and address(each)) for each in pages],
        "previous": page_obj.has_previous() and address(page_obj.number - 1),
        "next": page_obj.has_next() and address(page_obj.number + 1),
    }


@register.inclusion_tag("components/keyset_pages.html", takes_context=True)
def keyset_pages(context, page, unit="条", address=""):
    """The ways to the pages beside (`registry.paging.keyset.Page`), at this address or another."""
    asked = context["request"].GET
    return {
        "page": page,
        "unit": unit,
        "first": at_place(asked, address=address),
        "previous": at_place(asked, address=address, before=page.before),
        "next": at_place(asked, address=address, after=page.after),
        "last": at_place(asked, address=address, last="1"),
    }


@register.inclusion_tag("components/more.html")
def more_fields(form, title, *names):
    """Fields most people may leave alone, folded; open as soon as one of them has an error."""
    fields = [form[name] for name in names]
    return {"title": title, "fields": fields, "open": any(field.errors for field in fields)}
