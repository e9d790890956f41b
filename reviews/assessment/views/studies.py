"""研判: the list of an office's studies, a new one, its points, and the decision on one of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Seat
from registry.papers.stamps import status_of
from registry.tables.text import chinese_date, month_and_day
from registry.trail.recording import record_sealed
from reviews.assessment import gathering, studying
from reviews.assessment.forms import StudyForm, StudyItemForm
from reviews.assessment.models import OFFICES, Basis, Study
from reviews.refusals import Refused
from reviews.sources.views.fetch import unlogged

PAGE, ITEMS = 30, 50
editing = require_http_methods(["GET", "HEAD", "POST"])


def own_studies(reach):
    """Those of the person's own office; another's tell what it saw."""
    whole = Study.objects.filter(
        basis=Basis.WHOLE, office__in=reach.units_of(Seat.DISCIPLINE_OFFICE)
    )
    facts = Study.objects.filter(
        basis=Basis.OPEN, office__in=reach.units_of(Seat.PREVENTION_OFFICE)
    )
    return (whole | facts).select_related("office", "opened_by")


@unlogged
@require_safe
@seat_required(*OFFICES)
def study_list(request):
    page = Paginator(own_studies(request.reach), PAGE).get_page(request.GET.get("page"))
    units = gathering.units_of(request.reach)
    context = {
        "page_obj": page,
        "is_on": bool(gathering.rules_in_use(list(units))),
    }
    return render(request, "assessment/study_list.html", context)


@unlogged
@editing
@seat_required(*OFFICES)
def study_open(request):
    form = StudyForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        starts, ends = form.days
        try:
            made = studying.open_study(starts=starts, ends=ends, by=request.person)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, "已发起研判，请逐条决定。")
            return redirect("study", made.pk)
    context = {"form": form, "crumbs": _crumbs("发起")}
    return render(request, "assessment/study_open.html", context, status=status_of(form))


@unlogged
@require_safe
@seat_required(*OFFICES)
def study(request, pk):
    found = get_object_or_404(own_studies(request.reach), pk=pk)
    with transaction.atomic():
        record_sealed(by=request.person, action="study.read", target=found)
    items = found.items.select_related("point__post__unit", "point__section", "point__in_force")
    items = items.select_related("point__in_force__level", "point__unit", "by")
    context = {
        "study": found,
        "page_obj": Paginator(items.order_by("outcome", "pk"), ITEMS).get_page(
            request.GET.get("page")
        ),
        "open_count": found.items.filter(outcome="").count(),
        "crumbs": _crumbs(_period(found)),
    }
    return render(request, "assessment/study.html", context)


@unlogged
@sensitive_post_parameters()
@editing
@seat_required(*OFFICES)
def study_item(request, pk, item_pk):
    found = get_object_or_404(own_studies(request.reach), pk=pk)
    items = found.items.select_related("point__post", "point__in_force__level", "by")
    item = get_object_or_404(items, pk=item_pk)
    form = StudyItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            studying.decide(item=item, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, "已记下决定。")
            return redirect("study", pk)
    context = {
        "study": found,
        "item": item,
        "form": form,
        "crumbs": _crumbs((_period(found), reverse("study", args=[pk])), "逐条决定"),
    }
    return render(request, "assessment/study_item.html", context, status=status_of(form))


def _period(found):
    return f"{chinese_date(found.starts)}至{month_and_day(found.ends)}"


def _crumbs(*steps):
    found = [{"label": "研判", "url": reverse("study-list")}]
    for step in steps:
        label, url = step if isinstance(step, tuple) else (step, "")
        found.append({"label": label, "url": url})
    return found
