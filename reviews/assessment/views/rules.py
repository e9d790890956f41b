"""评估办法 of a unit: switched on and set by its prevention office."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.access.guards import seat_required
from registry.organisation.models import Seat, Unit
from registry.papers.stamps import status_of
from registry.standing.keeping import lock_unit
from reviews.assessment import setting
from reviews.assessment.forms import RulesForm
from reviews.assessment.models import AssessmentRules
from reviews.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required(Seat.PREVENTION_OFFICE)
def assessment_rules(request, unit_pk):
    """Read, compared and written under one lock."""
    units = Unit.objects.filter(pk__in=request.reach.units_of(Seat.PREVENTION_OFFICE))
    with transaction.atomic():
        unit = get_object_or_404(units, pk=unit_pk)
        lock_unit(unit)
        current = setting.values_of(unit)
        form = RulesForm(request.POST or None, current=current, initial=current)
        if request.method == "POST" and form.is_valid():
            try:
                setting.save(unit=unit, values=form.cleaned_data, by=request.person)
            except Refused as refusal:
                form.add_error(None, refusal.text)
            else:
                messages.success(request, "已保存。以前的决定仍按当时的办法留存。")
                return redirect("assessment")
    context = {
        "unit": unit,
        "form": form,
        "versions": AssessmentRules.objects.filter(unit=unit).select_related("made_by")[:20],
        "crumbs": [{"label": "评估", "url": reverse("assessment")}, {"label": "评估办法"}],
    }
    return render(request, "assessment/rules.html", context, status=status_of(form))
