"""Finding an act or a warning: 404 outside the circle, 403 for a wrong part in it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from reviews.disposal import circle, proceeding
from reviews.disposal.models import Disposal, PostWarning


def fetch_act(request, pk):
    found = Disposal.objects.visible_to(request.reach).listed()
    found = found.select_related("issued_by__unit", "person", "post", "follows")
    return get_object_or_404(found, pk=pk)


def fetch_of_addressee(request, pk):
    return _with_part(request, pk, circle.is_addressee, "这一步由收到文书的人办理。")


def fetch_of_office(request, pk):
    return _with_part(request, pk, circle.is_office, "这一步由归口的纪检监察机构办理。")


def _with_part(request, pk, has_part, refusal):
    act = fetch_act(request, pk)
    if not has_part(act, request.reach):
        raise PermissionDenied(refusal)
    return act


def fetch_to_withdraw(request, pk):
    act = fetch_act(request, pk)
    if not may_withdraw(act, request.reach):
        raise PermissionDenied(proceeding.NOT_YOURS)
    return act


def may_withdraw(act, reach):
    issuer = act.issued_by_id == reach.person.pk and reach.holds(act.issued_as)
    return issuer or circle.is_office(act, reach)


def fetch_warning(request, pk):
    found = PostWarning.objects.visible_to(request.reach)
    found = found.select_related("unit", "post", "point__in_force", "office", "colour", "issued_by")
    return get_object_or_404(found, pk=pk)


def crumbs(act=None, here=""):
    """处置 › the act › this page."""
    found = [{"label": "处置", "url": reverse("disposal-list")}]
    if act is not None:
        url = reverse("disposal", args=[act.pk]) if here else ""
        found.append({"label": f"{act.step_name} {act.number}", "url": url})
    return [*found, {"label": here}] if here else found
