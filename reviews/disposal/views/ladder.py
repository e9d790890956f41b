"""处置阶梯: read by whoever issues, kept by the discipline office of the unit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.organisation.models import Seat, Unit
from registry.papers.stamps import status_of
from reviews.disposal import circle, laddering
from reviews.disposal.forms import StepForm
from reviews.disposal.models import LadderStep, WarningColour
from reviews.refusals import Refused

editing = require_http_methods(["GET", "HEAD", "POST"])


@editing
def ladder(request):
    """The ladder that counts for the person's unit; POST begins one of the unit's own."""
    if not circle.issues_at_all(request.reach):
        raise PermissionDenied("处置阶梯由发出处置的机构查看。")
    unit = _unit_of(request)
    if request.method == "POST":
        try:
            laddering.make_own(unit=unit, by=request.person)
        except Refused as refusal:
            raise PermissionDenied(refusal.text) from refusal
        messages.success(request, "已建立本单位的阶梯，现在可以修改了。")
        return redirect("ladder")
    steps = LadderStep.objects.of_unit(unit).prefetch_related("colours")
    found = list(steps)
    context = {
        "unit": unit,
        "groups": [
            (whom.label, [step for step in found if step.for_whom == whom])
            for whom in LadderStep.ForWhom
        ],
        "colours": WarningColour.objects.all(),
        "is_own": any(step.unit_id == unit.pk for step in found),
        "may_keep": laddering.may_keep(unit, request.person),
        "crumbs": _crumbs("处置阶梯"),
    }
    return render(request, "disposal/ladder.html", context)


def _unit_of(request):
    """Where the person keeps a ladder, else the unit whose one they issue by."""
    kept = request.reach.units_of(Seat.DISCIPLINE_OFFICE)
    own = Unit.objects.filter(pk__in=kept).order_by("path").first()
    return own or request.person.unit


@editing
def ladder_step(request, pk):
    """Read, compared and written under one lock."""
    with transaction.atomic():
        steps = LadderStep.objects.select_for_update(of=("self",))
        step = get_object_or_404(steps.filter(unit__in=_kept(request)), pk=pk)
        current = laddering.facts_of(step)
        form = StepForm(request.POST or None, current=current, initial=current)
        saved = _saved(request, form, unit=step.unit, for_whom=step.for_whom, step=step)
    return saved or _page(request, form, step, step.name)


@editing
def ladder_add(request, for_whom):
    """A step more at the end of the unit's own ladder."""
    if for_whom not in LadderStep.ForWhom.values:
        for_whom = LadderStep.ForWhom.PERSON
    unit = Unit.objects.filter(pk__in=_kept(request)).order_by("path").first()
    if unit is None:
        raise PermissionDenied(laddering.NOT_YOURS)
    last = LadderStep.objects.filter(unit=unit, for_whom=for_whom).order_by("order").last()
    initial = {
        "order": last.order + 1 if last else 1,
        "reply_days": 5,
        "rectify_days": 30,
        "offered": True,
    }
    form = StepForm(request.POST or None, current={}, initial=initial)
    saved = _saved(request, form, unit=unit, for_whom=for_whom)
    return saved or _page(request, form, None, "添加一步")


def _kept(request):
    kept = request.reach.units_of(Seat.DISCIPLINE_OFFICE)
    if not kept:
        raise PermissionDenied(laddering.NOT_YOURS)
    return kept


def _saved(request, form, **given):
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        laddering.save_step(facts=form.cleaned_data, by=request.person, **given)
    except Refused as refusal:
        form.add_error("name", refusal.in_one_line)
        return None
    messages.success(request, "已保存。")
    return redirect("ladder")


def _page(request, form, step, here):
    context = {"form": form, "step": step, "here": here, "crumbs": _crumbs(here, within=True)}
    return render(request, "disposal/ladder_step.html", context, status=status_of(form))


def _crumbs(here, *, within=False):
    found = [{"label": "处置", "url": reverse("disposal-list")}]
    if within:
        found.append({"label": "处置阶梯", "url": reverse("ladder")})
    return [*found, {"label": here}]
