"""纠错, inside: what the public says is wrong in the lists of one's office, and its answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from registry.organisation.models import Seat
from registry.tables.text import chinese_date
from reviews import mistakes
from reviews.mistake_forms import MistakeAnswerForm
from reviews.refusals import Refused

PAGE_SIZE = 30


def card_of(mistake):
    return {
        "title": f"{mistake.publication.title}：{mistake.about}",
        "url": reverse("mistake-detail", args=[mistake.pk]),
        "meta": [mistake.publication.unit.name, f"{chinese_date(mistake.received_on)}收到"],
        "action": "去核对",
    }


@require_safe
def mistake_list(request):
    """What waits for an answer, then what has one."""
    if not request.reach.holds(Seat.PREVENTION_OFFICE):
        raise PermissionDenied("纠错由公布单位的防控办办理。")
    theirs = mistakes.received(request.person)
    waiting = Paginator(theirs.unanswered(), PAGE_SIZE).get_page(request.GET.get("waiting"))
    done = theirs.filter(answer__isnull=False).order_by("-answer__answered_on", "pk")
    context = {
        "cards": [card_of(each) for each in waiting],
        "more": waiting.paginator.count - len(waiting),
        "page_obj": Paginator(done, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return _unlogged(render(request, "reviews/mistake_list.html", context))


@sensitive_post_parameters()
def mistake_detail(request, pk):
    """One of them, and its answer."""
    mistake = mistakes.received(request.person).filter(pk=pk).first()
    if mistake is None:  # handed on, perhaps: neither log nor trail may say so
        return _unlogged(page_not_found(request, Http404()))
    form = MistakeAnswerForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            mistakes.answer(mistake=mistake, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
            status = 409
        else:
            messages.success(request, "已办理，谢谢您。")
            return _unlogged(redirect("mistake-list"))
    answered = hasattr(mistake, "answer") and request.method != "POST"
    context = {
        "mistake": mistake,
        "form": None if answered else form,
        "crumbs": [{"label": "纠错", "url": reverse("mistake-list")}, {"label": "核对"}],
    }
    return _unlogged(render(request, "reviews/mistake_detail.html", context, status=status))


def _unlogged(response):
    """Which of them becomes a report, nobody may count in a log."""
    response.is_logged = False
    return response
