"""The programme years of a prevention office: what another scheme would change in one, drafts of
schemes, and switching one on once it was tried.
"""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Programme, Scheme, Seat
from registry.papers.stamps import stamp_of
from registry.tables.text import number_in

from . import regrading, scheme_drafts
from .forms.schemes import SchemeEntry
from .models import PointVersion

FAULTY, STALE = 422, 409
PAGE = 20


class SchemeChoiceForm(forms.Form):
    """Which scheme of the same scale to try; the one of the year is not among them."""

    scheme = forms.TypedChoiceField(label="换成哪个评定办法", coerce=int)

    def __init__(self, data, *, schemes):
        super().__init__(data)
        self.schemes = {scheme.pk: scheme for scheme in schemes}
        choices = [(pk, str(scheme)) for pk, scheme in self.schemes.items()]
        self.fields["scheme"].choices = [("", "请选择"), *choices]

    @property
    def chosen(self):
        return self.schemes[self.cleaned_data["scheme"]] if self.is_valid() else None


@require_safe
@seat_required(Seat.PREVENTION_OFFICE)
def programme_list(request):
    programmes = programmes_of(request).select_related("unit", "scale", "scheme")
    return render(request, "risks/programme_list.html", {"programmes": programmes})


@require_safe
@seat_required(Seat.PREVENTION_OFFICE)
def scheme_trial(request, pk):
    """What a scheme would propose for the points in force; nothing is written."""
    programme = fetch_programme(request, pk)
    offered = list(schemes_for(programme))
    unread = {each.pk for each in offered if scheme_drafts.problems_of_rules(each, each.rules)}
    others = [each for each in offered if each.pk not in {*unread, programme.scheme_id}]
    form = SchemeChoiceForm(request.GET or None, schemes=others)
    context = {
        "programme": programme,
        "form": form,
        "offered": [(each, each.pk in unread) for each in offered],
        "own_scales": programme.unit.scale_set.order_by("name"),
        "is_over": scheme_drafts.is_over(programme),
        "crumbs": [
            {"label": "年度方案", "url": reverse("programme-list")},
            {"label": "换一种评定办法会怎样"},
        ],
    }
    if form.chosen:
        tried = {"scheme": form.chosen, "tried": stamp_of(form.chosen.rules)}
        unmapped = form.chosen.scale.unmapped_onto(programme.scale)
        trial = {} if unmapped else _trial(request, programme, form.chosen)
        context |= {**tried, **trial, "unmapped": unmapped}
    return render(request, "risks/scheme_trial.html", context)


def programmes_of(request):
    """Programmes of the units whose prevention office the person sits in."""
    return Programme.objects.filter(unit__in=request.reach.units_of(Seat.PREVENTION_OFFICE))


def fetch_programme(request, pk):
    related = programmes_of(request).select_related("unit", "scale", "scheme")
    return get_object_or_404(related, pk=pk)


def schemes_for(programme):
    """The schemes offered, that of the year and the unit's drafts among them, by name."""
    schemes = Scheme.objects.offered_to(programme).select_related("unit", "made_by", "settled_by")
    schemes = schemes.select_related("scale").prefetch_related("scale__levels")
    return schemes.order_by("name", "code", "-version")


