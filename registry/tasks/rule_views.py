"""Pages of the recurring duties (定期工作), for the prevention office of a unit."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Seat, Unit
from registry.organisation.unit_choice import UnitChoice
from registry.papers.stamps import status_of
from registry.standing.keeping import lock_unit

from . import keeping
from .models import TaskRule
from .recurring import coming, counting
from .rule_forms import RuleFilter, RuleForm, initial_of

editing = require_http_methods(["GET", "HEAD", "POST"])
office = seat_required(Seat.PREVENTION_OFFICE)


@require_safe
@office
def recurring_list(request):
    """What counts for a unit of this office, and what the clock will open next."""
    place = UnitChoice(_kept_units(request), request.GET)
    unit = place.chosen or _kept_units(request).order_by("path").first()
    form, today = RuleFilter(request.GET), timezone.localdate()
    rules = sorted(counting(unit).values(), key=lambda rule: (not rule.is_on, rule.pk))
    context = {
        "unit": unit,
        "place": place,
        "form": form,
        "rules": form.narrowed(rules),
        "any_on": any(rule.is_on for rule in rules),
        "coming": [
            {"wanted": wanted, "to": [to.name for to in whom]}
            for wanted, whom in coming(unit, today)
        ],
    }
    return render(request, "tasks/recurring_list.html", context)


@editing
@office
def recurring_add(request, unit_pk):
    unit = _unit(request, unit_pk)
    form = RuleForm(
        request.POST or None,
        current={},
        initial={"remind_days": "30、7、1", "escalates_after": 3, "is_on": True},
    )
    if request.method == "POST" and form.is_valid():
        rule = keeping.add_rule(unit=unit, facts=form.facts, by=request.person)
        messages.success(request, f"已加上“{rule.name}”，到时间系统会开启任务并提醒。")
        return redirect(_list_of(unit))
    return _page(request, form, unit, None)


@editing
@office
def recurring_edit(request, unit_pk, code):
    """Read, compared and written under one lock."""
    unit = _unit(request, unit_pk)
    with transaction.atomic():
        lock_unit(unit)
        rule = _rule(unit, code)
        current = keeping.facts_of(rule)
        form = RuleForm(request.POST or None, current=current, initial=initial_of(current))
        if request.method == "POST" and form.is_valid():
            keeping.save_rule(unit=unit, code=code, facts=form.facts, by=request.person)
            messages.success(request, "已保存。已经开启的任务不变，下一次起按新的办。")
            return redirect(_list_of(unit))
    return _page(request, form, unit, rule)


@require_POST
@office
def recurring_switch(request, unit_pk, code):
    """POST `on`: 1 or 0."""
    unit = _unit(request, unit_pk)
    rule, on = _rule(unit, code), request.POST.get("on") == "1"
    keeping.switch(unit=unit, code=code, on=on, by=request.person)
    text = "已启用" if on else "已停用，已经开启的任务不受影响"
    messages.success(request, f"“{rule.name}”{text}。")
    return redirect(_list_of(unit))


@require_POST
@office
def recurring_inherit(request, unit_pk, code):
    """Give up the unit's own row."""
    unit = _unit(request, unit_pk)
    rule = _rule(unit, code)
    if keeping.inherit_again(unit=unit, code=code, by=request.person):
        messages.success(request, f"“{rule.name}”改回上级单位或系统的设置。")
    else:
        messages.warning(request, "这一项没有可以改回的设置；不需要时可以停用。")
    return redirect(_list_of(unit))


def _kept_units(request):
    return Unit.objects.filter(pk__in=request.reach.units_of(Seat.PREVENTION_OFFICE))


def _unit(request, pk):
    return get_object_or_404(_kept_units(request), pk=pk)


def _rule(unit, code):
    try:
        return counting(unit)[code]
    except KeyError as unknown:
        raise Http404 from unknown


def _list_of(unit):
    return f"{reverse('recurring-list')}?unit={unit.pk}"


def _page(request, form, unit, rule):
    here = "修改" if rule else "添加"
    inherits = bool(rule and rule.unit_id == unit.pk) and (
        TaskRule.objects.bearing_on(unit).filter(code=rule.code).exclude(unit=unit).exists()
    )
    context = {
        "form": form,
        "unit": unit,
        "rule": rule,
        "may_inherit": inherits,
        "crumbs": [{"label": "定期工作", "url": _list_of(unit)}, {"label": here}],
        "here": here,
    }
    return render(request, "tasks/recurring_form.html", context, status=status_of(form))
