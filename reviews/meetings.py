"""Meetings of the leading group: who is invited, who must avoid, and the record."""

from dataclasses import dataclass

from django.utils import timezone

from registry.organisation.models import Appointment, Person, Post
from registry.trail.recording import record

from . import seats, workflow
from .models import Attendee, Decision, Meeting
from .refusals import AlreadyDecided, NotReady


@dataclass(frozen=True)
class Invited:
    person: Person
    role: str
    must_avoid: bool


def invited(step, day):
    """The group's members, and the unit's other leaders who may sit in; filers must avoid."""
    filers = seats.filers(step.paper)
    members = seats.holders(step.seat, unit=step.unit, day=day)
    found = {holder.person: holder.post.name for holder in members}
    leaders = Appointment.objects.on(day).filter(
        post__unit=step.unit, post__tier=Post.Tier.LEADER, post__closed_on__isnull=True
    )
    for appointment in leaders.select_related("person", "post"):
        found.setdefault(appointment.person, appointment.post.name)
    return [
        Invited(person=person, role=role, must_avoid=person in filers)
        for person, role in found.items()
    ]


def _check_list(people, roles):
    """Everybody who was invited, once each: whoever did not come is entered as absent."""
    if len(people) != len(roles) or set(people) != set(roles):
        raise NotReady(["参会人员名单与本单位领导小组不符，请刷新页面后重填。"])


def record_meeting(*, step, held_on, place, attendees, by):
    """Write the meeting; `attendees` are dicts with person, presence and vote.

    Call in the transaction of the decision it leads to; a decided step has no second meeting.
    """
    workflow.lock(step.paper)
    if decided := Decision.objects.filter(step=step).first():
        raise AlreadyDecided(decided)
    roles = {entry.person: entry for entry in invited(step, timezone.localdate())}
    _check_list([entry.get("person") for entry in attendees], roles)
    for entry in attendees:
        if roles[entry["person"]].must_avoid and entry["presence"] == "present":
            raise NotReady([f"{entry['person'].name}是本表填报人，须回避，不能参加表决。"])
    meeting = Meeting.objects.create(
        unit=step.unit, held_on=held_on, place=place, recorder=by, recorded_at=timezone.now()
    )
    Attendee.objects.bulk_create(
        Attendee(
            meeting=meeting,
            person=entry["person"],
            role=roles[entry["person"]].role,
            present=entry["presence"] != "absent",
            avoided=entry["presence"] == "avoided",
            vote=entry["vote"] if entry["presence"] == "present" else "",
        )
        for entry in attendees
    )
    record(by=by, action="meeting.recorded", unit=step.unit, target=meeting)
    return meeting
