"""接办: whoever left, who may go on, and the button. The rows stay unseen until it is taken."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone

from registry.access.reach import reach_of
from registry.papers.models import Paper
from reviews import actions, filing, taking_over
from reviews.forms import TakeOverForm
from reviews.refusals import NotReady, Refused

from .fetch import fetch_paper


def paper_take_over(request, pk):
    """One takes it over oneself; the prevention office says who does."""
    paper = _left(request, pk)
    if paper is None:
        return _taken_already(request, fetch_paper(request, pk))
    today = timezone.localdate()
    people = taking_over.may_name(paper, request.person, today)
    data = request.POST if request.method == "POST" else None
    form = TakeOverForm(data, people=people, initial={"to": _only(people)})
    if request.method == "POST" and actions.find(paper, request.person, today, "take_over") is None:
        raise PermissionDenied("这张表现在不能由您接办。")
    if request.method == "POST" and form.is_valid():
        try:
            taking_over.take_over(paper=paper, to=form.cleaned_data["to"], by=request.person)
        except NotReady as refusal:
            form.add_error("to", refusal.problems)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            return _done(request, paper, form.cleaned_data["to"])
    context = {
        "paper": paper,
        "form": form,
        "people": people,
        "saved_at": paper.current.saved_at,
        "mine": people == [request.person],
        "own": filing.own_forms(
            person=request.person, post=paper.post_id, programme=paper.programme_id
        ).first(),
        "on_post": paper.post_id in request.reach.post_ids,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "reviews/paper_take_over.html", context, status=status)


def _left(request, pk):
    """A draft left on a post of one's own or under one's office, or None."""
    if request.person is None:
        return None
    found = Paper.objects.filter(taking_over.left_drafts(reach_of(request.person)), pk=pk)
    return found.select_related("unit", "section", "post", "holder", "programme").first()


def _taken_already(request, paper):
    """A double click, a lost reply: it is one's own by now."""
    if paper.takeovers.filter(after=request.person).exists():
        messages.info(request, "这张表已经由您接办，不需要再办。")
        return redirect("paper-detail", paper.pk)
    raise PermissionDenied("只有填报人离开了岗位的草稿，才需要接办。")


def _only(people):
    return people[0].pk if len(people) == 1 else None


def _done(request, paper, to):
    if to == request.person:
        messages.success(request, "已由您接办。内容都在，请接着填写。")
        return redirect("paper-edit", paper.pk)
    messages.success(request, f"已交给{to.name}接着填写。")
    return redirect("inbox")
