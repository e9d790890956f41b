"""Issuing a warning (预警) and an act (处置), lifting a warning: who may, and what must be said.

Notices say that something is there to be read, never what.
"""

from dataclasses import dataclass
from secrets import choice
from uuid import uuid4

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import reach_of
from registry.notices.notifying import notify
from registry.organisation.models import Seat
from registry.organisation.working_days import add_working_days
from registry.trail.recording import record_sealed
from reviews.refusals import Refused

from . import circle
from .models import Disposal, LadderStep, Move, PostWarning
from .models.warnings import RED

# Without what is mistaken for another: numbers are read out on the telephone.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NOT_YOURS = "对这个单位，您现在不能发出预警或者处置。"
NOT_YOUR_STEP = "“{}”由{}决定，请换一种方式，或者请他们发出。"
WITHHELD = "这个岗位上的人员自己在办理处置的机构里，请由上一级纪检监察机构办理。"
NOT_YOURSELF = "这是您自己的岗位，请由其他人办理。"
RED_ON_ORDER = "红色预警须写明决定机关。"
NOT_ON_POST = "{}现在不在这个岗位上，请重新选择。"
OWN_LEADER = "责任领导不能就是处置的对象本人，请选他的上级领导。"
NOT_OFFERED = "这一步不在这个单位的处置阶梯里，请重新选择。"
TOO_SOON = "整改期限不能早于回复期限。"
PAST = "期限请写今天以后的日期。"
LIFTED = "这次预警已经解除。"


@dataclass(frozen=True)
class Addressee:
    """A person on a post, or a unit; `unit` is where it happens either way."""

    unit: object
    person: object = None
    post: object = None

    @property
    def for_whom(self):
        return LadderStep.ForWhom.PERSON if self.person else LadderStep.ForWhom.UNIT


@transaction.atomic
def warn(*, unit, colour, grounds, by, post=None, point=None, ordered_by="", proposal=None):
    """预警 on a post or a point of it. `proposal`: the key of the assessment's proposal that was
    confirmed; red comes by hand only, with the authority that ordered it.
    """
    post = post or (point.post if point is not None else None)
    seat, office = _standing_of(by, unit, post)
    if colour.pk == RED and (not ordered_by.strip() or proposal is not None):
        raise Refused(RED_ON_ORDER)
    warning = PostWarning.objects.create(
        unit=unit,
        post=post,
        point=point,
        office=office,
        colour=colour,
        grounds=grounds.strip(),
        ordered_by=ordered_by.strip(),
        proposal=proposal,
        issued_as=seat,
        issued_by=by,
        issued_at=timezone.now(),
    )
    record_sealed(by=by, action="warning.issued", target=warning)
    return warning


@transaction.atomic
def issue(
    *,
    to,
    step,
    leader_post,
    why,
    demand,
    by,
    warning=None,
    reply_due=None,
    rectify_due=None,
    key=None,
):
    """处置: one act to an `Addressee`; days that are not given follow from the step.

    `key`, where given, becomes its key: what is sent twice is not issued twice.
    """
    day = timezone.localdate()
    seat, office = _standing_of(by, to.unit, to.post, step.seat, step)
    _check(to, step, leader_post, by, day)
    act = Disposal(
        id=key or uuid4(),
        number=new_number(to.unit, day),
        warning=warning,
        office=office,
        issued_as=seat,
        issued_by=by,
        **_addressed(to),
        **led_by(leader_post, day),
        **asked_by(step, why, demand),
        **_days(to.unit, step, day, reply_due, rectify_due),
    )
    return put_out(act, by=by)


def put_out(act, *, by):
    """Write it down, with its first row, and tell those concerned; within a transaction."""
    act.issued_at = timezone.now()
    act.save(force_insert=True)
    known = {"by": by, "name": by.name, "title": by.title, "at": act.issued_at}
    Move.objects.create(disposal=act, kind=Move.Kind.ISSUED, round=act.round, **known)
    record_sealed(by=by, action="disposal.issued", target=act)
    tell_of_issue(act)
    return act


