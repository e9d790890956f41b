"""Which powers are registered: the list of the office, what might be added, adding, changing."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from powers.models import Power
from registry.access.guards import seat_required
from registry.organisation.models import Seat
from registry.papers.stamps import status_of
from registry.standing.keeping import Refused
from registry.tables.text import number_in
from reviews import offices
from reviews.exercises import keeping, owners
from reviews.exercises.forms import RegisteredForm
from reviews.exercises.models import RegisteredPower
from reviews.exercises.proposals import Proposal, proposals

from .fetch import crumbs, fetch_registered, tabs

office = seat_required(Seat.PREVENTION_OFFICE)
editing = require_http_methods(["GET", "HEAD", "POST"])
PRESET = {"collective": "never", "timing": "after", "days": 5, "window_days": 30}
HERE = "登记哪些权力"


@require_safe
@office
def registered_power_list(request):
    """Of the units whose office one is; proposals of the own unit, or of the one asked for."""
    units = offices.units_looked_after(request.reach).order_by("path")
    asked = number_in(request.GET.get("unit", ""))
    unit = units.filter(pk=asked).first() if asked else None
    unit = unit or units.filter(pk=request.person.unit_id).first() or units.first()
    if unit is None:
        raise Http404
    rows = list(owners.kept(request.reach).filter(unit=unit).listed())
    context = {
        "unit": unit,
        "units": list(units[:MOST_UNITS]),
        "open_rows": [row for row in rows if row.stopped_at is None],
        "stopped_rows": [row for row in rows if row.stopped_at is not None],
        "proposals": proposals(unit),
        "tabs": tabs(request, "registered-power-list"),
    }
    return render(request, "exercises/registered_power_list.html", context)


MOST_UNITS = 30


@editing
@office
def registered_power_add(request, unit_pk):
    unit = get_object_or_404(offices.units_looked_after(request.reach), pk=unit_pk)
    form = RegisteredForm(
        request.POST or None, current={}, unit=unit, initial=PRESET | _proposed(request, unit)
    )
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in keeping.FACTS}
        try:
            keeping.add(unit=unit, facts=facts, by=request.person)
        except Refused as refusal:
            form.add_error(refusal.field, refusal.text)
        else:
            messages.success(request, "已添加。登记科室的人在“运行登记”里就看得到。")
            return _to_list(unit)
    return _page(request, form, unit, None, "添加登记事项")


def _proposed(request, unit):
    """What the form begins with for a power that was proposed."""
    asked = number_in(request.GET.get("power", ""))
    powers = Power.objects.in_force().filter(unit=unit).select_related("in_force")
    power = powers.filter(pk=asked).first() if asked else None
    if power is None:
        return {}
    undertaking = power.in_force.undertakings.first()
    return {
        "power": power.pk,
        "name": power.in_force.name[:100],
        "matter": Proposal(power, "").matter,
        "section": undertaking.section_id if undertaking else None,
    }


@editing
@office
def registered_power_edit(request, pk):
    """Read, compared and written under one lock."""
    fetch_registered(request, pk)
    with transaction.atomic():
        rows = RegisteredPower.objects.select_for_update(of=("self",)).select_related("unit")
        registered = rows.get(pk=pk)
        current = keeping.facts_of(registered)
        form = RegisteredForm(
            request.POST or None, current=current, unit=registered.unit, initial=current
        )
        if request.method == "POST" and form.is_valid():
            facts = {name: form.cleaned_data[name] for name in keeping.FACTS}
            try:
                keeping.change(registered=registered, facts=facts, by=request.person)
            except Refused as refusal:
                form.add_error(refusal.field, refusal.text)
            else:
                messages.success(request, "已保存，从现在起按新的要求登记。")
                return _to_list(registered.unit)
    return _page(request, form, registered.unit, registered, "修改登记事项")


@require_POST
@office
def registered_power_stop(request, pk):
    registered = fetch_registered(request, pk)
    keeping.stop(registered=registered, by=request.person)
    messages.success(request, f"“{registered.name}”不再登记；已有的登记都还在。")
    return _to_list(registered.unit)


def _to_list(unit):
    return redirect(f"{reverse('registered-power-list')}?unit={unit.pk}")


def _page(request, form, unit, registered, here):
    between = (HERE, reverse("registered-power-list"))
    context = {
        "form": form,
        "unit": unit,
        "registered": registered,
        "here": here,
        "crumbs": crumbs(here, between),
    }
    template = "exercises/registered_power_form.html"
    return render(request, template, context, status=status_of(form))
