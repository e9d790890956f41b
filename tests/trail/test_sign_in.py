"""Sign-ins of every outcome are in the trail; nothing that was typed wrong is."""

import pytest
from django.urls import reverse

from registry.trail.middleware import OriginMiddleware
from registry.trail.models import TrailEntry
from registry.trail.origin import current


@pytest.fixture(autouse=True)
def lands_on_a_page_of_these_apps(settings):
    settings.LOGIN_REDIRECT_URL = "notices"


def attempt(client, username, password, **extra):
    return client.post(reverse("sign-in"), {"username": username, "password": password}, **extra)


def entries():
    return list(TrailEntry.objects.order_by("id").values_list("action", "outcome", "target_ref"))


def test_signing_in_and_out(client, cast):
    attempt(client, "staff", cast.password, REMOTE_ADDR="10.1.2.3")
    client.post(reverse("sign-out"))
    assert entries() == [("signin.done", "done", "staff"), ("signout.done", "done", "staff")]
    entry = TrailEntry.objects.order_by("id").first()
    assert entry.actor_id == cast.people.staff.pk
    assert entry.unit_id == cast.school_large.pk
    assert entry.origin == "10.1.2.3"
    assert len(entry.request_id) == 16


def test_a_failed_attempt_on_an_account(client, cast):
    attempt(client, "staff", "wrong-Password-1")
    assert entries() == [("signin.failed", "failed", "staff")]
    assert not everything_contains("wrong-Password-1")


def test_what_was_typed_for_an_unknown_account_is_not_kept(client, cast):
    attempt(client, "my-Secret-Password-9", "x")
    assert entries() == [("signin.failed", "failed", "不存在的账号")]
    assert not everything_contains("my-Secret-Password-9")


def test_a_lock_out(client, cast):
    for _ in range(5):
        attempt(client, "staff", "wrong")
    assert ("signin.locked", "refused", "staff") in entries()


def everything_contains(text):
    return any(text in str(value) for row in TrailEntry.objects.values() for value in row.values())


@pytest.mark.parametrize(
    ("address", "kept"), [("10.0.0.1", "10.0.0.1"), ("::1", "::1"), ("unknown", ""), ("<b>", "")]
)
def test_only_an_address_is_kept_as_one(rf, address, kept):
    seen = []
    middleware = OriginMiddleware(lambda request: seen.append(current()))
    middleware(rf.get("/", REMOTE_ADDR=address))
    assert seen[0].address == kept
    assert current().address == ""
