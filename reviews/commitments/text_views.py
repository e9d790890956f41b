"""The words of the commitments, for the prevention office: written, switched on, replaced."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Seat
from registry.papers.stamps import status_of
from reviews import offices
from reviews.refusals import Refused

from . import writing
from .forms import TextForm
from .models import CommitmentText

editing = require_http_methods(["GET", "HEAD", "POST"])
office = seat_required(Seat.PREVENTION_OFFICE)


@require_safe
@office
def commitment_texts(request):
    units = offices.units_looked_after(request.reach).filter(
        pk__in=request.reach.units_of(Seat.PREVENTION_OFFICE)
    )
    texts = _texts(request).filter(retired_at__isnull=True).listed()
    context = {"units": units, "texts": texts, "crumbs": _crumbs("承诺内容")}
    return render(request, "commitments/text_list.html", context)


@editing
@office
def text_add(request, unit_pk):
    unit = get_object_or_404(offices.units_looked_after(request.reach), pk=unit_pk)
    form = TextForm(request.POST or None, current={}, unit=unit)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in writing.FIELDS}
        year = timezone.localdate().year
        writing.write(unit=unit, year=year, said=said, by=request.person, **form.owner)
        messages.success(request, "已存为草稿，核对以后启用。")
        return redirect("commitment-texts")
    return _page(request, form, unit, None)


@editing
@office
def text_edit(request, pk):
    """Read, compared and written under one lock."""
    with transaction.atomic():
        text = get_object_or_404(_texts(request).select_for_update(of=("self",)), pk=pk)
        current = writing.facts_of(text)
        form = TextForm(request.POST or None, current=current, initial=current)
        if request.method == "POST" and form.is_valid():
            try:
                writing.rewrite(text=text, said=form.cleaned_data, by=request.person)
                messages.success(request, "已保存。")
            except Refused as refusal:
                messages.warning(request, refusal.in_one_line)
            return redirect("commitment-texts")
    return _page(request, form, text.unit, text)


@require_POST
@office
def text_switch(request, pk):
    text = get_object_or_404(_texts(request), pk=pk)
    writing.switch_on(text=text, by=request.person)
    messages.success(request, "已启用，相关岗位从现在起签这一份。")
    return redirect("commitment-texts")


def _texts(request):
    units = request.reach.units_of(Seat.PREVENTION_OFFICE)
    return CommitmentText.objects.filter(unit__in=units).select_related("unit", "post")


def _page(request, form, unit, text):
    here = "修改承诺内容" if text else "起草承诺内容"
    context = {"form": form, "unit": unit, "text": text, "here": here, "crumbs": _crumbs(here)}
    return render(request, "commitments/text_form.html", context, status=status_of(form))


def _crumbs(here):
    return [{"label": "廉政承诺", "url": reverse("commitment-list")}, {"label": here}]