@require_POST
@seat_required(Seat.PREVENTION_OFFICE)
def scheme_copy(request, pk, scheme_pk):
    programme = fetch_programme(request, pk)
    scheme = get_object_or_404(schemes_for(programme), pk=scheme_pk)
    chosen = number_in(request.POST.get("scale", ""))
    scale = programme.unit.scale_set.filter(pk=chosen).first()
    given = {"scheme": scheme, "unit": programme.unit, "by": request.person}
    draft = scheme_drafts.copy_scheme(scale=scale, **given)
    messages.success(request, "已照着起草一份试用稿，改好以后先试算，再决定用不用。")
    return redirect("scheme-edit", programme.pk, draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required(Seat.PREVENTION_OFFICE)
def scheme_edit(request, pk, scheme_pk):
    """A draft of the unit: read, compared and written under one lock."""
    programme = fetch_programme(request, pk)
    entry = SchemeEntry(fetch_draft(programme, scheme_pk))
    if request.method == "POST":
        with transaction.atomic():
            scheme = fetch_draft(programme, scheme_pk, Scheme.objects.select_for_update())
            entry = SchemeEntry(scheme, request.POST)
            if entry.is_valid():
                name, rules = entry.form.cleaned_data["name"], entry.rules()
                given = {"name": name, "rules": rules, "by": request.person}
                scheme_drafts.save_scheme(scheme=scheme, **given)
                return _saved(request, programme, scheme)
    return _edit_page(request, programme, entry)


@require_POST
@seat_required(Seat.PREVENTION_OFFICE)
def scheme_remove(request, pk, scheme_pk):
    programme = fetch_programme(request, pk)
    draft = fetch_draft(programme, scheme_pk)
    try:
        scheme_drafts.remove_scheme(scheme=draft, by=request.person)
    except scheme_drafts.SchemeRefused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, "试用稿已删去。")
    return redirect("scheme-trial", programme.pk)


@require_POST
@seat_required(Seat.PREVENTION_OFFICE)
def scheme_switch(request, pk, scheme_pk):
    """The year goes by it from now on, if it still is what was tried out."""
    programme = fetch_programme(request, pk)
    scheme = get_object_or_404(schemes_for(programme), pk=scheme_pk)
    tried = request.POST.get("tried", "")
    try:
        scheme_drafts.switch_on(programme=programme, scheme=scheme, tried=tried, by=request.person)
    except scheme_drafts.SchemeRefused as refusal:
        messages.error(request, refusal.text)
        return redirect(f"{_trial_page(programme)}?{urlencode({'scheme': scheme.pk})}")
    messages.success(
        request, f"本年度从现在起用“{scheme}”。已经定下的等级不变，下次填写时按新办法。"
    )
    return redirect("programme-list")


def fetch_draft(programme, pk, schemes=Scheme.objects):
    """A draft of the programme's own unit; what is settled or another's is not found."""
    mine = schemes.filter(unit=programme.unit_id)
    return get_object_or_404(mine, pk=pk, settled_at__isnull=True)


def _trial_page(programme):
    return reverse("scheme-trial", args=[programme.pk])


def _saved(request, programme, scheme):
    if "stay" in request.POST:
        messages.success(request, "试用稿已保存，后面又留了几行空的。")
        return redirect("scheme-edit", programme.pk, scheme.pk)
    messages.success(request, "试用稿已保存，下面是用它试算的结果。")
    return redirect(f"{_trial_page(programme)}?{urlencode({'scheme': scheme.pk})}")


def _edit_page(request, programme, entry):
    context = {
        "programme": programme,
        "entry": entry,
        "form": entry.form,
        "formsets": [formset for _, formset in entry.lists],
        "crumbs": [
            {"label": "年度方案", "url": reverse("programme-list")},
            {"label": "换一种评定办法会怎样", "url": _trial_page(programme)},
            {"label": "修改试用稿"},
        ],
    }
    status = 200
    if entry.form.is_bound:
        status = STALE if entry.form.is_stale else FAULTY
    return render(request, "risks/scheme_form.html", context, status=status)


def _trial(request, programme, scheme):
    points = regrading.points_of(programme, request.reach)
    found = regrading.regrade(programme, scheme, points)
    page = Paginator(found.changes, PAGE).get_page(request.GET.get("page"))
    versions = PointVersion.objects.filter(pk__in=[change.version_id for change in page])
    by_pk = versions.with_owner().in_bulk()
    return {
        "regrading": found,
        "page_obj": page,
        "rows": [(by_pk[change.version_id], change) for change in page],
    }
