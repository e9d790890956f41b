"""来件: what came from the public, for the discipline office that received it (ADR 0028).

Written to no log; whoever opens one is written down, for the same office.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from registry.access.reach import reach_of
from registry.organisation.models import Seat
from registry.tables.text import chinese_date
from reviews import missives, offices
from reviews.missive_forms import TriageForm
from reviews.models import Missive
from reviews.refusals import Refused

PAGE_SIZE = 30


def received(person):
    """Missives that the person's office received."""
    return Missive.objects.listed().filter(offices.receiving(reach_of(person)))


def card_of(missive):
    ends_on = missive.publication.ends_on  # a list has none
    return {
        "title": f"{missive.publication.title}：{missive.about}",
        "url": reverse("missive-detail", args=[missive.pk]),
        "meta": [missive.publication.unit.name, f"{chinese_date(missive.received_on)}收到"],
        "due": ends_on,
        "overdue": ends_on is not None and ends_on < timezone.localdate(),
        "action": "去分办",
    }


@require_safe
def missive_list(request):
    """What waits to be sorted, then what has been."""
    if not request.reach.holds(Seat.DISCIPLINE_OFFICE):
        raise PermissionDenied("来件由接收的纪检监察机构查看。")
    theirs = received(request.person)
    done = theirs.filter(triage__isnull=False).order_by("-triage__sorted_on", "pk")
    context = {
        "cards": [card_of(each) for each in theirs.unsorted()],
        "page_obj": Paginator(done, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return _unlogged(render(request, "reviews/missive_list.html", context))


@sensitive_post_parameters()
def missive_detail(request, pk):
    """One of them, who has opened it, and what is made of it."""
    missive = get_object_or_404(received(request.person), pk=pk)
    missives.note_reading(missive=missive, by=request.person)
    typed = request.POST if request.method == "POST" else None
    form = TriageForm(typed, missive=missive, initial={"opinion": missive.text})
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            missives.sort(missive=missive, by=request.person, **form.sorted_as())
        except Refused as refusal:
            problem = refusal.in_one_line
        else:
            messages.success(request, "已分办。")
            return _unlogged(redirect("missive-list"))
    is_sorted = hasattr(missive, "triage")
    context = {
        "missive": missive,
        "form": None if is_sorted and request.method != "POST" else form,
        "problem": problem,
        "readings": missive.readings.select_related("person"),
        "crumbs": [{"label": "来件", "url": reverse("missive-list")}, {"label": "分办"}],
    }
    failed = problem or form.errors
    return _unlogged(
        render(request, "reviews/missive_detail.html", context, status=422 if failed else 200)
    )


def _unlogged(response):
    response.is_logged = False
    return response
