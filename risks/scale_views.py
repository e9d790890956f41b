"""The scales a prevention office may use, and the form of those of its own unit."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Scale, ScaleLevel, Seat, Unit

from . import scale_drafts
from .compiled_levels import scale_of_line
from .forms.scales import ScaleEntry

FAULTY, STALE = 422, 409


@require_safe
@seat_required(Seat.PREVENTION_OFFICE)
def scale_list(request):
    units = list(_units(request))
    scales = _offered(units).select_related("unit").prefetch_related("levels__maps_to")
    own = {unit.pk for unit in units}
    context = {
        "units": units,
        "rows": [
            {"scale": scale, "levels": scale.levels.all(), "is_own": scale.unit_id in own}
            for scale in scales.order_by("unit__path", "name")
        ],
        "crumbs": _crumbs("等级表"),
    }
    return render(request, "risks/scale_list.html", context)


@require_POST
@seat_required(Seat.PREVENTION_OFFICE)
def scale_copy(request, pk):
    """A scale of the unit named in the form, one of those whose office this is."""
    units = {str(unit.pk): unit for unit in _units(request)}
    unit = units.get(request.POST.get("unit", ""))
    if unit is None:
        raise Http404
    scale = get_object_or_404(_offered([unit]), pk=pk)
    draft = scale_drafts.copy_scale(scale=scale, unit=unit, by=request.person)
    messages.success(request, "已照着起草一张等级表，请改好名称和等级。")
    return redirect("scale-edit", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required(Seat.PREVENTION_OFFICE)
def scale_edit(request, pk):
    """Read, compared and written under one lock."""
    scale = _fetch(request, pk)
    above = _levels_above(scale)
    entry = ScaleEntry(scale, above)
    if request.method == "POST":
        with transaction.atomic():
            scale = _fetch(request, pk, Scale.objects.select_for_update(of=("self",)))
            entry = ScaleEntry(scale, above, request.POST)
            if entry.is_valid():
                given = {"name": entry.form.cleaned_data["name"], "levels": entry.given()}
                scale_drafts.save_scale(scale=scale, by=request.person, **given)
                messages.success(request, "等级表已保存。")
                return redirect("scale-edit", scale.pk)
    context = {
        "scale": scale,
        "entry": entry,
        "form": entry.form,
        "levels": entry.levels,
        "is_used": scale_drafts.is_used(scale),
        "crumbs": _crumbs("等级表", reverse("scale-list"), scale.name),
    }
    return render(request, "risks/scale_form.html", context, status=_status(entry.form))


def _units(request):
    return Unit.objects.filter(pk__in=request.reach.units_of(Seat.PREVENTION_OFFICE))


def _offered(units):
    """What comes with the software, and the scales of these units and of those above them."""
    codes = {code for unit in units for code in unit.line}
    return Scale.objects.filter(Q(unit__isnull=True) | Q(unit__code__in=codes))


def _fetch(request, pk, scales=Scale.objects):
    return get_object_or_404(scales.select_related("unit"), pk=pk, unit__in=_units(request))


def _levels_above(scale):
    """What its levels may be: those of the scale the unit above goes by today, at the top of the
    tree those the unit itself goes by; and those of the scale they are mapped to already.
    """
    line, year = scale.unit.line, timezone.localdate().year
    above = scale_of_line(line[1:], year) or scale_of_line(line, year)
    of_scale = Q(scale=above) | Q(scale__in=scale.levels.values("maps_to__scale"))
    levels = ScaleLevel.objects.filter(of_scale).exclude(scale=scale)
    return list(levels.select_related("scale").order_by("scale", "-rank"))


def _status(form):
    if not form.is_bound:
        return 200
    return STALE if form.is_stale else FAULTY


def _crumbs(label, url=None, last=None):
    crumbs = [{"label": "年度方案", "url": reverse("programme-list")}]
    if last is None:
        return [*crumbs, {"label": label}]
    return [*crumbs, {"label": label, "url": url}, {"label": last}]
