"""The pages of the discipline office: what waits, one missive, what is made of it."""

import logging

import pytest
from django.urls import reverse

from reviews import missives
from reviews.models import Missive, Opinion
from tests.cast import ADMINISTRATORS, PEOPLE, WITHOUT_ACCOUNT
from tests.cast import seat as give_seat
from tests.reviews.test_missives import make_public_publicity, send
from tests.stage import staged

pytestmark = pytest.mark.django_db
staged_missive = staged(lambda cast: send(make_public_publicity(cast), contact="家长王女士"))


@pytest.fixture
def missive(cast, staged_missive):
    return Missive.objects.get(pk=staged_missive.pk)


@pytest.fixture
def office(client, cast):
    client.force_login(cast.accounts.discipline)
    return client


def address(missive):
    return reverse("missive-detail", args=[missive.pk])


def test_it_waits_in_the_inbox_and_the_list_until_it_is_sorted(office, missive):
    for page in ("inbox", "missive-list"):
        assert address(missive) in office.get(reverse(page)).text
    office.post(address(missive), {"outcome": "report", "note": "已登记"})
    assert address(missive) not in office.get(reverse("inbox")).text
    assert "线索，留在本组办理" in office.get(reverse("missive-list")).text


@pytest.mark.parametrize("kept", ["", "report"], ids=["unsorted", "report"])
def test_nobody_but_the_office_that_received_it_finds_it(client, cast, missive, kept):
    """Every role × before and after it is kept as a report (issue 6, "Shown by" 3)."""
    if kept:
        missives.sort(missive=missive, by=cast.people.discipline, kept=kept, note="已登记")
    found, told = set(), set()
    for role in {*PEOPLE, *ADMINISTRATORS} - WITHOUT_ACCOUNT:
        client.force_login(getattr(cast.accounts, role))
        found |= {role} if client.get(address(missive)).status_code != 404 else set()
        pages = [client.get(reverse(page), follow=True) for page in ("inbox", "missive-list")]
        told |= {role} if any(address(missive) in page.text for page in pages) else set()
    assert found == told == {"discipline"}


@pytest.mark.parametrize(
    ("outcome", "passed_on", "kept", "note"),
    [
        ("opinion", "写明多久查一次", "", ""),
        ("report", None, "report", "已登记"),
        ("both", "写明多久查一次", "report", "已登记"),
        ("neither", None, "neither", "已登记"),
    ],
)
def test_what_is_made_of_it(office, missive, outcome, passed_on, kept, note):
    typed = {"outcome": outcome, "opinion": "写明多久查一次", "note": "已登记"}
    assert office.post(address(missive), typed).status_code == 302
    missive.refresh_from_db()
    triage = missive.triage
    assert (triage.opinion and triage.opinion.text) == passed_on
    assert (triage.kept, triage.note) == (kept, note)
    assert "还没有" not in office.get(address(missive)).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "请选择这份来件怎样分办。"),
        ({"outcome": "opinion", "opinion": " "}, "请写要转给防控办的文字。"),
        ({"outcome": "both", "opinion": "好"}, "请写一句记载。"),
        ({"outcome": "neither"}, "请写一句记载。"),
        ({"outcome": "opinion", "opinion": "请回电13812341234"}, "手机号码"),
    ],
    ids=str,
)
def test_what_is_missing_is_said_and_what_was_typed_stays(office, missive, typed, said):
    response = office.post(address(missive), typed)
    assert (response.status_code, said in response.text) == (422, True)
    assert typed.get("opinion", "").strip() in response.text
    assert not Opinion.objects.exists()


def test_a_colleague_who_comes_later_is_told_and_keeps_the_text(client, cast, missive):
    give_seat(cast.posts.openness, "discipline_office", cast.bureau, rank="member")
    missives.sort(missive=missive, by=cast.people.discipline, kept="report", note="已登记")
    client.force_login(cast.accounts.openness)
    response = client.post(address(missive), {"outcome": "opinion", "opinion": "写明多久查"})
    assert response.status_code == 422
    assert cast.people.discipline.name in response.text
    assert "写明多久查" in response.text


def test_the_unit_reads_what_was_passed_on_and_nothing_else(client, cast, missive):
    missives.sort(
        missive=missive, by=cast.people.discipline, opinion="写明多久查", kept="report", note="登记"
    )
    opinion = Opinion.objects.get()
    client.force_login(cast.accounts.school_office)
    page = client.get(reverse("opinion-answer", args=[opinion.pk])).text
    assert "由社会公众提出" in page
    assert "写明多久查" in page
    for secret in (missive.text, "王女士", missive.receipt, opinion.receipt, str(missive.pk)):
        assert secret not in page
    client.get(reverse("publicity-detail", args=[missive.publication_id]))
    assert client.get(address(missive)).status_code == 404


def test_opening_one_is_written_down_for_the_office_and_to_no_log(office, missive, caplog):
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            page = office.get(address(missive)).text
        office.get(reverse("missive-list"))
        office.get(reverse("inbox"))
    assert missive.readings.count() == 1
    assert "严立新（" in page
    lines = [each.getMessage() for each in caplog.records if each.name == "register.request"]
    assert len(lines) == 1, "control: the inbox has its line"
