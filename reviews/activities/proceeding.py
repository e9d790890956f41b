"""The way of an activity: planned, held, recorded, or called off. Each step in one transaction with
its trail and what is asked of people; a state moves by a conditional update only.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from registry.files.storing import check_text, discard, store
from registry.notices.notifying import notify
from registry.organisation.models import Person, Seat
from registry.trail.recording import record
from reviews.refusals import Refused

from . import inviting
from .models import Activity, ActivityFile, ActivityNote, Tally

PLANNING_SEATS = (Seat.PRINCIPAL, Seat.PREVENTION_OFFICE, Seat.DISCIPLINE_OFFICE)
NOT_CLOSED = ("recorded_at", "called_off_at")
NOTHING_YET = ("held_at", "called_off_at")
PLAN = ("about", "planned_on", "place", "holder", "guests")
CLOSED = "这次活动已经记录或者取消，不能再改；有要补的，可以写补充说明。"
HELD = "这次活动已经登记出席，安排不能再改，也不能取消。"
NOT_HELD = "请先登记出席，再写结果。"
UNRECORDED = "结果还没有记录，请直接写在结果里。"
NOBODY = "请至少请一个人参加。"


def runs(activity, reach):
    """Whether the person prepares and records it: who holds it, an office or head of the unit."""
    return activity.holder == reach.person or activity.unit_id in reach.units_of(*PLANNING_SEATS)


def facts_of(activity):
    """What a stamp of the plan covers."""
    return {
        "about": activity.about,
        "planned_on": activity.planned_on.isoformat(),
        "place": activity.place,
        "holder": activity.holder_id,
        "guests": activity.guests,
        "people": sorted(activity.invitations.values_list("person", flat=True)),
    }


def attendance_of(activity):
    """What a stamp of the attendance covers."""
    found = {f"came-{each.pk}": each.came for each in activity.invitations.all()}
    return {**found, "held_on": activity.held_on.isoformat() if activity.held_on else ""}


@transaction.atomic
def plan(*, unit, kind, people, by, said):
    """Everybody invited is told, and has it on the calendar."""
    if not people:
        raise Refused(NOBODY)
    told = {"planned_by": by, "planned_at": timezone.now()}
    made = Activity.objects.create(
        unit=unit, kind=kind, **told, **{name: said[name] for name in PLAN}
    )
    inviting.invite(made, people)
    inviting.ask(made, by)
    record(by=by, action="activity.planned", unit=unit, target=made)
    return made


@transaction.atomic
def replan(*, activity, people, by, said):
    """With another day or another holder everybody is asked anew."""
    activity = _lock_unheld(activity)
    if not people:
        raise Refused(NOBODY)
    wanted = {person.pk for person in people}
    gone = Person.objects.filter(invitations__activity=activity).exclude(pk__in=wanted)
    inviting.uninvite(activity, list(gone), by)
    asked_anew = _is_asked_anew(activity, said)
    is_elsewhere = activity.place != said["place"]
    if asked_anew:
        inviting.let_go(activity, "改期或者换了主持人，另行安排", by)
    changes = {name: said[name] for name in PLAN}
    _move(activity, NOTHING_YET, **changes, plan_no=activity.plan_no + asked_anew)
    inviting.invite(activity, people)
    inviting.ask(activity, by)
    record(by=by, action="activity.changed", unit=activity.unit, target=activity)
    if is_elsewhere and not asked_anew:
        _tell(activity, f"{activity.title}换了地点，请看看。")
    return activity


def _is_asked_anew(activity, said):
    return activity.planned_on != said["planned_on"] or activity.holder != said["holder"]


@transaction.atomic
def call_off(*, activity, why, by):
    activity = _lock_unheld(activity)
    told = {"called_off_by": by, "called_off_at": timezone.now(), "called_off_why": why}
    _move(activity, NOTHING_YET, **told)
    inviting.let_go(activity, "活动取消", by)
    record(by=by, action="activity.called_off", unit=activity.unit, target=activity)
    _tell(activity, f"{activity.title}取消了，不用参加。")


@transaction.atomic
def hold(*, activity, held_on, came, by):
    """Who came: {id of the invitation: how}. It may be put right until it is recorded."""
    activity = _lock(activity)
    rows = list(activity.invitations.filter(pk__in=came))
    for row in rows:
        row.came = came[row.pk]
    activity.invitations.bulk_update(rows, ["came"])
    told = {"held_on": held_on, "held_by": by, "held_at": timezone.now()}
    _move(activity, NOT_CLOSED, **told)
    inviting.close_guests(activity, by)
    record(by=by, action="activity.held", unit=activity.unit, target=activity)
    return activity


@transaction.atomic
def write_down(*, activity, result, tallies, by):
    """What came of it, once: [(what was appraised, [(grade, number)])] beside it."""
    activity = _lock(activity)
    if not activity.is_held:
        raise Refused(NOT_HELD)
    Tally.objects.bulk_create(
        Tally(
            activity=activity,
            position=position,
            subject=subject,
            place=place,
            grade=grade,
            number=number,
        )
        for position, (subject, counts) in enumerate(tallies, start=1)
        for place, (grade, number) in enumerate(counts, start=1)
    )
    told = {"result": result, "recorded_by": by, "recorded_at": timezone.now()}
    _move(activity, NOT_CLOSED, **told)
    inviting.close_recording(activity, by)
    record(by=by, action="activity.recorded", unit=activity.unit, target=activity)
    return activity


@transaction.atomic
def add_note(*, activity, text, by):
    """Beside a record that stands."""
    if activity.recorded_at is None:
        raise Refused(UNRECORDED)
    made = ActivityNote.objects.create(activity=activity, text=text, by=by, at=timezone.now())
    record(by=by, action="activity.noted", unit=activity.unit, target=activity)
    return made


@transaction.atomic
def add_file(*, activity, upload, part, by):
    activity = _lock(activity)
    content_type = check_text(upload, upload.name)
    kept = store(stream=upload, name=upload.name, content_type=content_type, by=by)
    made = ActivityFile.objects.create(activity=activity, part=part, file=kept)
    record(by=by, action="activity.file_added", unit=activity.unit, target=activity)
    return made


@transaction.atomic
def remove_file(*, kept, by):
    activity = _lock(kept.activity)
    stored = kept.file
    kept.delete()
    discard(stored)
    record(by=by, action="activity.file_removed", unit=activity.unit, target=activity)


def _lock(activity):
    """Until the transaction ends, as long as anything can become of it."""
    rows = Activity.objects.select_for_update(of=("self",))
    activity = rows.select_related("unit", "kind", "holder").get(pk=activity.pk)
    if activity.is_closed:
        raise Refused(CLOSED)
    return activity


def _lock_unheld(activity):
    activity = _lock(activity)
    if activity.is_held:
        raise Refused(HELD)
    return activity


def _move(activity, empty, **values):
    """Only while these are empty: the lock says so, and this holds without one."""
    conditions = {f"{field}__isnull": True for field in empty}
    if not Activity.objects.filter(pk=activity.pk, **conditions).update(**values):
        raise Refused(CLOSED)
    activity.refresh_from_db(fields=list(values))


def _tell(activity, text):
    people = list(Person.objects.filter(invitations__activity=activity, account__is_active=True))
    url = reverse("activity", args=[activity.pk])
    transaction.on_commit(lambda: notify(people=people, text=text, url=url))
