"""Finding an entry, or none (404); what the pages of circle (a) have in common."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from registry.organisation.models import Seat
from reviews.sources.models import Source

TITLE = "风险信息"


def unlogged(view):
    """No line in the log and none in the trail of refusals tells who asked for what."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.is_logged = False
        return response

    return asked


def require_office(request):
    if not request.reach.holds(Seat.DISCIPLINE_OFFICE):
        raise PermissionDenied("风险信息由接收的纪检监察机构查看。")


def seen_by(request):
    return Source.objects.visible_to(request.reach).listed()


def fetch_source(request, pk):
    return get_object_or_404(seen_by(request), pk=pk)


def crumbs(*steps):
    """风险信息 › what follows, as (label, address) or a label."""
    found = [{"label": TITLE, "url": reverse("source-list")}]
    for step in steps:
        label, url = step if isinstance(step, tuple) else (step, "")
        found.append({"label": label, "url": url})
    return found
