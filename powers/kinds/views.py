"""Pages of the kinds of powers: everybody reads those that count for their unit; the prevention
office of a unit keeps its own, the office at the top also the official ones."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.access.guards import seat_required
from registry.organisation.models import Seat, Unit
from registry.papers.stamps import status_of
from registry.tables.text import number_in

from . import keeping
from .forms import KindForm
from .models import PowerKind

editing = require_http_methods(["GET", "HEAD", "POST"])
office = seat_required(Seat.PREVENTION_OFFICE)


@editing
def kind_list(request):
    """POST `kind` and `act` (up, down, offer, rest, delete) changes one of the office's own."""
    if request.method == "POST":
        return _act(request)
    kept = set(PowerKind.objects.kept_by(request.reach).values_list("pk", flat=True))
    context = {
        "kinds": PowerKind.objects.visible_to(request.reach).listed(),
        "kept": kept,
        "may_add": request.reach.holds_any(Seat.PREVENTION_OFFICE),
        "crumbs": _crumbs(),
    }
    return render(request, "kinds/kind_list.html", context)


def _act(request):
    kind = _kept(request, number_in(request.POST.get("kind", "")) or 0)
    act = request.POST.get("act", "")
    try:
        if act in ("up", "down"):
            keeping.move_kind(kind=kind, up=act == "up", by=request.person)
        elif act in ("offer", "rest"):
            keeping.offer_kind(kind=kind, offered=act == "offer", by=request.person)
        elif act == "delete":
            keeping.delete_kind(kind=kind, by=request.person)
            messages.success(request, f"已删去“{kind.name}”。")
            return redirect("kind-list")
    except keeping.KindRefused as refusal:
        messages.warning(request, refusal.text)
    return redirect(f"{request.path}#kind-{kind.pk}")


@editing
@office
def kind_add(request):
    units = Unit.objects.filter(pk__in=request.reach.units_of(Seat.PREVENTION_OFFICE))
    form = KindForm(request.POST or None, current={}, units=units)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        unit = given.get("unit") or units[0]
        try:
            keeping.add_kind(
                unit=unit, name=given["name"], applies=given["applies"], by=request.person
            )
        except keeping.KindRefused as refusal:
            form.add_error(refusal.field, refusal.text)
        else:
            messages.success(request, f"已加上“{given['name']}”，填职权时就可以选了。")
            return redirect("kind-list")
    return _page(request, form, None)


@editing
@office
def kind_edit(request, pk):
    """Read, compared and written under one lock."""
    with transaction.atomic():
        kind = _kept(request, pk, PowerKind.objects.select_for_update(of=("self",)))
        current, settled = keeping.facts_of(kind), keeping.is_settled(kind)
        form = KindForm(request.POST or None, current=current, initial=current, settled=settled)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                keeping.save_kind(
                    kind=kind, name=given["name"], applies=given["applies"], by=request.person
                )
            except keeping.KindRefused as refusal:
                form.add_error(refusal.field, refusal.text)
            else:
                messages.success(request, "已保存。")
                return redirect("kind-list")
    return _page(request, form, kind)


def _kept(request, pk, kinds=PowerKind.objects):
    """A kind of this person's office; one that another office keeps may be read only."""
    if kind := kinds.kept_by(request.reach).filter(pk=pk).first():
        return kind
    get_object_or_404(PowerKind.objects.visible_to(request.reach), pk=pk)
    raise PermissionDenied("这一类由添加它的单位防控办维护。")


def _page(request, form, kind):
    here = "修改职权类型" if kind else "添加职权类型"
    context = {"form": form, "kind": kind, "here": here, "crumbs": _crumbs(here)}
    return render(request, "kinds/kind_form.html", context, status=status_of(form))


def _crumbs(here=""):
    found = [{"label": "职权", "url": reverse("power-list")}]
    if not here:
        return [*found, {"label": "职权类型"}]
    return [*found, {"label": "职权类型", "url": reverse("kind-list")}, {"label": here}]
