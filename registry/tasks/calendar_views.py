"""The calendar of tasks: a month as a grid and as a list; and as a feed for calendar programs."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from registry.access.reach import ANSWERING_SEATS

from . import feeding
from .calendar import month_beside, month_of, weeks_of
from .models import CalendarKey, Task

WEEKDAYS = "一二三四五六日"


@require_safe
def task_calendar(request):
    """`?month=2026-03`; `?all=1` for all one sees, where one answers for others."""
    if request.person is None or not request.reach.takes_part:
        raise Http404
    today = timezone.localdate()
    first = month_of(request.GET.get("month"), today)
    may_see_all = request.reach.holds_any(*ANSWERING_SEATS)
    shows_all = may_see_all and request.GET.get("all") == "1"
    if shows_all:
        weeks = weeks_of(Task.objects.visible_to(request.person), first, {})
    else:
        own = Task.objects.addressed_to(request.person, today)
        weeks = weeks_of(own, first, {"whose": "mine"})
    context = {
        "today": today,
        "first": first,
        "before": month_beside(first, -1),
        "after": month_beside(first, 1),
        "weekdays": WEEKDAYS,
        "weeks": weeks,
        "days": [day for week in weeks for day in week if day.entries],
        "may_see_all": may_see_all,
        "shows_all": shows_all,
    }
    return render(request, "tasks/task_calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret", "context")
def task_feed(request):
    """POST `act`: make (a new address, shown on this page only) or revoke."""
    if request.person is None or not request.reach.takes_part:
        raise Http404
    context = {"address": ""}
    if request.method == "POST" and request.POST.get("act") == "revoke":
        if feeding.revoke(by=request.person):
            messages.success(request, "已停用，原来的地址不再有效。")
        return redirect("task-feed")
    if request.method == "POST":
        secret = feeding.make_key(by=request.person)
        context["address"] = request.build_absolute_uri(reverse("task-feed-file", args=[secret]))
    context["key"] = CalendarKey.objects.filter(person=request.person).first()
    response = render(request, "tasks/task_feed.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


@login_not_required
@require_safe
@sensitive_variables("secret")
def task_feed_file(request, secret):
    """The feed itself, for whoever knows the address; for an address that is worth nothing any more
    an empty calendar: programs drop what they had. It is a secret, so no log line tells it.
    """
    person, host = feeding.owner_of(secret), request.get_host()
    content = feeding.calendar_of(person, timezone.localdate(), host)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.is_logged = False
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
