"""What a business system sends, taken once; and what a person of the section makes of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from registry.notices.notifying import notify
from registry.organisation.models import Seat
from registry.papers.digest import digest_of
from registry.standing.keeping import Refused
from registry.trail.recording import record
from reviews import seats

from . import entering, owners
from .models import Exercise, ReceivedRecord, RegisteredPower, SendingMinute
from .record_fields import Fault

MOST_A_MINUTE = 60
MOST_AHEAD, MOST_BACK = 366, 3660  # days
SETTLED = "这条来件已经有人核对过。"
NOT_FOUND = "没有找到所指的那一条登记。请先登记那一件，或者另写一条。"


@dataclass(frozen=True)
class Taken:
    """The record that stands under the number; `is_new` where it came just now, `is_same` where it
    says what was sent.
    """

    record: ReceivedRecord
    is_new: bool
    is_same: bool


def may_send(token):
    """Count one more of this minute; False where there have been too many. Counted in the
    database, it holds across workers; what is older than the minute before goes.
    """
    minute = int(timezone.now().timestamp() // 60)
    mine = SendingMinute.objects.filter(token=token, minute=minute)
    if not mine.exists():
        SendingMinute.objects.get_or_create(token=token, minute=minute)
        SendingMinute.objects.filter(token=token, minute__lt=minute - 1).delete()
    return bool(mine.filter(count__lt=MOST_A_MINUTE).update(count=F("count") + 1))


def take(*, token, content):
    """One record under its number, however often and however much at once it is sent: the
    constraint decides, and whoever comes second gets what the first one left.
    """
    digest = digest_of(content)
    found = _under_number(token, content)
    if found is None:
        try:
            with transaction.atomic():
                return Taken(_create(token, content, digest), is_new=True, is_same=True)
        except IntegrityError:
            found = _under_number(token, content)
            if found is None:
                raise
    return Taken(found, is_new=False, is_same=found.digest == digest)


def _under_number(token, content):
    known = ReceivedRecord.objects.filter(
        registered=token.registered_id, system=token.system, number=content["number"]
    )
    return known.first()


def _create(token, content, digest):
    registered, happened_on = token.registered, date.fromisoformat(content["happened_on"])
    arrived = ReceivedRecord.objects.create(
        token=token,
        registered=registered,
        system=token.system,
        number=content["number"],
        digest=digest,
        sort=content["sort"],
        content=content,
        happened_on=happened_on,
        due_on=entering.due_on(registered, happened_on),
        received_at=timezone.now(),
    )
    record(by=None, action="record.received", unit=registered.unit, target=str(arrived.pk))
    transaction.on_commit(lambda: _tell_section(registered))
    return arrived


def people_of(registered, day):
    """Who looks at records of a power: the head of its section, else the office of the unit."""
    if registered.section_id:
        heads = seats.holders(
            Seat.SECTION_HEAD, unit=registered.unit, section=registered.section, day=day
        )
        if heads:
            return [holder.person for holder in heads]
    return seats.office_over(registered.unit, day)


def _tell_section(registered):
    """Once a day for a power, however much arrives."""
    today = timezone.localdate()
    notify(
        people=people_of(registered, today),
        text=f"业务系统报来了“{registered.name}”的运行情况，请安排核对。",
        url=reverse("record-list"),
        key=f"records:{registered.pk}:{today}",
        kind="exercise",
    )


def faults_of(token, content):
    """What only the power can tell: a day that has not come yet is taken before a decision only."""
    ahead = date.fromisoformat(content["happened_on"]) - timezone.localdate()
    before = token.registered.timing == RegisteredPower.Timing.BEFORE
    if ahead.days > (MOST_AHEAD if before else 0):
        return [Fault("happened_on", "日期还没有到。")]
    if ahead.days < -MOST_BACK:
        return [Fault("happened_on", "日期太早，只收十年以内的。")]
    return []


def theirs(reach):
    """Records that this person may read and settle: of powers whose use they enter."""
    return ReceivedRecord.objects.filter(registered__in=owners.to_enter(reach).values("pk"))


def facts_of(arrived):
    """What a draft begins with."""
    content = arrived.content
    amount = content.get("amount")
    return {
        "subject": content["subject"],
        "amount": None if amount is None else Decimal(amount),
        "counterparty": content.get("counterparty", ""),
        "decided_on": arrived.happened_on,
        "way": content.get("way", Exercise.Way.PROCEDURE),
        "attendees": content.get("attendees", []),
        "views": content.get("note", ""),
        "votes": "",
        "avoided": content.get("avoided", []),
        "why_corrected": "",
    }


@transaction.atomic
def begin(*, arrived, by, reach):
    """The person's draft of a record: begun now, or before."""
    if arrived.settled_at is not None:
        raise Refused(SETTLED)
    begun = Exercise.objects.drafts_of(by).filter(record=arrived).first()
    if begun is not None:
        return begun
    return entering.draft(
        registered=arrived.registered,
        facts=facts_of(arrived),
        by=by,
        reach=reach,
        arrived=arrived,
    )


def meant_by(arrived):
    """The entered use that a warning or an overdue case names by its number; None where none."""
    number = arrived.content.get("exercise_number")
    if not number:
        return None
    return (
        Exercise.objects.standing()
        .filter(registered=arrived.registered_id, record__number=number)
        .filter(record__system=arrived.system)
        .first()
    )


@transaction.atomic
def attach(*, arrived, by):
    """A warning or an overdue case is kept beside the use it names, to be answered there."""
    meant = meant_by(arrived)
    if meant is None:
        raise Refused(NOT_FOUND)
    _settle(arrived, by, outcome=ReceivedRecord.Outcome.ATTACHED)
    entering.note_told(meant, arrived)
    return meant


@transaction.atomic
def decline(*, arrived, why, by):
    """Looked at, and nothing to be entered: with the reason."""
    _settle(arrived, by, outcome=ReceivedRecord.Outcome.DECLINED, why=why)


def _settle(arrived, by, **said):
    waiting = ReceivedRecord.objects.waiting().filter(pk=arrived.pk)
    if not waiting.update(settled_by=by, settled_at=timezone.now(), **said):
        raise Refused(SETTLED)
    action = f"record.{said['outcome']}"
    record(by=by, action=action, unit=arrived.registered.unit, target=str(arrived.pk))
