"""Kinds that come with the software and that a unit adds its own to: of talks, of activities.

Everybody who takes part reads them; the offices of a unit add to them and let their own rest. None
is changed: what was of it stays so.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from registry.organisation.models import Seat, Unit
from registry.papers.stamps import status_of
from registry.tables.text import number_in
from registry.trail.recording import record
from reviews.refusals import Refused

OFFICES = (Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)
ALREADY = "已有这个名称的类型，不用再加一个。"
NOT_OWN = "这一类由添加它的单位维护；随软件提供的不停用。"


@dataclass(frozen=True)
class Kinds:
    """`form` is an `OwnKindForm`; `noun` names them in the trail."""

    model: type[Model]
    form: type[forms.Form]
    noun: str
    title: str
    added: str
    list_of: tuple[str, str]  # the page they belong to: its title, its address
    address: str
    template: str


class OwnKindForm(forms.Form):
    """Adds a kind of one's own; a name is given once and stays. `facts` are the rest of a row."""

    use_required_attribute = False
    examples = ""

    unit = forms.ModelChoiceField(label="单位", queryset=Unit.objects.none(), empty_label=None)
    name = forms.CharField(
        label="名称", max_length=40, error_messages={"required": "请写类型的名称。"}
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = self.examples
        if len(units) < 2:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


@transaction.atomic
def add(kinds, *, unit, by, name, **facts):
    """Refused where the name is there already, shipped or of the unit."""
    rows = kinds.model.objects
    if rows.filter(name=name, unit__isnull=True).exists():
        raise Refused(ALREADY)
    order = rows.filter(unit=unit).count() + 1
    try:
        with transaction.atomic():
            kind = rows.create(unit=unit, name=name, order=order, **facts)
    except IntegrityError as refusal:
        raise Refused(ALREADY) from refusal
    record(by=by, action=f"{kinds.noun}.added", unit=unit, target=kind)
    return kind


@transaction.atomic
def offer(kinds, *, kind, offered, by):
    """Offered for what is new, or no longer."""
    rows = kinds.model.objects.filter(pk=kind.pk).exclude(offered=offered)
    if rows.update(offered=offered):
        record(by=by, action=f"{kinds.noun}.changed", unit=kind.unit, target=kind)


def page(request, kinds):
    """POST adds a kind, or with `kind` and `act` (offer, rest) changes one of the office's own."""
    if not request.reach.takes_part:
        raise Http404
    units = Unit.objects.filter(pk__in=request.reach.units_of(*OFFICES))
    may_keep = request.reach.holds_any(*OFFICES)
    if request.method == "POST" and not may_keep:
        raise PermissionDenied(f"{kinds.title}由防控办或者纪检监察机构添加。")
    if "act" in request.POST:
        return _act(request, kinds, units)
    form = kinds.form(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid() and _added(request, kinds, units, form):
        return redirect(kinds.address)
    title, address = kinds.list_of
    context = {
        "title": kinds.title,
        "kinds": _read_by(request.person, kinds, units),
        "own": {unit.pk for unit in units},
        "form": form if may_keep else None,
        "crumbs": [{"label": title, "url": reverse(address)}, {"label": kinds.title}],
    }
    return render(request, kinds.template, context, status=status_of(form))


def _read_by(person, kinds, units):
    """The shipped ones, and those of the person's units and of the units above."""
    seen = {code for unit in (person.unit, *units) for code in unit.line}
    rows = kinds.model.objects
    return (rows.filter(unit__isnull=True) | rows.filter(unit__code__in=seen)).listed()


def _added(request, kinds, units, form):
    unit = form.cleaned_data.get("unit") or units.first()
    try:
        add(kinds, unit=unit, by=request.person, name=form.cleaned_data["name"], **form.facts)
    except Refused as refusal:
        form.add_error("name", refusal.text)
        return False
    messages.success(request, kinds.added)
    return True


def _act(request, kinds, units):
    asked = number_in(request.POST.get("kind", "")) or 0
    kind = kinds.model.objects.filter(unit__in=units, pk=asked).first()
    if kind is None:
        raise PermissionDenied(NOT_OWN)
    offer(kinds, kind=kind, offered=request.POST.get("act") == "offer", by=request.person)
    return redirect(kinds.address)
