"""活动类型: everybody who takes part reads them; the offices of a unit add their own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.organisation.models import Seat, Unit
from registry.papers.stamps import status_of
from registry.tables.text import number_in
from reviews.refusals import Refused

from . import keeping
from .forms import ActivityKindForm
from .models import ActivityKind

OFFICES = (Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)


@require_http_methods(["GET", "HEAD", "POST"])
def activity_kinds(request):
    """POST adds a kind, or with `kind` and `act` (offer, rest) changes one of the office's own."""
    if not request.reach.takes_part:
        raise Http404
    units = Unit.objects.filter(pk__in=request.reach.units_of(*OFFICES))
    may_keep = request.reach.holds_any(*OFFICES)
    if request.method == "POST" and not may_keep:
        raise PermissionDenied("活动类型由防控办或者纪检监察机构添加。")
    if "act" in request.POST:
        return _act(request, units)
    form = ActivityKindForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.add_kind(**{"unit": units.first(), **form.cleaned_data}, by=request.person)
        except Refused as refusal:
            form.add_error("name", refusal.text)
        else:
            messages.success(request, "已加上，安排活动时就可以选了。")
            return redirect("activity-kinds")
    seen = {code for unit in (request.person.unit, *units) for code in unit.line}
    official = ActivityKind.objects.filter(unit__isnull=True)
    context = {
        "kinds": (official | ActivityKind.objects.filter(unit__code__in=seen)).listed(),
        "own": {unit.pk for unit in units},
        "form": form if may_keep else None,
        "crumbs": [{"label": "廉政活动", "url": reverse("activity-list")}, {"label": "活动类型"}],
    }
    return render(request, "activities/activity_kinds.html", context, status=status_of(form))


def _act(request, units):
    kind = ActivityKind.objects.filter(
        unit__in=units, pk=number_in(request.POST.get("kind", "")) or 0
    ).first()
    if kind is None:
        raise PermissionDenied("这一类由添加它的单位维护；随软件提供的不停用。")
    keeping.offer_kind(kind=kind, offered=request.POST.get("act") == "offer", by=request.person)
    return redirect("activity-kinds")
