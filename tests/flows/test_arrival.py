"""A new holder reads the points of the post and signs for them; the old ones stay with the post."""

import datetime
import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.access.appointing import hand_over
from registry.organisation.models import Appointment, Person
from registry.trail.models import TrailEntry
from risks import arrival, editing
from risks.models import Acknowledgement
from tests import way
from tests.cast import make_account
from tests.stage import staged

staged_form = staged(way.confirmed_form)


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
    rows = arrival.rows_of(cast.posts.staff)
    signed = arrival.acknowledge(
        appointment=person.appointments.get(), digest=arrival.digest_of(rows), by=person
    )
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
