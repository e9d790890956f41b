"""Issuing an act and a warning, in two steps: about whom, then what; lifting a warning."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from registry.organisation.models import Appointment, Person, Unit
from registry.papers.stamps import status_of
from reviews.disposal import circle, following_up, issuing, letters
from reviews.disposal.forms import IssueForm, ReasonForm, WhomForm
from reviews.disposal.models import Disposal, LadderStep
from reviews.printed_document import Grid, Signatures
from reviews.refusals import Refused
from reviews.unlogged import unlogged
from risks.models import RiskPoint

from .fetch import crumbs, fetch_warning

ISSUERS = "处置由纪检监察机构、防控办和党组织（领导小组）发出。"
editing = require_http_methods(["GET", "HEAD", "POST"])


@unlogged
@editing
def disposal_issue(request):
    """`?unit=&whom=` say about whom; `act=preview` shows the notice as it would be read."""
    if not circle.issues_at_all(request.reach):
        raise PermissionDenied(ISSUERS)
    units = Unit.objects.open().filter(circle.units_to_issue_for(request.reach))
    whom = WhomForm(request.GET, units=units, own_posts=request.reach.post_ids)
    context = {"whom": whom, "crumbs": crumbs(here="发出处置")}
    if not whom.is_chosen:
        return render(request, "disposal/issue.html", context)
    leader = circle.usual_leader(whom.post, whom.unit, timezone.localdate())
    form = IssueForm(
        request.POST or None, initial={"leader_post": leader}, **_offered(whom, request.reach)
    )
    if request.method == "POST" and form.is_valid():
        if request.POST.get("act") == "preview":
            context["preview"] = _preview(form.cleaned_data, whom, request.person)
        elif act := _issued(form, whom, request.person):
            messages.success(request, "已经发出，对方和责任领导会收到消息。")
            return redirect("disposal", act.pk)
    context |= {
        "form": form,
        "nobody": whom.post is not None and not form.fields["person"].queryset.exists(),
        "no_steps": not form.fields["step"].queryset.exists(),
        "higher_level": following_up.today_proposes_higher_level(whom.post),
    }
    return render(request, "disposal/issue.html", context, status=status_of(form))


def _offered(whom, reach):
    """What may be chosen about this post, or about the unit as a whole."""
    day, post, unit = timezone.localdate(), whom.post, whom.unit
    for_whom = LadderStep.ForWhom.PERSON if post else LadderStep.ForWhom.UNIT
    steps = LadderStep.objects.of_unit(unit).filter(
        for_whom=for_whom, offered=True, seat__in=circle.seats_over(reach, unit)
    )
    points = RiskPoint.objects.in_force().visible_to(reach).filter(unit=unit)
    points = points.filter(post=post) if post else points.filter(post=None, section=None)
    sits = Appointment.objects.on(day).filter(post=post).order_by().values("person")
    return {
        "holders": Person.objects.filter(pk__in=sits) if post else None,
        "points": points.select_related("in_force"),
        "steps": steps.prefetch_related("colours"),
        "leaders": circle.leader_posts(unit, day).exclude(pk=post.pk if post else None),
    }


@transaction.atomic
def _write(asked, whom, by):
    if known := Disposal.objects.filter(pk=asked["key"], issued_by=by.pk).first():
        return known
    warning = None
    if asked.get("colour"):
        warning = issuing.warn(
            unit=whom.unit,
            post=whom.post,
            point=asked.get("point"),
            colour=asked["colour"],
            grounds=asked["why"],
            ordered_by=asked.get("ordered_by", ""),
            by=by,
        )
    return issuing.issue(
        key=asked["key"],
        to=issuing.Addressee(whom.unit, asked.get("person"), whom.post),
        warning=warning,
        by=by,
        **{name: asked[name] for name in ISSUED},
    )


ISSUED = ("step", "leader_post", "why", "demand", "reply_due", "rectify_due")


def _issued(form, whom, by):
    try:
        return _write(form.cleaned_data, whom, by)
    except Refused as refusal:
        form.add_error(None, refusal.in_one_line)
        return None


def _preview(asked, whom, by):
    """The parts of the notice, from an act that is not kept."""
    day = timezone.localdate()
    usual = issuing.usual_days(whom.unit, asked["step"], day)
    person, unit = asked.get("person"), whom.unit
    act = Disposal(
        issued_as=asked["step"].seat,
        issued_by=by,
        number="（发出时编号）",
        unit=unit,
        office=circle.office_for(unit=unit, post=whom.post, by=by, seat=asked["step"].seat, day=day)
        or unit,
        step_name=asked["step"].name,
        addressee_name=person.name if person else unit.name,
        addressee_title=whom.post.name if person else "",
        leader_name="、".join(one.name for one in asked["leader_post"].holders(day))
        or asked["leader_post"].name,
        why=asked["why"],
        demand=asked["demand"],
        reply_due=asked["reply_due"] or usual[0],
        rectify_due=asked["rectify_due"] or usual[1],
    )
    letter = letters.notice_of(act)
    shown = [part for part in letter.parts if not isinstance(part, Grid | Signatures)]
    return {"title": letter.title, "parts": shown, "unit": letters.issued_from(act)}


@unlogged
@editing
def warning_detail(request, pk):
    """A warning with its acts; POST lifts it, by whoever issued it or the office."""
    found = fetch_warning(request, pk)
    may_lift = found.is_standing and issuing.may_lift(found, request.reach)
    form = ReasonForm(request.POST or None, help_text="例如“整改到位，近三个月没有再出现”。")
    if request.method == "POST" and not issuing.may_lift(found, request.reach):
        raise PermissionDenied(issuing.NOT_YOURS)
    if request.method == "POST" and form.is_valid():
        try:
            issuing.lift(warning=found, why=form.cleaned_data["why"], by=request.person)
        except Refused as refusal:
            messages.warning(request, refusal.in_one_line)
        else:
            messages.success(request, "预警已解除。")
        return redirect("warning-detail", found.pk)
    context = {
        "warning": found,
        "acts": Disposal.objects.visible_to(request.reach).filter(warning=found),
        "form": form if may_lift else None,
        "higher_level": may_lift and following_up.today_proposes_higher_level(found.post),
        "crumbs": crumbs(here=str(found.colour)),
    }
    return render(request, "disposal/warning.html", context, status=status_of(form))
