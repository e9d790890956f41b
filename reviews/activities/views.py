"""廉政活动: the list with the year's numbers; one activity; its record on paper."""

from datetime import date

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.access.reach import ANSWERING_SEATS
from registry.files.storing import FileRefused, attachment_response
from registry.organisation.models import Unit
from registry.paging.keyset import Key, query_page
from registry.tables.table_file import table_file
from registry.trail.recording import record_now
from reviews.letter_file import letter_file
from reviews.refusals import Refused

from . import printed, proceeding
from .fetch import activity_of, own_activity
from .filters import ActivityFilter
from .forms import ActivityFileForm, NoteForm
from .models import ActivityFile, Invitation
from .sheets import table_of

ORDER = (Key("planned_on", date, falling=True), Key("pk", falling=True))
MOST_ROWS = 20_000
FAULTY = 422


@require_safe
def activity_list(request):
    form = _filter(request)
    today = timezone.localdate()
    page = query_page(_counted(form.narrowed()), ORDER, request.GET)
    context = {
        "form": form,
        "year": form.year_asked,
        "numbers": form.numbers(),
        "page": page,
        "rows": [{"activity": each, "state": each.state_on(today)} for each in page],
        "plans_for": Unit.objects.open().filter(
            pk__in=request.reach.units_of(*proceeding.PLANNING_SEATS)
        ),
        "may_export": request.reach.holds_any(*ANSWERING_SEATS),
    }
    return render(request, "activities/activity_list.html", context)


def _counted(activities):
    came = Q(invitations__came=Invitation.Came.CAME)
    return activities.listed().annotate(
        invited=Count("invitations"), came=Count("invitations", filter=came)
    )


def _filter(request):
    if not request.reach.takes_part:
        raise Http404
    return ActivityFilter(request.GET, reach=request.reach)


@require_safe
def activity_xlsx(request):
    """The list as it is narrowed now, for who answers for a unit or a section."""
    form = _filter(request)
    if not request.reach.holds_any(*ANSWERING_SEATS):
        raise Http404
    rows = _counted(form.narrowed()).order_by("planned_on", "pk")[:MOST_ROWS]
    unit = form.place.chosen or request.person.unit
    table = table_of(rows, form.year_asked, form.today, unit.name)
    by = request.person
    record_now(by=by, action="export.downloaded", unit=by.unit, target_kind="activities.activity")
    return table_file(table, "xlsx")


@require_safe
def activity_detail(request, pk):
    return _page(request, activity_of(request, pk))


def _page(request, activity, *, file_form=None, note_form=None):
    today = timezone.localdate()
    runs = proceeding.runs(activity, request.reach)
    whole = runs or request.reach.reads_whole(activity.unit)
    invitations = list(activity.invitations.select_related("person").order_by("pk"))
    context = {
        "activity": activity,
        "state": activity.state_on(today),
        "runs": runs,
        "whole": whole,
        "invited": len(invitations),
        "came": sum(each.came == Invitation.Came.CAME for each in invitations),
        "invitations": invitations if whole else [],
        "own": next((each for each in invitations if each.person == request.person), None),
        "grades": activity.kind.ballot,
        "tallies": _tallies(activity) if whole else [],
        "files": files_for(activity, whole=whole),
        "notes": activity.notes.select_related("by"),
        "file_form": file_form or ActivityFileForm(),
        "note_form": note_form or NoteForm(),
        "today": today,
        "crumbs": crumbs(activity),
    }
    bound = [form for form in (file_form, note_form) if form is not None]
    status = FAULTY if bound else 200
    return render(request, "activities/activity.html", context, status=status)


def _tallies(activity):
    """[(what was appraised, its tallies, how many ballots)]."""
    found = {}
    for each in activity.tallies.order_by("position", "place"):
        found.setdefault(each.position, []).append(each)
    return [(each[0].subject, each, sum(one.number for one in each)) for each in found.values()]


def files_for(activity, *, whole):
    files = activity.files.select_related("file")
    return files if whole else files.filter(part=ActivityFile.Part.MATERIAL)


@require_POST
def activity_file_add(request, pk):
    activity = own_activity(request, pk)
    form = ActivityFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, activity, file_form=form)
    asked = form.cleaned_data
    try:
        proceeding.add_file(
            activity=activity, upload=asked["file"], part=asked["part"], by=request.person
        )
    except FileRefused as refusal:
        form.add_error("file", refusal.messages)
        return _page(request, activity, file_form=form)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    else:
        messages.success(request, "文件已加上。")
    return redirect("activity", activity.pk)


@require_safe
def activity_file(request, pk, file_pk):
    activity = activity_of(request, pk)
    runs = proceeding.runs(activity, request.reach)
    whole = runs or request.reach.reads_whole(activity.unit)
    kept = get_object_or_404(files_for(activity, whole=whole), pk=file_pk)
    record_now(by=request.person, action="activity.file_read", unit=activity.unit, target=activity)
    return attachment_response(kept.file)


@require_POST
def activity_file_remove(request, pk, file_pk):
    activity = own_activity(request, pk)
    kept = get_object_or_404(activity.files.select_related("file", "activity"), pk=file_pk)
    try:
        proceeding.remove_file(kept=kept, by=request.person)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    else:
        messages.success(request, "已移除这个文件。")
    return redirect("activity", activity.pk)


@require_POST
def activity_note(request, pk):
    activity = own_activity(request, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, activity, note_form=form)
    try:
        proceeding.add_note(activity=activity, text=form.cleaned_data["text"], by=request.person)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    else:
        messages.success(request, "补充说明已记下。")
    return redirect("activity", activity.pk)


@require_safe
def activity_print(request, pk, format_name):
    """The record, names and ballots with it: for those who file it, and who reads the unit."""
    activity = activity_of(request, pk)
    whole = proceeding.runs(activity, request.reach) or request.reach.reads_whole(activity.unit)
    if not (activity.is_held and whole):
        raise Http404
    name = f"{printed.TITLE}-{activity.number}"
    file = letter_file(printed.letter_of(activity), name, format_name)
    record_now(by=request.person, action="export.downloaded", unit=activity.unit, target=activity)
    return file


def crumbs(activity=None, label=""):
    steps = [{"label": "廉政活动", "url": reverse("activity-list")}]
    if activity is not None:
        url = reverse("activity", args=[activity.pk]) if label else ""
        steps.append({"label": activity.about, "url": url})
    return [*steps, {"label": label}] if label else steps
