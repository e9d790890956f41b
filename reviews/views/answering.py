"""What the office does with opinions on a publicity: answers one, or several; reopens rows."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from reviews import actions, offices, opinions, reopening
from reviews.models import Opinion, Publication
from reviews.opinion_forms import AnswerForm, TogetherForm
from reviews.refusals import Refused

from .opinions import crumbs, fetch_publicity, part_of

NONE_WRITTEN = "所选的几条一条也没有写入。等答复的还是下面这些，您写的答复还在。"


def opinion_answer(request, pk):
    """The opinion, and the answer to it."""
    opinion = _fetch_opinion(request, pk)
    form = AnswerForm(request.POST or None)
    if hasattr(opinion, "answer"):
        form = None if request.method != "POST" else form
    elif request.person not in opinions.answerers(opinion, timezone.localdate()):
        raise PermissionDenied(opinions.NOT_YOURS)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = opinions.answer(opinion=opinion, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            problem = refusal.in_one_line
        else:
            return _after_answer(request, opinion, made)
    context = {
        "opinion": opinion,
        "giver": _giver(request.person, opinion),
        "form": form,
        "problem": problem,
        "reopening": {} if form else _reopening(request, opinion),
        "crumbs": crumbs(opinion.publication, "答复意见"),
    }
    failed = problem or (form is not None and form.errors)
    return render(request, "reviews/opinion_answer.html", context, status=422 if failed else 200)


def opinions_together(request, pk):
    """One conclusion and reply for the ticked ones of those that wait for this person's answer."""
    publication = fetch_publicity(request, pk)
    theirs = publication.opinions.listed().filter(offices.answering(request.reach))
    if not theirs.exists():
        raise PermissionDenied(opinions.NOT_YOURS)
    form = TogetherForm(request.POST or None, theirs=theirs)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = opinions.answer_together(by=request.person, **form.cleaned_data)
        except Refused as refusal:
            problem = f"{refusal.in_one_line}{NONE_WRITTEN}"
        else:
            return _after_answers(request, publication, made)
    context = {
        "publication": publication,
        "waiting": part_of(request, theirs.unanswered(), "waiting"),
        "ticked": request.POST.getlist("opinion"),
        "form": form,
        "problem": problem,
        "crumbs": crumbs(publication, "几条一起答复"),
    }
    failed = problem or form.errors
    return render(request, "reviews/opinions_together.html", context, status=422 if failed else 200)


def _fetch_opinion(request, pk):
    """One that the person's office looks after, or answers in place of another; else 404."""
    managed = Publication.objects.filter(offices.managed(request.reach)).order_by()
    theirs = Q(publication__in=managed) | offices.answering(request.reach)
    return get_object_or_404(Opinion.objects.listed().filter(theirs), pk=pk)


def _giver(person, opinion):
    """Who gave it, by name only for those who may answer it: whoever it is about reads no name."""
    if opinion.given_by is None or person in opinions.answerers(opinion, timezone.localdate()):
        return opinion.giver
    return "署名提出"


def _after_answer(request, opinion, made):
    """What is adopted goes on to the page that reopens exactly the row, for whoever may."""
    reopen = _reopen_url(request, opinion) if made.changes_something else ""
    if reopen:
        messages.success(request, "已答复。请确认要重开的条目，它会回到填报人手里。")
        return redirect(reopen)
    messages.success(request, "已答复。")
    if reopening.waits(opinion):
        return redirect("opinion-answer", opinion.pk)
    return redirect("publicity-detail", opinion.publication_id)


def _after_answers(request, publication, made):
    waiting = [each.opinion for each in made if reopening.waits(each.opinion)]
    text = "采纳的条目还要重开，在下面。" if waiting else ""
    messages.success(request, f"已用同样的话答复 {len(made)} 条。{text}")
    if waiting and not actions.office_of(publication, request.person, timezone.localdate()):
        return redirect("opinion-answer", waiting[0].pk)
    return redirect("publicity-detail", publication.pk)


def _reopening(request, opinion):
    """How the row of an adopted opinion comes back: a page to go to (`url`), a button to press
    (`press`), or in words who does it (`told`); nothing where nothing waits.
    """
    if not reopening.waits(opinion):
        return {}
    url, today = _reopen_url(request, opinion), timezone.localdate()
    if url:
        return {"url": url}
    if reopening.may_reopen(opinion.shown.revision.paper, request.person, today):
        return {"press": True}
    return {"told": reopening.who_reopens(opinion, today)}


def _reopen_url(request, opinion):
    """The page that reopens the row, with every row ticked that an adopted opinion on the paper
    waits for; blank where there is nothing to do.
    """
    shown = opinion.shown
    if shown is None or shown.outcome != "":
        return ""
    paper, today = shown.revision.paper, timezone.localdate()
    if actions.find(paper, request.person, today, "reopen_rows") is None:
        return ""
    lines = shown.revision.point_lines.filter(version=opinion.row.point_version_id)
    ticked = {*lines.values_list("pk", flat=True), *reopening.rows_concerned(paper)}
    query = urlencode([("row", pk) for pk in sorted(ticked)])
    return f"{reverse('rows-reopen', args=[paper.pk])}?{query}"


@require_POST
def opinion_reopen(request, pk):
    """One press: what adopted opinions on the same paper wait for comes back to the filler."""
    opinion = _fetch_opinion(request, pk)
    if opinion.shown is None:
        raise Http404
    paper, today = opinion.shown.revision.paper, timezone.localdate()
    if not actions.office_of(paper, request.person, today):
        raise PermissionDenied("重开条目由防控办办理。")
    try:
        count = reopening.reopen_concerned(paper=paper, by=request.person, day=today)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    else:
        _tell_reopened(request, paper, count)
    return redirect("publicity-detail", opinion.publication_id)


def _tell_reopened(request, paper, count):
    if count:
        text = f"{paper.owner_name}的 {count} 条已重开，填报人会收到消息；其余的表照常公示。"
        messages.success(request, text)
    else:
        messages.info(request, "这些条目已经重开过了，不需要再办理。")
