"""Passwords: what is asked of a new one, when it is due, and what ends when it changes."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from registry.access.password_profiles import PROFILES
from registry.access.passwords import (
    change_password,
    give_initial_password,
    make_initial_password,
    password_due,
)
from registry.trail.models import TrailEntry

pytestmark = pytest.mark.django_db
NEW = "Neues-Kennwort-7"


def use(settings, profile):
    for name, value in PROFILES[profile].items():
        setattr(settings, name, value)


def complaints(password, account):
    try:
        validate_password(password, account)
    except ValidationError as error:
        return {problem.code for problem in error.error_list}
    return set()


CLASSIFIED = [
    ("Abcdef-2026x", set()),
    ("abcdef-2026x", set()),
    ("长城内外-Abcdef", set()),
    ("Abc-12", {"password_too_short"}),
    ("abcdefghijklm", {"password_too_plain"}),
    ("abcdefgh12345", {"password_too_plain"}),
    ("1234567890", {"password_too_plain", "password_too_common"}),
    ("Xstaffx-20261", {"password_has_user_name"}),
    ("XffatsX-20261", {"password_has_user_name"}),
    ("Cast-Password-2026", {"password_used_before"}),
]
MODERN = [
    ("gelber hund im regen", set()),
    ("Abc-12", {"password_too_short"}),
    ("1234567890ab", set()),
    ("qwerty123456", {"password_too_common"}),
    ("staffstaffstaff", {"password_has_user_name"}),
    ("Cast-Password-2026", set()),
]


@pytest.mark.parametrize(
    ("profile", "password", "expected"),
    [("classified", *row) for row in CLASSIFIED] + [("modern", *row) for row in MODERN],
)
def test_each_profile_asks_its_own(cast, settings, profile, password, expected):
    use(settings, profile)
    assert complaints(password, cast.accounts.staff) == expected


def test_none_of_the_last_five_comes_back_the_sixth_may(cast, settings):
    use(settings, "classified")
    account = cast.accounts.staff
    for number in range(1, 7):
        change_password(account=account, password=f"{NEW}-{number}", by=cast.people.staff)
    for number in range(2, 7):
        assert complaints(f"{NEW}-{number}", account) == {"password_used_before"}
    assert complaints(f"{NEW}-1", account) == set()
    assert account.passwords.count() == 5


def test_made_up_passwords_satisfy_the_rules_and_differ(cast, settings):
    use(settings, "classified")
    made = {make_initial_password() for _ in range(50)}
    assert len(made) == 50
    assert not any(complaints(password, cast.accounts.staff) for password in made)


def change(client, old, new=NEW, again=None):
    data = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post(reverse("password-change"), data)


def test_a_change_keeps_this_session_and_ends_the_others(cast):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.force_login(cast.accounts.staff)
    assert change(here, cast.password).url == reverse("password-change-done")
    assert here.get(reverse("password-change")).status_code == 200
    assert elsewhere.get(reverse("password-change")).status_code == 302
    assert TrailEntry.objects.filter(action="password.changed", actor_name="林听雨").exists()


@pytest.mark.parametrize(
    ("old", "new", "again", "message"),
    [
        ("wrong", NEW, NEW, "当前密码不对"),
        ("Cast-Password-2026", NEW, NEW + "x", "两次输入的新密码不一样"),
        ("Cast-Password-2026", "short", "short", "至少 10 个字符"),
        ("Cast-Password-2026", "Cast-Password-2026", None, "最近 5 次用过的密码"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(client, cast, old, new, again, message):
    client.force_login(cast.accounts.staff)
    response = change(client, old, new, again)
    assert response.status_code == 200
    assert message in response.content.decode()
    cast.accounts.staff.refresh_from_db()
    assert cast.accounts.staff.check_password(cast.password)


def sign_in(client, account, password):
    data = {"username": account.username, "password": password, "next": "/password/done/"}
    return client.post(reverse("sign-in"), data)


def give(account, by):
    give_initial_password(account=account, encoded=make_password("Given-2026-x"), by=by)


def test_an_initial_password_must_be_changed_before_anything_else(client, cast):
    account = cast.accounts.staff
    give(account, cast.people.system_admin)
    sign_in(client, account, "Given-2026-x")
    assert client.get("/admin/").url == reverse("password-change")
    assert "初始密码" in client.get(reverse("password-change")).content.decode()
    change(client, "Given-2026-x")
    assert client.get("/admin/").status_code == 403
    assert password_due(account) == ""
    assert TrailEntry.objects.filter(action="password.reset", target_ref="staff").exists()


def test_signing_out_is_possible_while_the_password_is_due(client, cast):
    account = cast.accounts.staff
    give(account, None)
    sign_in(client, account, "Given-2026-x")
    assert client.post(reverse("sign-out")).status_code == 200


@pytest.mark.parametrize(
    ("profile", "days", "due"),
    [("classified", 89, ""), ("classified", 91, "aged"), ("modern", 4000, "")],
)
def test_a_password_ages_by_the_profile(cast, settings, profile, days, due):
    use(settings, profile)
    account = cast.accounts.staff
    change_password(account=account, password=NEW, by=cast.people.staff)
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        assert password_due(account) == due
