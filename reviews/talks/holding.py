"""The way of a talk: planned, written down, put right, confirmed by both. Each in one transaction
with the trail; a state moves by a conditional update only. Notices say that something waits, and
never what the talk is about.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import reach_of
from registry.files.signed_sheets import HAS_ACCOUNT, keep_sheet
from registry.notices.notifying import notify
from registry.organisation.models import Unit
from registry.papers.digest import digest_of
from registry.tables.text import month_and_day
from registry.trail.recording import record
from reviews.offices import by_discipline_office
from reviews.refusals import Refused

from .models import Talk, TalkConfirmation, TalkRecord, TalkRemark
from .partners import kinds_for, partners_for, post_of_holder

PLAN = ("planned_on", "planned_place", "topic", "recorder")
RECORD = ("held_on", "place", "present", "content")
NOT_YOURS = "这类谈话由另外的席位来谈，请换一种类型，或者请有这个席位的领导安排。"
NOT_REACHED = "这位同事不在您能谈话的范围里：谈话按席位来，请核对您的席位和对方的岗位。"
OVER = "这次谈话已经办结或者取消，不能再改。"
RECORDED = "这次谈话已经有记录，安排不能再改；要改的请写进记录。"
SIGNED = "这一稿已经补录过签字。"
MOVED = "记录刚刚又改过一稿。请看过新的一稿，再确认。"


def facts_of(talk):
    """What a stamp of the plan covers."""
    return {
        "planned_on": talk.planned_on.isoformat(),
        "planned_place": talk.planned_place,
        "topic": talk.topic,
        "recorder": talk.recorder_id,
    }


def latest(talk):
    """The wording that stands; None before the first."""
    return talk.records.filter(no=talk.record_no).select_related("written_by").first()


def wording_of(found):
    """What a stamp of the record covers, and its digest."""
    if found is None:
        return {}
    said = {name: getattr(found, name) for name in RECORD}
    return {**said, "held_on": found.held_on.isoformat(), "no": found.no}


@transaction.atomic
def plan(*, kind, appointment, by, said):
    """`appointment` is the partner's place today; the holder's post follows from their seats."""
    reach = reach_of(by)
    if not kinds_for(reach).filter(pk=kind.pk).exists():
        raise Refused(NOT_YOURS)
    if not partners_for(reach, kind.held_by).filter(pk=appointment.pk).exists():
        raise Refused(NOT_REACHED)
    talk = Talk.objects.create(
        unit=appointment.post.unit,
        kind=kind,
        holder=by,
        holder_post=post_of_holder(reach, kind.held_by),
        partner=appointment.person,
        partner_post=appointment.post,
        planned_by=by,
        **{name: said.get(name) for name in PLAN},
    )
    record(by=by, action="talk.planned", unit=talk.unit, target=talk)
    _tell_of_plan(talk)
    return talk


@transaction.atomic
def replan(*, talk, by, said):
    talk = _lock(talk)
    if talk.record_no:
        raise Refused(RECORDED)
    Talk.objects.filter(pk=talk.pk).update(**{name: said.get(name) for name in PLAN})
    record(by=by, action="talk.changed", unit=talk.unit, target=talk)
    talk.refresh_from_db()
    _tell_of_plan(talk)
    return talk


@transaction.atomic
def drop(*, talk, by, why):
    talk = _lock(talk)
    if talk.record_no:
        raise Refused(RECORDED)
    Talk.objects.filter(pk=talk.pk).update(
        dropped_at=timezone.now(), dropped_by=by, dropped_why=why
    )
    record(by=by, action="talk.dropped", unit=talk.unit, target=talk)
    _tell(
        [talk.partner, talk.recorder], f"原定 {month_and_day(talk.planned_on)} 的谈话取消了。", talk
    )


@transaction.atomic
def write_down(*, talk, by, said):
    """The first wording or a correction of it; whoever confirmed an earlier one reads this one."""
    talk = _lock(talk)
    wording = {name: said[name] for name in RECORD}
    frozen = {**wording, "held_on": said["held_on"].isoformat(), "no": talk.record_no + 1}
    made = TalkRecord.objects.create(
        talk=talk, no=talk.record_no + 1, written_by=by, digest=digest_of(frozen), **wording
    )
    Talk.objects.filter(pk=talk.pk).update(record_no=made.no, held_on=made.held_on)
    record(by=by, action="talk.recorded", unit=talk.unit, target=talk)
    others = [one for one in (talk.holder, talk.partner) if one != by]
    _tell(others, "有一份谈话记录请您看看，说得对就确认，不对的可以请对方更正。", talk)
    return made


@transaction.atomic
def remark(*, talk, by, text):
    """请更正: to those who write; nothing that was said changes by it."""
    talk = _lock(talk)
    found = latest(talk)
    if found is None:
        raise Refused(MOVED)
    TalkRemark.objects.create(record=found, text=text, by=by)
    record(by=by, action="talk.remarked", unit=talk.unit, target=talk)
    writers = [one for one in (talk.holder, talk.recorder) if one not in (None, by)]
    _tell(writers, "谈话对方请您更正一处谈话记录，请打开看看。", talk)


@transaction.atomic
def confirm(*, talk, by, digest):
    """One of the two confirms the wording they read; the second closes the talk for good.

    Asked twice it answers with the first.
    """
    talk = _locked(talk)
    found = _read(talk, digest)
    if first := found.confirmations.filter(side=talk.side_of(by)).first():
        return first
    _require_open(talk)
    made = _confirmed(talk, found, by)
    record(by=by, action="talk.confirmed", unit=talk.unit, target=talk)
    return made


@transaction.atomic
def confirm_on_paper(*, talk, person, digest, signed_on, scan, by):
    """补录: one of the two who cannot sign in has signed the printed record."""
    talk = _locked(talk)
    _require_open(talk)
    found = _read(talk, digest)
    if person.has_account:
        raise Refused(HAS_ACCOUNT.format(person.name))
    if person not in unsigned(talk, found):
        raise Refused(SIGNED)
    made = _confirmed(talk, found, person, keep_sheet(signed_on=signed_on, scan=scan, by=by))
    record(by=by, action="talk.paper_recorded", unit=talk.unit, target=talk)
    return made


def unsigned(talk, found):
    """Those of the two who cannot sign in and have not signed this wording."""
    done = set(found.confirmations.values_list("person", flat=True))
    two = (talk.holder, talk.partner)
    return [each for each in two if not each.has_account and each.pk not in done]


def may_enter(talk, reach):
    """Who enters what was signed on paper: whoever writes the talk down, or the discipline office
    that files it; of the two only the one who holds it.
    """
    files = Unit.objects.filter(by_discipline_office(reach, "pk"), pk=talk.unit_id)
    if talk.side_of(reach.person) is None and files.exists():
        return True
    return talk.is_written_by(reach.person)


def _read(talk, digest):
    """The wording that stands, where it is the one that was read."""
    found = latest(talk)
    if found is None or found.digest != digest:
        raise Refused(MOVED)
    return found


def _confirmed(talk, found, person, sheet=None):
    side, now = talk.side_of(person), timezone.now()
    made = TalkConfirmation.objects.create(
        record=found, side=side, person=person, name=person.name, at=now, sheet=sheet
    )
    if found.confirmations.count() == len(TalkConfirmation.Side):
        _settle(talk, found, made.at)
        _tell([talk.holder, talk.partner], "谈话记录双方都已确认，存入档案。", talk)
    return made


def _settle(talk, found, at):
    """The talk is closed on the wording that was confirmed, or not at all."""
    standing = Talk.objects.open().filter(pk=talk.pk, record_no=found.no)
    if standing.update(settled_at=at) != 1:
        raise Refused(MOVED)


def _lock(talk):
    """The talk until the transaction ends, as long as anything can become of it."""
    talk = _locked(talk)
    _require_open(talk)
    return talk


def _locked(talk):
    rows = Talk.objects.select_for_update(of=("self",))
    return rows.select_related(
        "unit", "kind", "holder__account", "partner__account", "recorder"
    ).get(pk=talk.pk)


def _require_open(talk):
    if not talk.is_open:
        raise Refused(OVER)


def _tell_of_plan(talk):
    _tell(
        [talk.partner, talk.recorder],
        f"{talk.holder.name}约您 {month_and_day(talk.planned_on)} 谈话，请留出时间。"
        if talk.recorder_id is None
        else f"{month_and_day(talk.planned_on)} 有一次谈话要您参加，请留出时间。",
        talk,
    )


def _tell(people, text, talk):
    listed = [person for person in people if person is not None and person.has_account]
    url = reverse("talk", args=[talk.pk])
    transaction.on_commit(lambda: notify(people=listed, text=text, url=url))
