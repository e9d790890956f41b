"""风险提示 as they are read: the list, one of them, 已阅, the reply, the notice on paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.trail.recording import record_now
from reviews.letter_file import letter_file
from reviews.refusals import Refused
from risks.models import RiskPoint

from . import from_paper, issuing, proposing
from .filters import AlertFilter
from .forms import ReplyForm, ToldForm
from .letter import letter_of
from .models import Alert

PAGE_SIZE = 30
FAULTY = 422


@require_safe
def alert_list(request):
    """What goes to one's posts, what one's sections and units were told, what one writes."""
    kept = set(issuing.units_kept(request.reach).values_list("pk", flat=True))
    form = AlertFilter(request.GET, rows=Alert.objects.visible_to(request.reach, kept))
    shown = form.narrowed().select_related("unit")
    reached = Q(addressees__read_at__isnull=False) | Q(addressees__told_on__isnull=False)
    shown = shown.annotate(
        posts=Count("addressees"),
        reached=Count("addressees", filter=reached),
        replied=Count("addressees", filter=Q(addressees__replied_at__isnull=False)),
    )
    context = {
        "form": form,
        "page_obj": Paginator(shown.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page")),
        "waiting": waiting_for(request.reach),
        "keeps": bool(kept),
        "crumbs": crumbs(),
    }
    return render(request, "alerts/alert_list.html", context)


def waiting_for(reach):
    """Issued ones on screen that nobody on the person's posts has read, or is yet to answer."""
    mine = Q(addressees__post__in=reach.post_ids)
    unread = mine & Q(addressees__read_at=None, addressees__told_on=None)
    unanswered = mine & Q(reply_by__isnull=False, addressees__replied_at=None)
    waiting = Alert.objects.on_screen().filter(unread | unanswered)
    return waiting.distinct().select_related("unit").order_by("reply_by", "pk")


def fetch_alert(request, pk):
    """(alert, whether the person writes it), or 404."""
    kept = issuing.units_kept(request.reach)
    found = Alert.objects.visible_to(request.reach, kept.values("pk"))
    found = get_object_or_404(
        found.select_related("unit", "created_by", "issued_by").distinct(), pk=pk
    )
    return found, kept.filter(pk=found.unit_id).exists()


@require_safe
def alert(request, pk):
    found, keeps = fetch_alert(request, pk)
    return _page(request, found, keeps, ReplyForm())


def _page(request, found, keeps, form, status=200):
    mine = list(issuing.addressed(found, request.reach)) if not found.is_draft else []
    whole = _reads_whole(found, request.reach, keeps)
    addressees = list(
        readable_addressees(found, request.reach, keeps).select_related(
            *("post__section", "read_by", "told_by", "replied_by"),
            *("read_sheet__recorded_by", "reply_sheet__recorded_by"),
        )
    )
    untold = [each for each in addressees if each.told_on is None]
    context = {
        "alert": found,
        "keeps": keeps,
        "points": _points(found, request.reach, whole),
        "addressees": addressees,
        "whole": whole,
        "mine": mine,
        "unread": any(each.read_at is None for each in mine) and not found.is_spoken,
        "may_reply": bool(found.reply_by) and any(not each.replied_at for each in mine),
        "replies": [each for each in addressees if each.replied_at],
        "form": form,
        "on_paper": _on_paper(found, addressees) if keeps else set(),
        "told_form": _told_form(found, untold) if keeps and found.is_spoken else None,
        "stamp": issuing.stamp(found) if found.is_draft else "",
        "today": timezone.localdate(),
        "crumbs": crumbs(found),
    }
    return render(request, "alerts/alert.html", context, status=status)


def readable_addressees(found, reach, keeps):
    """Those of whom this person may read what came back."""
    if _reads_whole(found, reach, keeps):
        return found.addressees.all()
    near = Q(post__in=reach.post_ids) | Q(post__section__in=reach.own_sections)
    return found.addressees.filter(near)


def _reads_whole(found, reach, keeps):
    return keeps or reach.reads_whole(found.unit)


def _on_paper(found, addressees):
    """Ids of addressees for whom the office may still enter what they signed."""
    posts = from_paper.signers(found, timezone.localdate())
    return {
        each.pk
        for each in addressees
        if each.post_id in posts and from_paper.is_open(each, bool(found.reply_by))
    }


def _told_form(found, untold):
    if found.is_draft or not untold:
        return None
    since = timezone.localdate(found.issued_at)
    return ToldForm(waiting=untold, since=since, initial={"on": timezone.localdate()})


def _points(found, reach, whole):
    """Of the points it is about those that this person may read."""
    versions = proposing.chosen(found)
    if whole:
        return versions
    readable = RiskPoint.objects.visible_to(reach)
    readable = readable.filter(pk__in=[each.point_id for each in versions])
    seen = set(readable.values_list("pk", flat=True))
    return [each for each in versions if each.point_id in seen]


@require_POST
def alert_read(request, pk):
    found, _ = _addressed(request, pk)
    issuing.acknowledge(alert=found, by=request.person, reach=request.reach)
    messages.success(request, "已记下您看过了。谢谢您。")
    return redirect("alert", found.pk)


@require_POST
def alert_reply(request, pk):
    found, keeps = _addressed(request, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, keeps, form, status=FAULTY)
    try:
        text = form.cleaned_data["reply"]
        issuing.reply(alert=found, text=text, by=request.person, reach=request.reach)
        messages.success(request, "回复已交给防控办。谢谢您。")
    except Refused as refusal:
        form.add_error(None, refusal.in_one_line)
        return _page(request, found, keeps, form, status=FAULTY)
    return redirect("alert", found.pk)


def _addressed(request, pk):
    """One that goes to a post of the person; whoever only reads it is refused."""
    found, keeps = fetch_alert(request, pk)
    if not issuing.addressed(found, request.reach).exists():
        raise PermissionDenied(issuing.NOT_ADDRESSED)
    return found, keeps


@require_safe
def alert_letter(request, pk, format_name):
    """For whoever reads the whole of it: the notice to hand out, to all it goes to."""
    found, keeps = fetch_alert(request, pk)
    if found.is_draft or not (keeps or request.reach.reads_whole(found.unit)):
        raise Http404
    letter = letter_of(found, list(found.addressees.select_related("post")))
    file = letter_file(letter, found.numbered, format_name)
    record_now(by=request.person, action="export.downloaded", unit=found.unit, target=found)
    return file


def crumbs(found=None, label=""):
    """风险提示 › the alert › this page."""
    steps = [{"label": "风险提示", "url": reverse("alert-list")}]
    if found is not None:
        url = reverse("alert", args=[found.pk]) if label else ""
        steps.append({"label": str(found), "url": url})
    return [*steps, {"label": label}] if label else steps