@transaction.atomic
def lift(*, warning, why, by):
    """解除预警, once, with the reason: by the office that keeps it or by who issued it."""
    reach = reach_of(by)
    if not may_lift(warning, reach):
        raise Refused(NOT_YOURS)
    mine = PostWarning.objects.visible_to(reach).filter(pk=warning.pk)
    lifted = mine.standing().update(lifted_by=by, lifted_at=timezone.now(), lifted_why=why.strip())
    if not lifted:
        raise Refused(LIFTED)
    record_sealed(by=by, action="warning.lifted", target=warning)


def may_lift(warning, reach):
    issuer = warning.issued_by_id == reach.person.pk and reach.holds(warning.issued_as)
    return issuer or warning.office_id in reach.units_of(Seat.DISCIPLINE_OFFICE)


def new_number(unit, day):
    """`<unit>-<year>-DISP-` and signs by chance: one in order would tell how many there are."""
    drawn = "".join(choice(SIGNS) for _ in range(6))
    return f"{unit.code}-{day.year}-DISP-{drawn}"


def usual_days(unit, step, day):
    """(reply due, rectification due) as the step says, in working days of the unit."""
    reply = add_working_days(day, step.reply_days, unit.path)
    return reply, max(reply, add_working_days(day, step.rectify_days, unit.path))


def _standing_of(by, unit, post, wanted=None, step=None):
    """(the seat it is issued from, the unit of the office that keeps it)."""
    day = timezone.localdate()
    held = circle.seats_over(reach_of(by), unit)
    if not held:
        raise Refused(NOT_YOURS)
    if wanted is not None and wanted not in held:
        raise Refused(NOT_YOUR_STEP.format(step.name, step.get_seat_display()))
    if post is not None and post.pk in reach_of(by).post_ids:
        raise Refused(NOT_YOURSELF)
    seat = wanted or held[0]
    office = circle.office_for(unit=unit, post=post, by=by, seat=seat, day=day)
    if office is None:
        raise Refused(WITHHELD)
    return seat, office


def _check(to, step, leader_post, by, day):
    ladder = LadderStep.objects.of_unit(to.unit).filter(offered=True, for_whom=to.for_whom)
    if not ladder.filter(pk=step.pk).exists():
        raise Refused(NOT_OFFERED)
    if to.person is None:
        return
    if to.person == by:
        raise Refused(NOT_YOURSELF)
    if to.person not in to.post.holders(day):
        raise Refused(NOT_ON_POST.format(to.person.name))
    if to.person in leader_post.holders(day):
        raise Refused(OWN_LEADER)


def _addressed(to):
    if to.person is None:
        return {"unit": to.unit, "addressed_unit": to.unit, "addressee_name": to.unit.name}
    return {
        "unit": to.unit,
        "person": to.person,
        "post": to.post,
        "addressee_name": to.person.name,
        "addressee_title": to.post.name,
    }


def led_by(leader_post, day):
    names = [person.name for person in leader_post.holders(day)]
    return {"leader_post": leader_post, "leader_name": "、".join(names)[:60] or leader_post.name}


def asked_by(step, why, demand):
    return {"step": step, "step_name": step.name, "why": why.strip(), "demand": demand.strip()}


def _days(unit, step, day, reply_due, rectify_due):
    usual = usual_days(unit, step, day)
    reply, rectify = reply_due or usual[0], rectify_due or max(usual[1], reply_due or usual[0])
    if reply < day:
        raise Refused(PAST)
    if rectify < reply:
        raise Refused(TOO_SOON)
    return {"reply_due": reply, "rectify_due": rectify}


def act_url(act):
    return reverse("disposal", args=[act.pk])


def tell_of_issue(act):
    """Addressee, responsible leader and, where another seat issued it, the office that keeps it."""
    day = timezone.localdate()
    tell(circle.addressees(act, day), act, "有一份给您的廉政文书，请查阅并签收。", "issued")
    others = [
        person
        for person in (*circle.leaders(act, day), *circle.office_people(act, day))
        if person.pk != act.issued_by_id
    ]
    tell(others, act, "有一份与您有关的廉政文书，请查阅。", "issued")


def tell(people, act, text, what):
    """After commit, once for each person and turn; the text names nobody and nothing."""
    key = f"disposal:{act.pk}:{act.round}:{what}"
    url, people = act_url(act), list(people)
    transaction.on_commit(
        lambda: notify(people=people, text=text, url=url, key=key, kind="disposal")
    )
