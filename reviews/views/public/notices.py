"""更正与撤回: what was corrected and what was withdrawn, by number, day and ground."""

from django.core.paginator import Paginator
from django.urls import reverse

from reviews import correcting
from reviews.models import Publication

from .page import public_page, render_page

PAGE_SIZE = 30
TABS = (("更正公告", "public-corrections"), ("撤回的公开件", "public-withdrawn"))


@public_page
def corrections(request):
    """Correction notices, the latest first; none of what was withdrawn since."""
    return _list(request, correcting.readable().order_by("-at", "-pk"), "public-corrections")


@public_page
def withdrawn(request):
    """Numbers that were withdrawn, with day and ground and nothing of their content."""
    found = Publication.objects.filter(
        edition=Publication.Edition.PUBLIC, withdrawn_at__isnull=False
    )
    found = found.select_related("unit").order_by("-withdrawn_at", "-pk")
    return _list(request, found, "public-withdrawn")


def _list(request, found, name):
    tabs = [
        {"label": label, "url": reverse(each), "active": each == name, "count": ""}
        for label, each in TABS
    ]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    template = f"public/{name.removeprefix('public-')}.html"
    return render_page(request, template, {"tabs": tabs, "page_obj": page})
