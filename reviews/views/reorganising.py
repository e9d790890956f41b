"""机构调整: ask, show what follows, confirm; and the list of what was decided."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registry.intake.organisation.scope import Scope
from registry.organisation.models import Reorganisation, Unit
from registry.tables.text import number_in
from reviews import consequences, reorganising
from reviews.refusals import NotReady, Refused
from reviews.reorganisation_forms import ReorganisationForm

SHOWN = 50


@require_http_methods(["GET", "POST"])
def reorganisation(request):
    """For whoever keeps the lists of a unit: the same people as for importing them."""
    units = _units(request)
    if not units:
        raise PermissionDenied("机构调整由信息员、防控办和系统管理员办理。")
    unit = _unit(request, units)
    if "drop" in request.POST or "again" in request.POST:
        return _go_on_with(request, unit)
    if request.method != "POST":
        return _page(request, units, unit, ReorganisationForm(unit=unit))
    form = ReorganisationForm(request.POST, unit=unit)
    if not form.is_valid():
        return _page(request, units, unit, form, status=422)
    if "back" in request.POST:
        return _page(request, units, unit, form)
    if "confirm" not in request.POST:
        return _preview(request, unit, form)
    try:
        change = reorganising.decide(
            change=form.change, seen=form.cleaned_data["digest"], by=request.person
        )
    except Refused as refusal:
        return _preview(request, unit, form, notice=refusal.text, status=409)
    today = timezone.localdate()
    done = "已执行" if change.on <= today else f"已定下，到 {change.on} 执行"
    messages.success(request, f"{done}：{change}。")
    return _back(unit)


def _units(request):
    scope = Scope(request.reach)
    if scope.is_empty:
        return []
    allowed = Q(pk__in=scope.kept_units)
    for prefix in scope.prefixes:
        allowed |= Q(path__startswith=prefix)
    open_ones = Unit.objects.open().order_by("path")
    return list(open_ones if scope.is_system else open_ones.filter(allowed))


def _unit(request, units):
    """The unit asked for, else the own one, else the first."""
    asked = request.POST.get("unit") or request.GET.get("unit") or request.person.unit.code
    return next((unit for unit in units if unit.code == asked), units[0])


def _back(unit):
    response = redirect("reorganisation")
    response["Location"] += f"?unit={unit.code}"
    return response


def _go_on_with(request, unit):
    """Take a planned one back, or carry out one whose day has come."""
    number = request.POST.get("drop") or request.POST.get("again") or ""
    planned = Reorganisation.objects.filter(unit=unit)
    change = get_object_or_404(planned, pk=number_in(number))
    try:
        if "drop" in request.POST:
            reorganising.drop(change=change, by=request.person)
        else:
            reorganising.carry_out(change=change)
    except NotReady as refusal:
        messages.warning(request, f"还不能执行：{' '.join(refusal.problems)}")
    except Refused as refusal:
        messages.warning(request, refusal.text)
    else:
        messages.success(request, "已撤回。" if "drop" in request.POST else "已执行。")
    return _back(unit)


def _page(request, units, unit, form, status=200):
    decided = Reorganisation.objects.filter(unit=unit).select_related(
        "post", "section", "into_section", "into_post", "by"
    )
    context = {
        "units": units,
        "unit": unit,
        "form": form,
        "decided": [
            (one, one.applied_at is None and reorganising.may_drop(one, request.person))
            for one in decided[:SHOWN]
        ],
        "today": timezone.localdate(),
    }
    return render(request, "reviews/reorganisation.html", context, status=status)


def _preview(request, unit, form, *, notice="", status=200):
    may_end = reorganising.may_end_seats(request.person)
    found = consequences.follow(form.change, may_end_seats=may_end)
    context = {
        "unit": unit,
        "form": form,
        "change": form.change,
        "found": found,
        "at_once": form.change.on <= timezone.localdate(),
        "notice": notice,
    }
    return render(request, "reviews/reorganisation_preview.html", context, status=status)
