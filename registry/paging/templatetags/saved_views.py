"""One's own views of a list, above it."""

from django import template
from django.urls import reverse

from registry.paging.addresses import without_place
from registry.paging.models import SavedView

register = template.Library()


@register.inclusion_tag("paging/_saved_views.html", takes_context=True)
def saved_views(context, page):
    """Links to the views kept for this list, and the form that keeps it as it stands now."""
    request = context["request"]
    query = without_place(request.GET)
    kept = list(SavedView.objects.of(request.person).kept().filter(page=page))
    return {
        "views": kept,
        "page": page,
        "address": reverse(page),
        "query": query,
        "may_save": request.person is not None,
        "csrf_token": context.get("csrf_token"),
    }
