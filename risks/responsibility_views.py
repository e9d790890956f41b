"""Pages of responsibility by level [0]: the points one manages or answers for, and the table of
seats that the prevention office of a unit may change.
"""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Programme, Seat, Unit
from registry.paging.keyset import query_page
from registry.papers.stamps import status_of

from . import dividing
from .charges import charges_of
from .forms.responsibility import ChargeFilter, ResponsibilityForm
from .models import REGISTER_ORDER
from .tables import point_contents

SIDES = {"manages": "我管理的", "answers": "我负责的"}


@require_safe
def my_responsibility(request):
    """底数清、情况明: `?side=answers` those one answers for, else those one manages."""
    if not request.reach.takes_part:
        raise Http404
    today = timezone.localdate()
    form = ChargeFilter(request.GET, reach=request.reach)
    side = form.side
    charges = charges_of(request.reach, today)
    found = {name: form.versions().filter(getattr(charges, name)) for name in SIDES}
    counts = {name: versions.order_by().count() for name, versions in found.items()}
    page = query_page(found[side], REGISTER_ORDER, request.GET, count=lambda: counts[side])
    contents = point_contents(page.rows, today, Programme.Names.FULL)
    context = {
        "form": form,
        "side": side,
        "tabs": _tabs(request, side, counts),
        "page": page,
        "rows": list(zip(page.rows, contents, strict=True)),
        "several_units": form.several_units,
        "told": dividing.told(dividing.table_of(request.person.unit, today)),
        "may_divide": request.reach.units_of(Seat.PREVENTION_OFFICE),
    }
    return render(request, "risks/my_responsibility.html", context)


def _tabs(request, side, counts):
    kept = request.GET.copy()
    for name in ("after", "before", "from", "last"):
        kept.pop(name, None)
    tabs = []
    for name, label in SIDES.items():
        kept["side"] = name
        tab = {"label": f"{label} {counts[name]} 个", "url": f"?{kept.urlencode()}"}
        tabs.append({**tab, "active": name == side})
    return tabs


@require_safe
@seat_required(Seat.PREVENTION_OFFICE)
def responsibility_tables(request):
    """What each unit of this office goes by."""
    today = timezone.localdate()
    units = _units(request)
    rows = [(unit, dividing.facts_of(unit, today)["own"], _told(unit, today)) for unit in units]
    return render(request, "risks/responsibility_tables.html", {"rows": rows})


def _told(unit, day):
    return dividing.told(dividing.table_of(unit, day))


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required(Seat.PREVENTION_OFFICE)
def responsibility_edit(request, unit_pk):
    unit = get_object_or_404(_units(request), pk=unit_pk)
    current = dividing.facts_of(unit, timezone.localdate())
    form = ResponsibilityForm(request.POST or None, current=current, initial=current)
    if request.method == "POST" and form.is_valid():
        dividing.set_table(unit=unit, seats=form.seats, by=request.person)
        messages.success(request, "已保存，从今天起按这样分。风险点上的名字跟着变。")
        return redirect("responsibility-tables")
    context = {
        "form": form,
        "unit": unit,
        "told": _told(unit, timezone.localdate()),
        "crumbs": [
            {"label": "责任划分", "url": reverse("responsibility-tables")},
            {"label": unit.name},
        ],
    }
    return render(request, "risks/responsibility_form.html", context, status=status_of(form))


def _units(request):
    return Unit.objects.open().filter(pk__in=request.reach.units_of(Seat.PREVENTION_OFFICE))
