"""The principal: papers waiting for confirmation, differences only, many at once; or back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from registry.papers.register import Overtaken
from reviews import actions, possible, workflow
from reviews.differences import differences_of
from reviews.forms import ReasonForm
from reviews.kinds import kind_of
from reviews.refusals import Refused

from .fetch import fetch_paper


def confirm_list(request):
    """Everything ready for this person, each with the rows that change the register."""
    waiting = _confirmable(request)
    if request.method == "POST":
        chosen = set(request.POST.getlist("paper"))
        return _confirm_all(request, [paper for paper in waiting if str(paper.pk) in chosen])
    entries = differences_of(waiting)
    return render(request, "reviews/confirm_list.html", {"entries": entries})


def _confirmable(request):
    papers = possible.papers_for("confirm", request.person, timezone.localdate())
    return papers.select_related("unit", "post", "section", "programme").order_by("pk")


def _confirm_all(request, papers):
    """Each paper in a transaction of its own; what was refused is named with the reason."""
    done = 0
    for paper in papers:
        digest = request.POST.get(f"digest-{paper.pk}", "")
        try:
            workflow.confirm(paper=paper, by=request.person, digest=digest)
            done += 1
        except (Refused, Overtaken) as refusal:
            messages.error(request, f"{paper.title}没有确认：{refusal.text}")
    if done:
        messages.success(request, f"已确认 {done} 份，内容已进入台账。")
    elif not papers and request.POST.getlist("paper"):
        messages.info(request, "所选的表已经确认过，或已转到别处，不需要再确认。")
    elif not papers:
        messages.warning(request, "还没有勾选要确认的表。")
    return redirect("confirm-list")


def send_back(request, pk):
    """Not confirmed: back to the filler with a reason, all rows or the chosen ones."""
    paper = fetch_paper(request, pk)
    if actions.find(paper, request.person, timezone.localdate(), "send_back") is None:
        raise PermissionDenied("退回由单位主要负责人在确认环节办理。")
    rows = kind_of(paper).content.rows(paper.current)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        known = {str(row.line.pk): row.line.pk for row in rows}
        chosen = [known[key] for key in request.POST.getlist("row") if key in known]
        try:
            workflow.send_back(
                paper=paper, by=request.person, why=form.cleaned_data["why"], line_ids=chosen
            )
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, "已退回填报人，并告知理由。")
            return redirect("confirm-list")
    return render(
        request, "reviews/paper_send_back.html", {"paper": paper, "rows": rows, "form": form}
    )
