"""A new holder reads the points of the post and signs for them; the old ones stay with the post."""

import datetime
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.access.appointing import hand_over
from registry.notices.models import Notice
from registry.organisation.models import Appointment, Person, Programme
from registry.organisation.working_days import add_working_days
from registry.papers.models import Paper
from registry.trail.models import TrailEntry
from risks import arrival, arrivals, editing
from risks.models import Acknowledgement
from tests import way
from tests.cast import make_account
from tests.stage import staged

staged_form = staged(way.confirmed_form)
STATES = [state for state, _ in arrivals.STATES]


@pytest.fixture
def newcomer(cast, staged_form):
    """Somebody takes over the post of staff today; last year's form is in force."""
    person = Person.objects.create(
        unit=cast.school_large, name="新来者", account=make_account("newcomer")
    )
    admin = cast.people.system_admin
    hand_over(post=cast.posts.staff, to=person, on=timezone.localdate(), by=admin)
    client = Client()
    client.force_login(person.account)
    return person, client


def digest_on(page):
    return re.search(r'name="digest" value="(\w+)"', page)[1]


def test_who_wrote_the_form_is_not_asked(cast):
    way.confirmed_form(cast)
    assert arrival.unread_posts(cast.people.staff, timezone.localdate()) == set()


def test_a_draft_is_taken_over_with_the_post(cast):
    """接办: what the one before had begun is the newcomer's to finish."""
    way.confirmed_form(cast, points=1)
    paper = way.begin_form(cast)
    editing.save_point(paper=paper, content=way.point(2), by=cast.people.staff)
    person = Person.objects.create(
        unit=cast.school_large, name="新来者", account=make_account("newcomer")
    )
    hand_over(
        post=cast.posts.staff, to=person, on=timezone.localdate(), by=cast.people.system_admin
    )
    client = Client()
    client.force_login(person.account)
    assert client.get(reverse("paper-edit", args=[paper.pk])).status_code == 200
    way.submit(paper, person)
    assert paper.current.filer_name == "新来者"


def test_reads_signs_and_prints(cast, newcomer):
    person, client = newcomer
    address = reverse("arrival-notice", args=[cast.posts.staff.pk])
    assert address in client.get(reverse("my-posts")).content.decode()
    page = client.get(address).content.decode()
    assert way.PART["risk"] in page
    client.post(address, {"digest": digest_on(page)})
    signed = Acknowledgement.objects.get()
    assert (signed.appointment.person, len(signed.rows)) == (person, 2)
    client.post(address, {"digest": "0" * 64})
    assert Acknowledgement.objects.count() == 1
    assert address not in client.get(reverse("my-posts")).content.decode()
    answer = client.get(reverse("arrival-notice-pdf", args=[cast.posts.staff.pk]))
    assert TrailEntry.objects.filter(action="export.downloaded", actor_id=person.pk).exists()
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    notes = "".join(arrival.sheet_of(signed).notes)
    assert "新来者" in notes


def test_what_changed_while_reading_is_read_again(cast, newcomer):
    _, client = newcomer
    address = reverse("arrival-notice", args=[cast.posts.staff.pk])
    answer = client.post(address, {"digest": "0" * 64}, follow=True)
    assert arrival.Changed.text in answer.content.decode()
    assert not Acknowledgement.objects.exists()


def test_nobody_reads_it_for_another(cast, newcomer):
    client = Client()
    client.force_login(cast.accounts.teacher)
    assert client.get(reverse("arrival-notice", args=[cast.posts.staff.pk])).status_code == 404


