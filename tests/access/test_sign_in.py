"""Signing in and out: sessions that end, names that are not told, lock-outs that hit one only."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Account
from registry.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
INSIDE = "/password/"


@pytest.fixture(autouse=True)
def lands_inside(settings):
    settings.LOGIN_REDIRECT_URL = INSIDE


def sign_in(client, username, password, **extra):
    data = {"username": username, "password": password, "next": INSIDE}
    return client.post(reverse("sign-in"), data, **extra)


def is_inside(client):
    return client.get(INSIDE).status_code == 200


def test_the_right_password_leads_to_the_page_asked_for(client, cast):
    response = client.get(INSIDE)
    assert response.url == f"{reverse('sign-in')}?next={INSIDE}"
    response = sign_in(client, "staff", cast.password)
    assert response.status_code == 302
    assert response.url == INSIDE
    assert is_inside(client)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\thttps://evil.example",
    ],
)
def test_nobody_is_led_to_another_site(client, cast, elsewhere, settings):
    settings.LOGIN_REDIRECT_URL = "/own/"
    data = {"username": "staff", "password": cast.password, "next": elsewhere}
    assert client.post(reverse("sign-in"), data).url == "/own/"


def test_the_session_key_changes_at_sign_in(client, cast):
    client.get(reverse("sign-in"))
    client.session["marker"] = "planted"
    session = client.session
    session.save()
    planted = session.session_key
    sign_in(client, "staff", cast.password)
    assert client.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_a_copied_cookie_is_worth_nothing_after_sign_out(client, cast):
    sign_in(client, "staff", cast.password)
    thief = Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_inside(thief)
    response = client.post(reverse("sign-out"))
    assert response.status_code == 200
    assert not is_inside(thief)
    assert not is_inside(client)
    assert not Session.objects.exists()


def test_sign_out_by_a_link_is_refused(client, cast):
    sign_in(client, "staff", cast.password)
    assert client.get(reverse("sign-out")).status_code == 405
    assert is_inside(client)


def test_sign_in_and_sign_out_need_the_token_of_the_form(cast):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, "staff", cast.password).status_code == 403
    client.force_login(cast.accounts.staff)
    assert client.post(reverse("sign-out")).status_code == 403


def test_a_deactivated_account_is_out_with_the_next_request(client, cast):
    sign_in(client, "staff", cast.password)
    assert is_inside(client)
    Account.objects.filter(pk=cast.accounts.staff.pk).update(is_active=False)
    assert not is_inside(client)


def test_what_was_shown_inside_is_not_kept_by_the_browser(client, cast):
    sign_in(client, "staff", cast.password)
    assert "no-store" in client.get(INSIDE).headers["Cache-Control"]


def test_an_htmx_request_after_the_session_ended_leaves_the_form_alone(client, cast):
    response = client.get(INSIDE, headers={"HX-Request": "true"})
    assert response.status_code == 401
    response = client.get(INSIDE, headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert response.status_code == 302


WRONG = [
    pytest.param("staff", "not-the-password", id="wrong password"),
    pytest.param("nobody-of-that-name", "not-the-password", id="no such account"),
    pytest.param("office", "Cast-Password-2026", id="deactivated"),
    pytest.param("clerk", "anything", id="no usable password"),
]


@pytest.fixture
def other_accounts(cast):
    Account.objects.filter(username="office").update(is_active=False)
    clerk = Account(username="clerk")
    clerk.set_unusable_password()
    clerk.save()


@pytest.mark.parametrize(("username", "password"), WRONG)
def test_the_answer_does_not_tell_which_names_exist(client, other_accounts, username, password):
    response = sign_in(client, username, password)
    assert response.status_code == 200
    page = response.content.decode()
    assert "登录名或密码不对" in page
    csrf = client.cookies["csrftoken"].value
    reference = Client()
    expected = sign_in(reference, "x" * len(username), password).content.decode()
    assert without_tokens(page, username) == without_tokens(expected, "x" * len(username))
    assert csrf


def without_tokens(page, username):
    lines = page.replace(username, "NAME").splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line]


@pytest.mark.parametrize(("username", "password"), WRONG)
def test_the_work_is_the_same_whether_the_name_exists(
    client, other_accounts, username, password, monkeypatch
):
    """One password is hashed, never none: the time tells nothing either."""
    hashed = []
    hasher = type(hashers.get_hasher())
    encode, verify = hasher.encode, hasher.verify
    monkeypatch.setattr(hasher, "encode", lambda *args: hashed.append("encode") or encode(*args))
    monkeypatch.setattr(hasher, "verify", lambda *args: hashed.append("verify") or verify(*args))
    sign_in(client, username, password)
    assert hashed in (["encode"], ["verify"], ["verify", "encode"])


def fail(times, username="staff", address="10.0.0.1"):
    for _ in range(times):
        response = sign_in(Client(), username, "wrong", REMOTE_ADDR=address)
    return response


def test_five_failures_pause_sign_in_with_a_page_that_says_how_long(cast):
    assert fail(4).status_code == 200
    response = fail(1)
    assert response.status_code == 429
    assert response.headers["Retry-After"] == "900"
    assert "15 分钟" in response.content.decode()
    again = sign_in(Client(), "staff", cast.password, REMOTE_ADDR="10.0.0.1")
    assert again.status_code == 429
    assert TrailEntry.objects.filter(action="signin.locked").exists()


def test_a_pause_tells_no_names_either(cast):
    known, unknown = fail(5), fail(5, "nobody-of-that-name")
    assert known.status_code == unknown.status_code == 429
    assert known.content == unknown.content


@pytest.mark.parametrize(
    ("username", "address"),
    [("staff", "10.0.0.2"), ("office", "10.0.0.1")],
    ids=["same name elsewhere", "other name at the same address"],
)
def test_nobody_else_is_locked_out(cast, username, address):
    fail(5)
    response = sign_in(Client(), username, cast.password, REMOTE_ADDR=address)
    assert response.status_code == 302


def test_the_pause_ends_and_is_not_prolonged_by_more_attempts(cast):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        fail(5)
        clock.shift(timedelta(minutes=14))
        assert fail(1).status_code == 429
        clock.shift(timedelta(minutes=2))
        response = sign_in(Client(), "staff", cast.password, REMOTE_ADDR="10.0.0.1")
        assert response.status_code == 302


def test_the_admin_is_entered_by_the_same_door(client, cast):
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('sign-in')}?next=/admin/"
    assert client.post("/admin/login/", {"username": "system-admin"}).status_code == 302
    client.force_login(cast.accounts.staff)
    assert client.get("/admin/").status_code == 403
    client.force_login(cast.accounts.system_admin)
    assert client.get("/admin/").status_code == 200


def test_the_demo_door_does_not_exist_outside_the_demo(client, cast, settings):
    settings.DEMO = False
    assert client.post(reverse("demo-sign-in"), {"username": "staff"}).status_code == 404
    assert client.get(reverse("demo-sign-in")).status_code == 404
    assert "demo-sign-in" not in client.get(reverse("sign-in")).content.decode()


def test_in_the_demo_one_click_is_enough(client, cast, settings):
    settings.DEMO = True
    assert "派驻纪检组、监察室" in client.get(reverse("sign-in")).content.decode()
    assert client.get(reverse("demo-sign-in")).status_code == 405
    assert client.post(reverse("demo-sign-in"), {"username": "staff"}).url == INSIDE
    assert is_inside(client)


@pytest.mark.parametrize("username", ["teacher", "root", "", "staff\x00"])
def test_the_demo_lets_in_the_cast_only(client, cast, settings, username):
    settings.DEMO = True
    assert client.post(reverse("demo-sign-in"), {"username": username}).status_code == 404
