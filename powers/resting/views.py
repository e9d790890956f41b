"""The page of a law with the powers that rest on it; powers to look at after a law changed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from powers.content import in_words, labelled
from powers.models import Power
from registry.access.guards import seat_required
from registry.laws.models import Law, LawChange
from registry.organisation.models import Seat

from .due import AlreadyDone, due, may_look, offices_condition, open_changes, say_unchanged
from .forms import LookedAtForm
from .grounds import resting_on
from .models import LookedAt

PAGE = 50
FAULTY, STALE = 422, 409


@require_safe
def law_detail(request, pk):
    laws = Law.objects.visible_to(request.reach).select_related("unit", "level")
    law = get_object_or_404(laws, pk=pk)
    today = timezone.localdate()
    powers = Power.objects.in_force().visible_to(request.reach)
    resting = resting_on(law, powers, today)
    page = Paginator(resting, PAGE).get_page(request.GET.get("page"))
    changes = law.changes.select_related("replaced_by", "made_by", "takes_back", "taken_back_by")
    replaces = law.replaces.filter(taken_back_by__isnull=True, law__in=laws)
    context = {
        "law": law,
        "state": law.state_on(today),
        "today": today,
        "changes": changes.order_by("-on", "-pk"),
        "replaces": replaces.select_related("law"),
        "articles": law.articles.all(),
        "page_obj": page,
        "may_keep": Law.objects.kept_by(request.reach).filter(pk=law.pk).exists(),
        "crumbs": [{"label": "法规库", "url": reverse("law-list")}, {"label": law.title}],
    }
    return render(request, "resting/law_detail.html", context)


@require_safe
@seat_required(Seat.PREVENTION_OFFICE)
def law_due_list(request):
    """What is to be looked at in the units that the person's office is over, by unit."""
    today = timezone.localdate()
    powers = Power.objects.in_force().filter(offices_condition(request.reach))
    page = Paginator(due(powers, today), PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [{"due": one, "overdue": one.is_overdue(today)} for one in page],
        "crumbs": [{"label": "法规库", "url": reverse("law-list")}, {"label": "待核对的职权"}],
    }
    return render(request, "resting/law_due_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def law_looked_at(request, change_pk, power_pk):
    """Say, with a word of reason, that a power stays as it is."""
    powers = Power.objects.in_force().visible_to(request.reach)
    power = get_object_or_404(powers.select_related("unit", "in_force"), pk=power_pk)
    change = get_object_or_404(LawChange.objects.standing().select_related("law"), pk=change_pk)
    if not may_look(request.reach, power.unit):
        raise PermissionDenied("依据变动由本单位防控办核对。")
    form = LookedAtForm(request.POST or None, current=[power.in_force_id, change.pk])
    if request.method == "POST" and form.is_valid():
        try:
            say_unchanged(
                power=power, change=change, why=form.cleaned_data["why"], by=request.person
            )
            messages.success(request, "已记下核对结果。")
        except AlreadyDone:
            messages.info(request, "这一项已经核对过，或者目录已经更新，不用再办。")
        return redirect("law-due-list")
    return _looked_at_page(request, form, power, change)


def _looked_at_page(request, form, power, change):
    today = timezone.localdate()
    one = Power.objects.in_force().filter(pk=power.pk)
    open_ones = due(one, today, [each for each in open_changes(today) if each.pk == change.pk])
    context = {
        "form": form,
        "power": power,
        "change": change,
        "due": next(iter(open_ones), None),
        "looked": LookedAt.objects.filter(version=power.in_force_id, change=change).first(),
        "words": labelled(in_words(power.in_force)),
        "crumbs": [
            {"label": "法规库", "url": reverse("law-list")},
            {"label": "待核对的职权", "url": reverse("law-due-list")},
            {"label": power.in_force.name},
        ],
    }
    status = 200 if not form.is_bound else STALE if form.is_stale else FAULTY
    return render(request, "resting/law_looked_at.html", context, status=status)