def test_what_was_signed_stays(cast, newcomer):
    person, _ = newcomer
    seal = arrival.seal_of(arrival.shown_of(cast.posts.staff))
    signed = arrival.acknowledge(appointment=person.appointments.get(), digest=seal, by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement.objects.filter(pk=signed.pk).update(name="别人")


@pytest.mark.parametrize(("starts_in", "unread"), [(0, False), (1, True)])
def test_who_comes_back_under_a_new_appointment_is_asked_again(
    cast, staged_form, starts_in, unread
):
    person, today = cast.people.staff, timezone.localdate()
    begins = today + datetime.timedelta(days=starts_in)
    Appointment.objects.filter(person=person).update(ends=today - datetime.timedelta(days=1))
    Appointment.objects.create(person=person, post=cast.posts.staff, starts=begins)
    found = arrival.unread_posts(person, begins)
    assert found == ({cast.posts.staff.pk} if unread else set())


# --- grade, who is responsible, by when ------------------------------------------------------


def test_the_notice_says_grade_and_who_is_responsible(cast, newcomer):
    _, client = newcomer
    address = reverse("arrival-notice", args=[cast.posts.staff.pk])
    page = client.get(address).content.decode()
    assert "岗位风险等级" in page
    assert "教务主任 顾言之" in page
    client.post(address, {"digest": digest_on(page)})
    signed = Acknowledgement.objects.get()
    assert signed.grade
    assert f"岗位风险等级 {signed.grade}" in "".join(arrival.sheet_of(signed).notes)
    assert all(row["manages"] and row["answers"] for row in signed.rows)


def test_a_change_of_who_is_responsible_is_read_again(cast, newcomer):
    _, client = newcomer
    address = reverse("arrival-notice", args=[cast.posts.staff.pk])
    page = client.get(address).content.decode()
    cast.people.section_head.appointments.update(
        ends=timezone.localdate() - datetime.timedelta(days=1)
    )
    client.post(address, {"digest": digest_on(page)})
    assert not Acknowledgement.objects.exists()


def unread_of(person):
    found = arrival.unread(timezone.localdate()).filter(person=person)
    return found.select_related("post__unit").get()


def test_of_points_that_came_later_the_days_begin_with_them(cast, newcomer):
    """Whoever was there before is not overdue on the day on which there is something to read."""
    person, _ = newcomer
    person.appointments.update(starts=datetime.date(2021, 1, 4))
    found = arrivals.due_days([unread_of(person)])
    confirmed = timezone.localdate(Paper.objects.get(post=cast.posts.staff).confirmed_at)
    assert list(found.values()) == [add_working_days(confirmed, 10, cast.school_large.path)]


def test_due_after_so_many_working_days_as_the_programme_says(cast, newcomer):
    person, _ = newcomer
    appointment = unread_of(person)
    for days in (10, 3):
        Programme.objects.update(arrival_days=days)
        due = arrivals.due_days([appointment])[appointment.pk]
        path = cast.school_large.path
        assert due == add_working_days(appointment.starts, days, path)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("principal", True),
        ("section_head", True),
        ("supervisor", True),
        ("school_office", True),
        ("office", True),
        ("other_section_head", False),
        ("teacher", False),
        ("small_principal", False),
    ],
)
def test_who_has_not_signed_is_a_list_for_those_who_answer(cast, newcomer, role, sees):
    client = Client()
    client.force_login(getattr(cast.accounts, role))
    assert ("新来者" in client.get(reverse("arrival-list")).content.decode()) == sees


def test_signed_it_leaves_the_list(cast, newcomer):
    person, _ = newcomer
    today = timezone.localdate()
    assert arrival.unread(today).filter(person=person).exists()
    seal = arrival.seal_of(arrival.shown_of(cast.posts.staff))
    arrival.acknowledge(appointment=person.appointments.get(), digest=seal, by=person)
    assert not arrival.unread(today).filter(person=person).exists()


def test_reminded_on_arrival_before_the_day_and_each_week_after(cast, newcomer):
    person, _ = newcomer
    appointment = unread_of(person)
    due = arrivals.due_days([appointment])[appointment.pk]
    told = []
    for day in (appointment.starts, *(due + datetime.timedelta(days=d) for d in (-1, 0, 1, 5, 8))):
        for _ in range(2):
            arrivals.remind(day)
        told.append(Notice.objects.filter(person=person).count())
    assert told == [1, 2, 2, 3, 3, 4]


def test_the_predecessors_paper_is_in_the_archive_of_the_post(cast, newcomer):
    """And shows who filled it in; whoever comes may read it and does not change it."""
    _, client = newcomer
    page = client.get(reverse("archive")).content.decode()
    paper = Paper.objects.get(post=cast.posts.staff)
    address = reverse("archive-detail", args=[paper.pk])
    assert address in page
    assert "林听雨" in client.get(address).content.decode()
    assert client.get(reverse("paper-edit", args=[paper.pk])).status_code in (302, 403, 404)


def test_who_signed_this_year_is_chosen_from_the_same_list(cast, newcomer):
    person, _ = newcomer
    client = Client()
    client.force_login(cast.accounts.principal)

    def listed():
        pages = {state: client.get(reverse("arrival-list"), {"state": state}) for state in STATES}
        return [state for state, page in pages.items() if "新来者" in page.content.decode()]

    assert listed() == ["", "all"]
    seal = arrival.seal_of(arrival.shown_of(cast.posts.staff))
    arrival.acknowledge(appointment=person.appointments.get(), digest=seal, by=person)
    assert listed() == ["signed", "all"]
    with time_machine.travel(timezone.now() + datetime.timedelta(days=366)):
        client.force_login(cast.accounts.principal)
        assert listed() == []
