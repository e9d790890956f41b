"""回到台账: what a closed act leads to in the register, and what warnings of a year propose.

A measure is raised for the post as a suggestion like any other (`risks.suggesting`): worded anew,
made by whoever words it, and with nothing on its side that leads back here. A level is changed by a
small paper of the post itself: it is asked to look at it.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import reach_of
from registry.notices.notifying import notify
from registry.trail.recording import record_sealed
from reviews import notices
from reviews.refusals import Refused
from risks import suggesting
from risks.models import PointVersion

from . import circle
from .models import Disposal, FollowUp, PostWarning
from .shipped import ORANGE

A_YEAR = timedelta(days=365)
ENOUGH = 2
NOT_CLOSED = "办结以后才能写这一项。"
ALREADY = "这件事怎样回到台账，已经写过了。"
NO_POST = "对单位的处置没有落到岗位，请选“不用调整”，再由防控办在单位的表里调整。"


@transaction.atomic
def follow_up(*, act, kind, by, risk="", measure="", reason=""):
    """Once for each closed act, by the office that keeps it."""
    if not circle.is_office(act, reach_of(by)) or act.state != Disposal.State.CLOSED:
        raise Refused(NOT_CLOSED)
    if kind != FollowUp.Kind.NOTHING and act.post is None:
        raise Refused(NO_POST)
    raised = _raise(act, by, risk, measure, reason) if kind == FollowUp.Kind.MEASURE else None
    try:
        with transaction.atomic():
            made = FollowUp.objects.create(
                disposal=act, kind=kind, suggestion=raised, by=by, at=timezone.now()
            )
    except IntegrityError as refusal:
        raise Refused(ALREADY) from refusal
    record_sealed(by=by, action="disposal.followed_up", target=act)
    if raised is not None:
        notices.suggested(raised)
    if kind == FollowUp.Kind.LEVEL:
        _ask_for_level(act.post, reason)
    return made


def _ask_for_level(post, reason):
    """To whoever sits on the post: the change is theirs to write, and goes through their route."""
    people = post.holders(timezone.localdate())
    text = f"请看一看{post.name}风险点的等级：{reason.strip()}"
    transaction.on_commit(lambda: notify(people=people, text=text, url=reverse("my-posts")))


def _raise(act, by, risk, measure, reason):
    if FollowUp.objects.filter(disposal=act).exists():
        raise Refused(ALREADY)
    try:
        return suggesting.suggest(
            post=act.post,
            by=by,
            found_by=suggesting.ways_of(reach_of(by), act.post)[0],
            presence=PointVersion.Presence.EXISTING,
            risk=risk.strip(),
            measure=measure.strip(),
            reason=reason.strip(),
        )
    except suggesting.NotAnswered as refusal:
        raise Refused(str(refusal)) from refusal


def proposes_higher_level(post, day):
    """Whether warnings in orange within a year, lifted or not, propose a higher level of the post's
    points. For the office that issues; colours nothing by itself.
    """
    return orange_in_a_year(post, day) >= ENOUGH


def orange_in_a_year(post, day):
    since = day - A_YEAR
    found = PostWarning.objects.filter(post=post, colour=ORANGE, issued_at__date__gt=since)
    return found.filter(issued_at__date__lte=day).count()


def today_proposes_higher_level(post):
    return post is not None and proposes_higher_level(post, timezone.localdate())
