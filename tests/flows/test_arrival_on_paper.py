"""到岗告知 for somebody who cannot sign in: printed, signed by hand, entered by the office."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.access.appointing import hand_over
from registry.access.reach import read_reach
from registry.files.models import SignedSheet
from registry.organisation.models import Person
from registry.trail.models import TrailEntry
from risks import arrival, arrivals
from risks.models import Acknowledgement
from tests import way
from tests.cast import make_account
from tests.hands_on_paper import sheet
from tests.stage import staged

staged_form = staged(way.confirmed_form)
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def newcomer(cast, staged_form):
    """Takes over the post of staff today, and has no account."""
    person = Person.objects.create(unit=cast.school_large, name="新来者")
    hand_over(post=cast.posts.staff, to=person, on=TODAY(), by=cast.people.system_admin)
    return person.appointments.get()


@pytest.fixture
def office(cast, client):
    client.force_login(cast.accounts.school_office)
    return client


def typed(newcomer, **changes):
    seal = arrival.seal_of(arrival.shown_of(newcomer.post))
    return {"digest": seal, **sheet(), **changes}


def test_printed_signed_entered_and_off_the_list(cast, newcomer, office):
    listed, page = reverse("arrival-list"), reverse("arrival-paper", args=[newcomer.pk])
    assert page in office.get(listed).content.decode()
    assert way.PART["risk"] in office.get(page).content.decode()
    printed = office.get(reverse("arrival-paper-pdf", args=[newcomer.pk]))
    assert b"".join(printed.streaming_content).startswith(b"%PDF")
    assert office.post(page, typed(newcomer)).status_code == 302
    signed = Acknowledgement.objects.get()
    assert (signed.appointment, signed.name) == (newcomer, "新来者")
    assert signed.sheet.recorded_by == cast.people.school_office
    assert not arrival.unread(TODAY()).filter(pk=newcomer.pk).exists()
    assert TrailEntry.objects.filter(action="risks.recorded").count() == 1
    assert not TrailEntry.objects.filter(action="risks.acknowledged").exists()
    shown = office.get(page).content.decode()
    assert "在纸上签收" in shown
    assert f"纸质，{cast.people.school_office.name}" in shown
    assert "最近补录的纸质签收" in office.get(listed).content.decode()
    assert "纸质补录" in office.get(listed, {"state": "signed"}).content.decode()
    scan = office.get(reverse("arrival-paper-scan", args=[newcomer.pk]))
    assert b"".join(scan.streaming_content).startswith(b"%PDF")
    assert "在纸上签字" in "".join(arrival.sheet_of(signed).notes)


def test_the_sheet_to_sign_carries_the_seal_of_what_was_read(newcomer):
    shown = arrival.shown_of(newcomer.post)
    table = arrival.sheet_to_sign(newcomer, shown)
    assert table.digest == arrival.seal_of(shown)
    assert "新来者" in "".join(table.notes)


def test_what_changed_since_it_was_printed_is_not_entered(newcomer, office):
    page = reverse("arrival-paper", args=[newcomer.pk])
    answer = office.post(page, typed(newcomer, digest="0" * 64), follow=True)
    assert arrival.Changed.text in answer.content.decode()
    assert not Acknowledgement.objects.exists()


def test_who_can_sign_in_signs_on_screen(cast, newcomer, office):
    person = newcomer.person
    person.account = make_account("newcomer")
    person.save()
    page = reverse("arrival-paper", args=[newcomer.pk])
    assert page not in office.get(reverse("arrival-list")).content.decode()
    assert office.post(page, typed(newcomer)).status_code == 404
    with pytest.raises(arrival.NotEntered):
        arrival.acknowledge_on_paper(
            appointment=newcomer, by=cast.people.school_office, **typed(newcomer)
        )
    assert not Acknowledgement.objects.exists()


def test_a_second_sheet_is_refused_and_leaves_nothing(cast, newcomer):
    by = cast.people.school_office
    arrival.acknowledge_on_paper(appointment=newcomer, by=by, **typed(newcomer))
    with pytest.raises(arrival.NotEntered):
        arrival.acknowledge_on_paper(appointment=newcomer, by=by, **typed(newcomer))
    assert SignedSheet.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("school_office", 200), ("office", 200), ("small_office", 404), ("principal", 403)],
)
def test_whose_office_enters_it(cast, newcomer, client, who, status):
    client.force_login(getattr(cast.accounts, who))
    assert client.get(reverse("arrival-paper", args=[newcomer.pk])).status_code == status


def test_the_list_counts_for_each_reader(cast, newcomer):
    reach = read_reach(cast.people.principal, TODAY())
    assert list(arrivals.of_reach(arrivals.in_state("", TODAY()), reach)) == [newcomer]
    assert not arrivals.on_paper(reach, TODAY()).exists()
