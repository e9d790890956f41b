"""Passing several papers together, after opening the drawn ones."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone

from registry.papers.register import Change
from reviews import passing, workflow
from reviews.kinds import kind_of
from reviews.refusals import Refused
from reviews.verdicts import Verdict

OPENED = "opened_papers"


def pass_together(request):
    """Summed differences of the papers that can go together; the drawn ones must be opened."""
    today = timezone.localdate()
    steps = passing.passable_together(request.person) if request.person else []
    drawn = passing.sample(steps, request.person, today)
    opened = set(request.session.get(OPENED, []))
    unread = [step for step in drawn if step.paper_id not in opened]
    if request.method == "POST" and not unread:
        chosen = set(request.POST.getlist("step"))
        return _pass_all(request, [step for step in steps if str(step.pk) in chosen])
    if request.method == "POST":
        messages.warning(request, "请先打开看过抽到的表，再一并通过。")
    context = {
        "entries": [_entry(step, drawn, opened) for step in steps],
        "unread": unread,
    }
    return render(request, "reviews/pass_together.html", context)


def _entry(step, drawn, opened):
    rows = kind_of(step.paper).content.rows(step.paper.current)
    new = sum(row.change == Change.NEW for row in rows)
    return {
        "step": step,
        "paper": step.paper,
        "digest": step.paper.current.digest,
        "new": new,
        "unchanged": len(rows) - new,
        "drawn": step in drawn,
        "opened": step.paper_id in opened,
    }


def _pass_all(request, steps):
    done = 0
    for step in steps:
        verdict = Verdict(action="pass", digest=request.POST.get(f"digest-{step.pk}", ""))
        try:
            workflow.decide(step=step, by=request.person, verdict=verdict)
            done += 1
        except Refused as refusal:
            messages.error(request, f"{step.paper.title}：{refusal.text}")
    if done:
        messages.success(request, f"已通过 {done} 份。")
    return redirect("inbox")


def remember_opened(request, paper):
    """Called when a paper's page is opened, so that a drawn one counts as read."""
    opened = request.session.get(OPENED, [])
    if paper.pk not in opened:
        request.session[OPENED] = [*opened, paper.pk][-200:]
