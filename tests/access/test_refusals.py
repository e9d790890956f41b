"""A refused attempt of somebody signed in is in the trail: who and which page, no content."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.access import refusing
from registry.organisation.models import Account
from registry.papers.models import Paper
from registry.trail.models import TrailEntry
from registry.trail.verifying import flaws
from tests import way


@pytest.fixture
def paper(cast):
    return way.begin_form(cast)


@pytest.fixture
def refused():
    return TrailEntry.objects.filter(action="access.refused").order_by("pk")


def entered(account):
    client = Client()
    client.force_login(account)
    return client


def test_anothers_object_leaves_an_entry(cast, paper, refused):
    address = reverse("paper-detail", args=[paper.pk])
    assert entered(cast.accounts.small_office).get(address).status_code == 404
    entry = refused.get()
    assert (entry.actor_id, entry.account_name) == (cast.people.small_office.pk, "small-office")
    assert (entry.target_kind, entry.target_ref) == ("page", "paper-detail")
    assert (entry.outcome, entry.unit_id) == ("refused", cast.school_small.pk)
    assert entry.request_id


def test_the_entry_says_nothing_of_the_object(cast, paper, refused):
    address = reverse("paper-detail", args=[paper.pk])
    entered(cast.accounts.small_office).get(f"{address}?q=柳树沟")
    nowhere = reverse("paper-detail", args=[paper.pk + 1000])
    entered(cast.accounts.small_staff).get(nowhere)
    there, missing = refused.values("target_kind", "target_ref", "outcome")
    assert there == missing


def test_a_wrong_role_leaves_an_entry(cast, refused):
    assert entered(cast.accounts.staff).get(reverse("trail-list")).status_code == 403
    assert refused.get().target_ref == "trail-list"


def test_a_refused_post_leaves_an_entry(cast, paper, refused):
    address = reverse("paper-cancel", args=[paper.pk])
    answer = entered(cast.accounts.small_staff).post(address, {"why": "不要了"})
    assert answer.status_code == 404
    assert refused.get().target_ref == "paper-cancel"
    assert Paper.objects.get().state == "draft"


def test_an_account_without_a_person_leaves_one_too(cast, paper, refused):
    root = Account.objects.create(username="root", is_superuser=True, is_staff=True)
    entered(root).get(reverse("paper-detail", args=[paper.pk]))
    entry = refused.get()
    assert (entry.account_name, entry.actor_id, entry.unit_id) == ("root", None, None)


def test_the_admin_leaves_one_too(cast, refused):
    entered(cast.accounts.staff).get(reverse("admin:organisation_unit_changelist"))
    assert refused.get().target_ref == "admin:organisation_unit_changelist"


def test_the_same_page_again_within_a_minute_leaves_no_second(cast, paper, refused, monkeypatch):
    client = entered(cast.accounts.small_staff)
    for number in range(5):
        client.get(reverse("paper-detail", args=[paper.pk + number]))
    assert refused.count() == 1
    client.get(reverse("paper-history", args=[paper.pk]))
    entered(cast.accounts.small_office).get(reverse("paper-detail", args=[paper.pk]))
    assert refused.count() == 3, "another page and another person are told apart"
    monkeypatch.setattr(refusing, "QUIET_FOR", timedelta())
    client.get(reverse("paper-detail", args=[paper.pk]))
    assert refused.count() == 4


def test_the_minute_is_one_minute():
    assert timedelta(minutes=1) == refusing.QUIET_FOR


@pytest.mark.parametrize(
    "address", ["/papers/1/", "/admin/", "/static/no-such-file.css", "/public/powers/x/1/"]
)
def test_nobody_in_particular_leaves_none(client, cast, refused, address):
    client.get(address)
    assert not refused.exists()


@pytest.mark.parametrize("address", ["/static/no-such-file.css", "/no-such-page/", "/check/x/"])
def test_what_is_nobodys_object_leaves_none(cast, refused, address):
    entered(cast.accounts.staff).get(address)
    assert not refused.exists()


def test_what_is_allowed_leaves_none(cast, paper, refused):
    entered(cast.accounts.staff).get(reverse("paper-detail", args=[paper.pk]))
    assert not refused.exists()


def test_a_forged_request_is_no_attempt_of_the_person(cast, paper, refused):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.accounts.staff)
    assert client.post(reverse("paper-cancel", args=[paper.pk])).status_code == 403
    assert not refused.exists()


def test_the_chain_stays_whole(cast, paper, refused):
    entered(cast.accounts.small_staff).get(reverse("paper-detail", args=[paper.pk]))
    assert refused.get().at <= timezone.now()
    assert list(flaws()) == []


def test_without_the_middleware_nothing_would_be_written(cast, paper, refused, settings):
    """The control."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "refusing" not in name]
    address = reverse("paper-detail", args=[paper.pk])
    assert entered(cast.accounts.small_office).get(address).status_code == 404
    assert not refused.exists()
