"""风险提示 as the office writes them: words, points, issuing, whom it told."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Seat
from registry.papers.stamps import status_of
from registry.tables.table_file import table_file
from registry.tables.text import number_in
from registry.trail.recording import record_now
from reviews.refusals import Refused

from . import issuing, key_work, proposing, recipients
from .forms import AlertForm, PointsForm, ToldForm
from .models import Alert
from .pages import crumbs, fetch_alert


@seat_required(Seat.PREVENTION_OFFICE)
def alert_add(request):
    units = list(issuing.units_kept(request.reach))
    today = timezone.localdate()
    asked = number_in(request.GET.get("month", "")) or today.month
    month = asked if asked in key_work.BY_MONTH else today.month
    start = {"year": today.year, "month": month, "manner": Alert.Manner.WRITTEN}
    start |= _usual(request, month)
    form = AlertForm(request.POST or None, units=units, initial=start)
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data.get("unit") or units[0]
        made = issuing.draft(unit=unit, content=form.content, by=request.person)
        messages.success(request, "草稿已保存，别人还看不到。接着挑选涉及的风险点。")
        return redirect("alert-points", made.pk)
    context = {
        "form": form,
        "month": month,
        "usual": list(enumerate(key_work.usual_in(month))),
        "crumbs": crumbs(label="起草"),
    }
    return render(request, "alerts/alert_form.html", context, status=status_of(form))


def _usual(request, month):
    """The key work that was clicked, as the form begins with it."""
    usual = key_work.usual_in(month)
    place = number_in(request.GET.get("usual", ""))
    if place is None or place >= len(usual):
        return {}
    work, words = usual[place]
    return {"key_work": work, "words": words}


def alert_edit(request, pk):
    """Read, compared and written under one lock."""
    found = _own_draft(request, pk)
    form = AlertForm(units=[], current=found, initial=issuing.content_of(found))
    if request.method == "POST":
        try:
            with transaction.atomic():
                found = issuing.lock_draft(found)
                form = AlertForm(request.POST, units=[], current=found)
                if form.is_valid():
                    issuing.change(alert=found, content=form.content, by=request.person)
                    messages.success(request, "草稿已保存。")
                    return redirect("alert", found.pk)
        except Refused as refusal:
            return _refused(request, found, refusal)
    context = {"form": form, "alert": found, "crumbs": crumbs(found, "修改")}
    if form.is_stale:
        context["stale_rows"] = list(form.stale_rows(("key_work", "words", "text")))
    return render(request, "alerts/alert_form.html", context, status=status_of(form))


def alert_points(request, pk):
    """What is proposed, ticked where it was chosen or stood out in the same month last year."""
    found = _own_draft(request, pk)
    rows = proposing.proposed_for(found)
    versions = [row.version for row in rows]
    current = [each.pk for each in proposing.chosen(found)]
    ticked = current or [row.version.pk for row in rows if row.was_told or row.was_wanting]
    form = PointsForm(
        request.POST or None, offered=versions, current=current, initial={"points": ticked}
    )
    if request.method == "POST" and form.is_valid():
        picked = set(form.cleaned_data["points"])
        try:
            issuing.choose_points(
                alert=found, versions=[v for v in versions if v.pk in picked], by=request.person
            )
        except Refused as refusal:
            return _refused(request, found, refusal)
        messages.success(request, "涉及的风险点和提示对象已定好，核对以后就可以发出。")
        return redirect("alert", found.pk)
    marked = {str(pk) for pk in form["points"].value() or ()}
    context = {
        "alert": found,
        "form": form,
        "rows": [(row, str(row.version.pk) in marked) for row in rows],
        "most": proposing.MOST_POINTS,
        "crumbs": crumbs(found, "挑选风险点"),
    }
    return render(request, "alerts/alert_points.html", context, status=status_of(form))


@require_POST
def alert_issue(request, pk):
    found = _own_draft(request, pk)
    try:
        issuing.issue(alert=found, seen=request.POST.get("stamp", ""), by=request.person)
    except Refused as refusal:
        return _refused(request, found, refusal)
    messages.success(request, "提示已经发出。")
    return redirect("alert", found.pk)


@require_POST
def alert_told(request, pk):
    found = _kept(request, pk)
    waiting = list(found.addressees.filter(told_on=None).select_related("post"))
    since = timezone.localdate(found.issued_at or timezone.now())
    form = ToldForm(request.POST, waiting=waiting, since=since)
    if found.is_draft or not form.is_valid():
        messages.warning(request, _first_error(form) or issuing.CHANGED)
        return redirect("alert", found.pk)
    issuing.record_told(alert=found, by=request.person, **form.cleaned_data)
    messages.success(request, "已记下告知情况。")
    return redirect("alert", found.pk)


@require_safe
def alert_recipients(request, pk):
    """Whom to tell, as a workbook, of an alert that is told by mouth or by message."""
    found = _kept(request, pk)
    if found.is_draft or not found.is_spoken:
        raise Http404
    table = recipients.table_of(found, timezone.localdate())
    record_now(by=request.person, action="export.downloaded", unit=found.unit, target=found)
    return table_file(table, "xlsx")


@require_POST
def alert_discard(request, pk):
    found = _own_draft(request, pk)
    try:
        issuing.discard(alert=found, by=request.person)
    except Refused as refusal:
        return _refused(request, found, refusal)
    messages.success(request, "草稿已删除。")
    return redirect("alert-list")


def _kept(request, pk):
    """One that this person writes; whoever only reads it is refused, others do not find it."""
    found, keeps = fetch_alert(request, pk)
    if not keeps:
        raise PermissionDenied(issuing.NOT_YOURS)
    return found


def _own_draft(request, pk):
    found = _kept(request, pk)
    if not found.is_draft:
        raise PermissionDenied(issuing.NOT_DRAFT)
    return found


def _refused(request, found, refusal):
    messages.warning(request, refusal.in_one_line)
    return redirect("alert", found.pk)


def _first_error(form):
    return next((error for errors in form.errors.values() for error in errors), "")
