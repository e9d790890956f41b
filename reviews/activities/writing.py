"""The forms of an activity: planned, planned otherwise, called off, who came, what came of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from registry.access.guards import seat_required
from registry.organisation.models import Person, Unit
from registry.papers.stamps import status_of
from reviews.refusals import Refused

from . import proceeding
from .fetch import own_activity
from .forms import AttendanceForm, CallOffForm, PlanForm, RecordForm
from .models import Activity, ActivityKind
from .proceeding import PLANNING_SEATS
from .views import crumbs

editing = require_http_methods(["GET", "HEAD", "POST"])
NOT_YOUR_UNIT = "活动由本单位的防控办、纪检监察机构或者主要负责人安排。"


@editing
@seat_required(*PLANNING_SEATS)
def activity_plan(request, unit_pk):
    unit = Unit.objects.open().filter(request.reach.touched_q(), pk=unit_pk).first()
    if unit is None:
        raise Http404
    if unit.pk not in request.reach.units_of(*PLANNING_SEATS):
        raise PermissionDenied(NOT_YOUR_UNIT)
    form = PlanForm(
        request.POST or None,
        current={},
        unit=unit,
        kinds=ActivityKind.objects.of_unit(unit).listed(),
        initial={"holder": request.person},
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            made = proceeding.plan(
                unit=unit, kind=said["kind"], people=form.invited, by=request.person, said=said
            )
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, "已安排，参加的人会收到消息，也列在他们的任务日历里。")
            return redirect("activity", made.pk)
    context = {"form": form, "unit": unit, "activity": None, "crumbs": crumbs(label="安排活动")}
    return render(request, "activities/activity_form.html", context, status=status_of(form))


@editing
def activity_replan(request, pk):
    with transaction.atomic():
        activity = own_activity(request, pk, Activity.objects.select_for_update(of=("self",)))
        if activity.is_held or activity.is_closed:
            return _refused(request, activity, proceeding.HELD)
        current = proceeding.facts_of(activity)
        form = PlanForm(
            request.POST or None,
            current=current,
            initial=current,
            unit=activity.unit,
            invited=Person.objects.filter(invitations__activity=activity),
        )
        if request.method == "POST" and form.is_valid():
            given = {"people": form.invited, "said": form.cleaned_data}
            return _done(request, activity, proceeding.replan, "已改好。", **given)
    context = {
        "form": form,
        "unit": activity.unit,
        "activity": activity,
        "crumbs": crumbs(activity, "改安排"),
    }
    if form.is_stale:
        names = ("about", "planned_on", "place", "guests")
        context["stale_rows"] = list(form.stale_rows(names))
    return render(request, "activities/activity_form.html", context, status=status_of(form))


@editing
def activity_call_off(request, pk):
    activity = own_activity(request, pk)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = "已取消，参加的人会收到消息。"
        return _done(request, activity, proceeding.call_off, answer, **form.cleaned_data)
    context = {"form": form, "activity": activity, "crumbs": crumbs(activity, "取消活动")}
    return render(request, "activities/activity_call_off.html", context, status=status_of(form))


@editing
def activity_hold(request, pk):
    """Who came; it may be put right until the result is written down."""
    with transaction.atomic():
        activity = own_activity(request, pk, Activity.objects.select_for_update(of=("self",)))
        if activity.is_closed:
            return _refused(request, activity, proceeding.CLOSED)
        rows = activity.invitations.select_related("person").order_by("person__name", "pk")
        form = AttendanceForm(
            request.POST or None,
            invitations=rows,
            current=proceeding.attendance_of(activity),
            initial={"held_on": activity.held_on or activity.planned_on},
        )
        if request.method == "POST" and form.is_valid():
            given = {"held_on": form.cleaned_data["held_on"], "came": form.came}
            return _done(request, activity, proceeding.hold, "出席情况已登记。", **given)
    context = {"form": form, "activity": activity, "crumbs": crumbs(activity, "登记出席")}
    return render(request, "activities/activity_hold.html", context, status=status_of(form))


@editing
def activity_record(request, pk):
    activity = own_activity(request, pk)
    if activity.is_closed:
        return _refused(request, activity, proceeding.CLOSED)
    if not activity.is_held:
        return _refused(request, activity, proceeding.NOT_HELD)
    form = RecordForm(request.POST or None, grades=activity.kind.ballot)
    if request.method == "POST" and form.is_valid():
        given = {"result": form.cleaned_data["result"], "tallies": form.tallies}
        return _done(request, activity, proceeding.write_down, "已记录，可以打印归档。", **given)
    context = {"form": form, "activity": activity, "crumbs": crumbs(activity, "写结果")}
    return render(request, "activities/activity_record.html", context, status=status_of(form))


def _done(request, activity, act, answer, **given):
    try:
        act(activity=activity, by=request.person, **given)
        messages.success(request, answer)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    return redirect("activity", activity.pk)


def _refused(request, activity, text):
    messages.warning(request, text)
    return redirect("activity", activity.pk)
