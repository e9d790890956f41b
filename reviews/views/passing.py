"""Passing several papers together, after opening the drawn ones."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone

from reviews import meetings, passing, sampling, workflow
from reviews.forms import MeetingForm
from reviews.refusals import Refused
from reviews.verdicts import Verdict

from .deciding import meeting_attendees


def pass_together(request):
    """Summed differences of the papers that can go together; the drawn ones must be opened."""
    steps = passing.passable_together(request.person) if request.person else []
    entries = [step.differences for step in steps]
    sample = sampling.sample_of(entries, request.person, timezone.localdate(), request.session)
    chosen = set(request.POST.getlist("step"))
    unread = []
    if request.method == "POST":
        batch = [step for step in steps if str(step.pk) in chosen]
        unread = sample.unread([step.differences for step in batch])
        if not unread:
            return _pass_all(request, batch)
    context = {
        "entries": [_entry(step, sample, chosen) for step in steps],
        "to_open": sample.unread(entries),
        "refused": unread,
    }
    status = 422 if unread else 200
    return render(request, "reviews/pass_together.html", context, status=status)


def meet_together(request):
    """One meeting, several papers: each unit that meets has its own form on the page."""
    today = timezone.localdate()
    steps = passing.examinable_together(request.person, today) if request.person else {}
    sessions = [_session(request, unit, found, today) for unit, found in steps.items()]
    sent = next((each for each in sessions if each["meeting"].is_bound), None)
    if sent and sent["meeting"].is_valid() and sent["attendees"].is_valid():
        return _hold(request, sent)
    status = 422 if sent else 200
    return render(request, "reviews/meet_together.html", {"sessions": sessions}, status=status)


def _session(request, unit, steps, today):
    """What one unit's group has before it; bound when its form was sent."""
    data = request.POST if request.POST.get("unit") == str(unit.pk) else None
    return {
        "unit": unit,
        "entries": [_entry(step, sampling.Sample([], frozenset()), ()) for step in steps],
        "meeting": MeetingForm(data, prefix=f"meeting-{unit.pk}"),
        "attendees": meeting_attendees(
            data, meetings.invited(steps[0], today), prefix=f"attendees-{unit.pk}"
        ),
    }


def _hold(request, session):
    """Record the meeting and pass the chosen papers: the meeting and all of them, or nothing."""
    chosen = set(request.POST.getlist("step"))
    steps = [e["step"] for e in session["entries"] if str(e["step"].pk) in chosen]
    if not steps:
        messages.warning(request, "还没有勾选会上通过的表。")
        return redirect("meet-together")
    try:
        _pass_in_meeting(request, session, steps)
    except Refused as refusal:
        text = refusal.in_one_line
        messages.error(request, f"没有办成，什么都没有写入：{text}")
        return redirect("meet-together")
    messages.success(request, f"会议已登记，{len(steps)} 份表通过。")
    return redirect("inbox")


@transaction.atomic
def _pass_in_meeting(request, session, steps):
    meeting = meetings.record_meeting(
        step=steps[0],
        attendees=[form.cleaned_data for form in session["attendees"]],
        by=request.person,
        **session["meeting"].cleaned_data,
    )
    for step in steps:
        digest = request.POST.get(f"digest-{step.pk}", "")
        verdict = Verdict(action="pass", digest=digest, meeting=meeting)
        workflow.decide(step=step, by=request.person, verdict=verdict)


def _entry(step, sample, chosen):
    """`chosen` are the ids that were sent; none: every box is ticked to begin with."""
    return {
        "step": step,
        "paper": step.paper,
        "digest": step.differences.revision.digest,
        "counts": step.differences.counts,
        "drawn": step.differences in sample.drawn,
        "opened": sample.has_opened(step.differences),
        "ticked": not chosen or str(step.pk) in chosen,
    }


def _pass_all(request, steps):
    done = 0
    for step in steps:
        verdict = Verdict(action="pass", digest=request.POST.get(f"digest-{step.pk}", ""))
        try:
            workflow.decide(step=step, by=request.person, verdict=verdict)
            done += 1
        except Refused as refusal:
            messages.error(request, f"{step.paper.title_inside}：{refusal.text}")
    if done:
        messages.success(request, f"已通过 {done} 份。")
    return redirect("inbox")
