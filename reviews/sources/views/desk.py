"""The desk: all entries of the office, a new one, one made of a missive that was a report."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from registry.paging.keyset import query_page
from registry.papers.stamps import status_of
from reviews import overseen
from reviews.questionnaires.results import texts_seen_by
from reviews.refusals import Refused
from reviews.sources import entering
from reviews.sources.forms import SourceFilter, SourceForm
from reviews.sources.models import NEWEST_FIRST, Channel, Source
from reviews.views.missives import received

from .fetch import crumbs, require_office, seen_by, unlogged

PAGE = 30


@unlogged
@require_safe
@vary_on_headers("HX-Request")
def source_list(request):
    require_office(request)
    form = SourceFilter(request.GET)
    page = query_page(form.narrowed(seen_by(request)), NEWEST_FIRST, request.GET, PAGE)
    shown = [each.pk for each in page]
    covered = Source.objects.filter(pk__in=shown).covered().order_by()
    context = {
        "form": form,
        "page": page,
        "covered": set(covered.values_list("pk", flat=True)),
    }
    fragment = request.htmx and not request.htmx.boosted
    name = "_source_rows" if fragment else "source_list"
    return render(request, f"sources/{name}.html", context)


@unlogged
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def source_add(request):
    require_office(request)
    return _add(request, {})


@unlogged
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def source_from_answer(request, pk):
    """转为风险信息: what somebody wrote in a questionnaire of the person's office, as a beginning.

    What is entered is the office's own and leads back to no sheet (ADR 0059).
    """
    require_office(request)
    answer = get_object_or_404(texts_seen_by(request.reach), pk=pk)
    begun = {
        "unit": answer.question.questionnaire.unit_id,
        "channel": Channel.QUESTIONNAIRE,
        "text": answer.text,
    }
    return _add(request, begun)


def _add(request, taken_from):
    units = overseen.units_of(request.reach)
    initial = {"came_on": timezone.localdate(), **taken_from}
    if len(units[:2]) == 1 and "unit" not in initial:
        initial["unit"] = units[0]
    form = SourceForm(request.POST or None, units=units, current={}, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            source = entering.enter(facts=form.cleaned_data, by=request.person)
        except Refused as refusal:
            form.add_error("unit", refusal.text)
        else:
            messages.success(request, "已登记。接着关联岗位或者风险点，评估才用得上。")
            return redirect("source-detail", source.pk)
    context = {"form": form, "source": None, "here": "登记", "crumbs": crumbs("登记")}
    return render(request, "sources/source_form.html", context, status=status_of(form))


@unlogged
@require_POST
def source_take_over(request, pk):
    """转入风险信息: a missive of the person's office that was kept as a report."""
    missive = get_object_or_404(received(request.person), pk=pk)
    try:
        source = entering.take_over(missive=missive, by=request.person)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
        return redirect("missive-detail", pk)
    messages.success(request, "已转入风险信息。请核对分量，去掉不需要的姓名。")
    return redirect("source-detail", source.pk)
