"""When a holder changes, nothing but appointments changes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from registry.access import appointing
from registry.access.appointing import appoint, appoint_acting, end_appointment, hand_over
from registry.access.reach import reach_of
from registry.organisation.models import Appointment, Mandate, Seat
from registry.trail.models import TrailEntry
from tests.cast import SINCE

TODAY = timezone.localdate
DAY = timedelta(days=1)


def names(post, day):
    return [person.name for person in post.holders(day)]


def test_a_hand_over_ends_one_appointment_and_begins_another(cast):
    today = TODAY()
    mandates = list(Mandate.objects.values())
    hand_over(
        post=cast.posts.section_head,
        to=cast.people.staff,
        on=today,
        by=cast.people.system_admin,
    )
    assert names(cast.posts.section_head, today - DAY) == ["顾言之"]
    assert names(cast.posts.section_head, today) == ["林听雨"]
    assert list(Mandate.objects.values()) == mandates
    assert reach_of(cast.people.staff).holds(Seat.SECTION_HEAD, cast.school_large)
    assert not reach_of(cast.people.section_head).takes_part
    entries = TrailEntry.objects.filter(action="appointment.changed", actor_name="安系统")
    assert entries.count() == 2


def test_acting_cover_ends_with_the_hand_over(cast):
    today = TODAY()
    post = cast.posts.section_head
    appoint_acting(post=post, person=cast.people.teacher, on=today - DAY, until=None, by=None)
    hand_over(post=post, to=cast.people.staff, on=today, by=None)
    assert names(post, today) == ["林听雨"]


def test_on_a_post_with_several_holders_the_one_who_leaves_is_named(cast):
    today = TODAY()
    post, to = cast.posts.teacher, cast.people.staff
    with pytest.raises(ValidationError, match="哪一位"):
        hand_over(post=post, to=to, on=today, by=None)
    hand_over(post=post, to=to, on=today, by=None, leaving=cast.people.second_teacher)
    assert sorted(names(post, today)) == ["林听雨", "罗一鸣", "苏晓棠"]


def test_a_vacant_post_is_simply_taken(cast):
    today = TODAY()
    cast.posts.keeper.appointments.update(ends=today - DAY)
    hand_over(post=cast.posts.keeper, to=cast.people.staff, on=today, by=None)
    assert names(cast.posts.keeper, today) == ["林听雨"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"to": "section_head"}, "不需要交接"),
        ({"on": SINCE}, "晚于前任"),
        ({"on": SINCE - DAY}, "晚于前任"),
        ({"leaving": "office"}, "不在这个岗位上"),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused_whole(cast, change, message):
    before = list(Appointment.objects.values())
    entries = TrailEntry.objects.count()
    wanted = {"post": cast.posts.section_head, "to": cast.people.staff, "on": TODAY(), "by": None}
    for name, value in change.items():
        wanted[name] = getattr(cast.people, value) if isinstance(value, str) else value
    with pytest.raises(ValidationError, match=message):
        hand_over(**wanted)
    assert list(Appointment.objects.values()) == before
    assert TrailEntry.objects.count() == entries


def test_nobody_seats_themselves(cast):
    by = cast.people.system_admin
    with pytest.raises(ValidationError, match="本人"):
        hand_over(post=cast.posts.office, to=by, on=TODAY(), by=by)
    appoint(post=cast.posts.bureau_staff, person=by, on=TODAY(), by=by)


def test_without_that_check_the_administrator_would_sit_there(cast, monkeypatch):
    monkeypatch.setattr(appointing, "check_own_seat", lambda **kwargs: None)
    by = cast.people.system_admin
    hand_over(post=cast.posts.office, to=by, on=TODAY(), by=by)
    assert reach_of(by).holds(Seat.PREVENTION_OFFICE)


def test_a_closed_post_takes_nobody(cast):
    cast.posts.keeper.closed_on = TODAY()
    cast.posts.keeper.save()
    with pytest.raises(ValidationError, match="已撤销"):
        appoint(post=cast.posts.keeper, person=cast.people.staff, on=TODAY(), by=None)


def test_an_appointment_does_not_end_before_it_began(cast):
    appointment = cast.people.staff.appointments.get()
    with pytest.raises(ValidationError, match="不能早于"):
        end_appointment(appointment=appointment, on=appointment.starts - DAY, by=None)
