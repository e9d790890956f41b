"""Planned, held, recorded, called off: what a step may do, what it asks of people, what stays."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from registry.tasks import clock
from registry.tasks.models import Task
from reviews.activities import inviting, proceeding
from reviews.activities.models import (
    Activity,
    ActivityState,
    Invitation,
    Tally,
)
from reviews.refusals import Refused
from reviews.views.inbox import waiting_count
from tests.activities.hands import (
    ABSENT,
    CAME,
    RESULT,
    again,
    held,
    planned,
    recorded,
    scan,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)
BALLOT = [("领导班子", [("满意", 4), ("基本满意", 1), ("不满意", 0), ("不了解", 0)])]


def invitations_of(person):
    return Task.objects.filter(kind=inviting.INVITED, person=person)


# --- what it asks of people -----------------------------------------------------------------------


def test_whoever_is_invited_is_told_and_has_it_in_the_inbox_and_on_the_calendar(cast, browser):
    before = waiting_count(cast.people.staff)
    made = planned(cast, planned_on=TODAY() + DAY * 3)
    assert waiting_count(cast.people.staff) == before + 1
    notice = Notice.objects.get(person=cast.people.staff, text__contains=made.about)
    assert "请留出时间" in notice.text
    for address in (
        reverse("inbox"),
        reverse("task-calendar") + f"?month={TODAY() + DAY * 3:%Y-%m}",
    ):
        page = browser("staff").get(address).content.decode()
        assert made.title in page
    assert reverse("activity", args=[made.pk]) in page or "task" in page


def test_nobody_else_has_it(cast, browser):
    planned(cast)
    page = browser("other_staff").get(reverse("inbox")).content.decode()
    assert "节前警示教育" not in page


def test_it_is_over_with_its_day_and_nobody_is_late_for_it(cast):
    planned(cast)
    ticked = clock.tick(TODAY() + DAY)
    assert ticked.over == 2
    for task in invitations_of(cast.people.staff):
        assert task.waived_by is None
    assert not Notice.objects.filter(text__contains="已过期限").exists()


def test_the_clock_leaves_it_on_its_day(cast):
    """The control."""
    planned(cast)
    assert clock.tick(TODAY()).over == 0


def test_who_came_has_done_it_also_when_the_clock_was_earlier(cast):
    made = planned(cast)
    clock.tick(TODAY() + DAY)
    held(cast, made, absent=["section_head"])
    assert invitations_of(cast.people.staff).get().done_by == cast.people.group
    assert invitations_of(cast.people.section_head).get().waived_why


def test_whoever_holds_it_is_asked_to_write_it_down(cast):
    made = planned(cast)
    task = Task.objects.get(kind=inviting.RECORDING)
    assert (task.person, task.opens_on) == (cast.people.group, TODAY())
    recorded(cast, held(cast, made))
    task.refresh_from_db()
    assert task.done_by == cast.people.group


def test_with_another_day_everybody_is_asked_anew(cast):
    made = planned(cast)
    facts = {name: getattr(made, name) for name in proceeding.PLAN}
    later = TODAY() + DAY * 4
    people = [cast.people.staff, cast.people.keeper]
    given = {"people": people, "by": cast.people.school_office}
    proceeding.replan(activity=made, said={**facts, "planned_on": later}, **given)
    assert invitations_of(cast.people.staff).unsettled().get().due_on == later
    assert not invitations_of(cast.people.section_head).unsettled().exists()
    proceeding.replan(activity=made, said=facts, **given)
    assert invitations_of(cast.people.staff).unsettled().get().due_on == TODAY()
    assert invitations_of(cast.people.keeper).unsettled().count() == 1


def test_with_another_place_they_are_told_and_asked_nothing_anew(
    cast, django_capture_on_commit_callbacks
):
    made = planned(cast)
    facts = {name: getattr(made, name) for name in proceeding.PLAN}
    people = [cast.people.staff]
    with django_capture_on_commit_callbacks(execute=True):
        proceeding.replan(
            activity=made,
            people=people,
            by=cast.people.school_office,
            said={**facts, "place": "操场"},
        )
    assert invitations_of(cast.people.staff).count() == 1
    assert Notice.objects.filter(person=cast.people.staff, text__contains="换了地点").count() == 1


def test_called_off_nobody_has_to_come(cast, django_capture_on_commit_callbacks):
    made = planned(cast)
    with django_capture_on_commit_callbacks(execute=True):
        proceeding.call_off(activity=made, why="停电", by=cast.people.school_office)
    assert not Task.objects.unsettled().filter(kind__startswith="activity").exists()
    told = Notice.objects.get(person=cast.people.staff, text__contains="取消了")
    assert "停电" not in told.text


def test_what_is_entered_afterwards_asks_nobody_to_come(cast):
    planned(cast, planned_on=TODAY() - DAY * 20)
    assert not Task.objects.filter(kind=inviting.INVITED).exists()


# --- who is invited -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("groups", "inside", "outside"),
    [
        (["leader"], {"principal", "supervisor"}, {"staff", "section_head", "bureau_leader"}),
        (["middle"], {"section_head", "school_office"}, {"principal", "staff"}),
        (["everybody"], {"principal", "staff", "keeper"}, {"small_staff", "office"}),
        ([], set(), {"principal", "staff"}),
    ],
)
def test_groups_are_the_people_of_the_unit_today(cast, groups, inside, outside):
    found = set(inviting.people_of(cast.school_large, groups, TODAY()))
    assert {getattr(cast.people, role) for role in inside} <= found
    assert not {getattr(cast.people, role) for role in outside} & found


def test_the_bureau_invites_the_heads_of_its_schools(cast):
    found = set(inviting.people_of(cast.bureau, ["principals"], TODAY()))
    people = cast.people
    assert found == {people.principal, people.small_principal, people.village_principal}


# --- what may become of it ------------------------------------------------------------------------


def test_nothing_is_recorded_before_it_was_held(cast):
    made = planned(cast)
    with pytest.raises(Refused):
        recorded(cast, made)


@pytest.mark.parametrize("act", ["replan", "call_off"])
def test_what_was_held_is_neither_planned_otherwise_nor_called_off(cast, act):
    made = held(cast)
    facts = {name: getattr(made, name) for name in proceeding.PLAN}
    given = {
        "replan": {"people": [cast.people.staff], "said": facts},
        "call_off": {"why": "停电"},
    }[act]
    with pytest.raises(Refused):
        getattr(proceeding, act)(activity=made, by=cast.people.group, **given)


@pytest.mark.parametrize("act", ["hold", "write_down", "add_file", "call_off"])
def test_what_was_recorded_stays(cast, act):
    made = recorded(cast)
    given = {
        "hold": {"held_on": TODAY(), "came": {}},
        "write_down": {"result": "别的", "tallies": []},
        "add_file": {"upload": scan(), "part": "record"},
        "call_off": {"why": "停电"},
    }[act]
    with pytest.raises(Refused):
        getattr(proceeding, act)(activity=made, by=cast.people.group, **given)


def test_a_note_stands_beside_the_record(cast):
    made = held(cast)
    with pytest.raises(Refused):
        proceeding.add_note(activity=made, text="补记一人", by=cast.people.group)
    made = recorded(cast, made)
    proceeding.add_note(activity=made, text="补记一人", by=cast.people.group)
    assert again(made).result == RESULT
    assert made.notes.get().text == "补记一人"


@pytest.mark.every_case
@pytest.mark.parametrize(
    "change",
    [
        lambda made: Activity.objects.filter(pk=made.pk).update(result="别的"),
        lambda made: made.invitations.update(came=ABSENT),
        lambda made: made.invitations.all().delete(),
        lambda made: made.tallies.update(number=99),
        lambda made: Tally.objects.create(
            activity=made, position=9, place=1, subject="别的", grade="好", number=9
        ),
        lambda made: made.files.all().delete(),
        lambda made: made.notes.update(text="别的"),
    ],
)
def test_the_database_refuses_to_change_a_record(cast, change):
    made = held(cast, kind="民主测评")
    proceeding.add_file(activity=made, upload=scan(), part="record", by=cast.people.group)
    made = recorded(cast, made, tallies=BALLOT)
    proceeding.add_note(activity=made, text="补记", by=cast.people.group)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(made)


@pytest.mark.every_case
@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": datetime.date(2026, 3, 1)},
        {"result": "没有举行"},
        {"called_off_why": "没有人取消"},
        {"place": ""},
    ],
)
def test_the_database_refuses_what_cannot_be(cast, wrong):
    made = planned(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=made.pk).update(**wrong)


# --- state: row and query -------------------------------------------------------------------------


def in_every_state(cast):
    yesterday = TODAY() - DAY
    made = {
        ActivityState.TO_COME: planned(cast),
        ActivityState.OVERDUE: planned(cast, planned_on=yesterday),
        ActivityState.TO_RECORD: held(cast),
        ActivityState.RECORDED: recorded(cast),
        ActivityState.CALLED_OFF: planned(cast),
    }
    proceeding.call_off(
        activity=made[ActivityState.CALLED_OFF], why="停电", by=cast.people.school_office
    )
    return made


def test_each_row_is_found_in_the_state_it_says(cast):
    in_every_state(cast)
    for state in ActivityState:
        found = Activity.objects.in_state(state, TODAY())
        assert [each.state_on(TODAY()) for each in found] == [state]


def test_each_number_of_the_year_is_the_length_of_the_list_it_leads_to(cast, browser):
    in_every_state(cast)
    held(cast, kind="述职述廉")
    page = browser("principal").get(reverse("activity-list"))
    numbers = page.context["numbers"]
    assert {
        row["kind"]: (row["planned"][0], row["held"][0], row["overdue"][0]) for row in numbers
    } == {
        "警示教育": (4, 2, 1),
        "述职述廉": (1, 1, 0),
    }
    for row in numbers:
        for name in ("planned", "held", "overdue"):
            number, address = row[name]
            listed = browser("principal").get(reverse("activity-list") + address)
            assert len(listed.context["rows"]) == number


def test_attendance_is_put_right_until_it_is_recorded(cast):
    made = held(cast, absent=["staff"])
    row = made.invitations.get(person=cast.people.staff)
    proceeding.hold(
        activity=made, held_on=TODAY(), came={row.pk: CAME}, by=cast.people.school_office
    )
    row.refresh_from_db()
    assert row.came == Invitation.Came.CAME
    assert invitations_of(cast.people.staff).get().done_at is not None
