"""`POST /records/`: who may send, what is taken, what is answered; nothing but JSON, no cookie."""

import json
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from registry.trail.models import TrailEntry
from reviews.exercises import keeping, receiving, tokens
from reviews.exercises.models import ReceivedRecord, RecordToken, SendingMinute
from tests.exercises.factory import make_registered, make_token, sent, today
from tests.stage import staged

ADDRESS = "/records/"
staged_registered = staged(lambda cast: make_registered(cast))


@pytest.fixture
def registered(staged_registered, db):
    return staged_registered.__class__.objects.get(pk=staged_registered.pk)


@pytest.fixture
def token(registered, cast):
    return make_token(registered, cast.people.school_office)[1]


def post(token, content, **kwargs):
    """As a program sends it: no cookie, no token against forgery, checked all the same."""
    body = content if isinstance(content, bytes | str) else json.dumps(content)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    known = {"content_type": "application/json", "headers": headers}
    return Client(enforce_csrf_checks=True).post(ADDRESS, body, **{**known, **kwargs})


def fields(response):
    return [error["field"] for error in response.json()["errors"]]


def test_a_record_is_taken_and_waits(token, registered):
    response = post(token, sent())
    assert response.status_code == 201
    assert response.json()["number"] == "CG-1"
    arrived = ReceivedRecord.objects.get()
    assert (arrived.registered, arrived.system) == (registered, "oa")
    assert arrived.content["amount"] == "4200.00"
    assert arrived.settled_at is None


def test_the_answer_is_json_and_carries_no_cookie(token):
    response = post(token, sent())
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_the_same_again_gets_the_first_answer(token):
    first = post(token, sent())
    again = post(token, sent(amount=4200))  # the same amount, written another way
    turned = post(token, dict(reversed(sent().items())))
    assert (first.status_code, again.status_code, turned.status_code) == (201, 200, 200)
    assert first.json() == again.json() == turned.json()
    assert ReceivedRecord.objects.count() == 1


def test_the_answer_stays_the_same_after_somebody_looked(token, cast):
    first = post(token, sent())
    receiving.decline(
        arrived=ReceivedRecord.objects.get(), why="重复", by=cast.people.school_office
    )
    assert post(token, sent()).json() == first.json()


def test_other_content_under_the_same_number_is_a_conflict(token):
    post(token, sent())
    response = post(token, sent(amount="4200.01"))
    assert response.status_code == 409
    assert fields(response) == ["number"]
    assert ReceivedRecord.objects.get().content["amount"] == "4200.00"


def test_a_renewed_token_of_the_same_system_goes_on(token, registered, cast):
    post(token, sent())
    renewed = make_token(registered, cast.people.school_office)[1]
    other = make_token(registered, cast.people.school_office, system="procurement")[1]
    assert post(renewed, sent()).status_code == 200
    assert post(other, sent()).status_code == 201


# --- who may send -------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [None, "", "rec_wrong", "x" * 5000, "令牌"])
def test_without_a_good_token_nothing_is_taken(registered, said):
    headers = {} if said is None else {"Authorization": f"Bearer {said}".encode().decode("latin1")}
    response = post(None, sent(), headers=headers)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert not ReceivedRecord.objects.exists()


def test_a_token_ends_on_its_day(registered, cast, time_machine_to):
    token = make_token(registered, cast.people.school_office, expires_on=today())[1]
    assert post(token, sent()).status_code == 201
    time_machine_to(timezone.now() + timedelta(days=1))
    assert post(token, sent("CG-2")).status_code == 401


def test_a_revoked_token_is_none(token, cast):
    tokens.revoke(token=RecordToken.objects.get(), by=cast.people.school_office)
    assert post(token, sent()).status_code == 401


def test_a_power_no_longer_registered_takes_nothing(token, registered, cast):
    keeping.stop(registered=registered, by=cast.people.school_office)
    assert post(token, sent()).status_code == 401


def test_the_token_itself_is_kept_nowhere(token):
    row = RecordToken.objects.get()
    kept = " ".join(str(value) for value in vars(row).values())
    assert token not in kept
    assert row.beginning == token[:8]
    assert row.digest == tokens.digest_of(token)


def test_a_session_is_no_authority(client, cast, registered):
    client.force_login(cast.accounts.school_office)
    response = client.post(ADDRESS, json.dumps(sent()), content_type="application/json")
    assert response.status_code == 401


def test_the_limit_of_a_minute(token, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_A_MINUTE", 2)
    statuses = [post(token, sent(str(number))).status_code for number in range(3)]
    assert statuses == [201, 201, 429]
    assert post(token, sent("9")).headers["Retry-After"] == "60"
    SendingMinute.objects.update(minute=0)
    assert post(token, sent("9")).status_code == 201
    assert SendingMinute.objects.count() == 1  # what is over is forgotten


# --- what is taken ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head", "options"])
def test_only_post_is_taken(db, method):
    response = getattr(Client(), method)(ADDRESS)
    assert response.status_code == 405
    assert response["Allow"] == "POST"


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"\xff\xfe",
        b"NaN",
        b'{"number": "1", "number": "2"}',
        b"[" * 30_000,
        b'{"amount": 1e999999999999999999999999}',
        b'{"amount": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_json_is_refused(token, body):
    response = post(token, body)
    assert response.status_code in (400, 422)
    assert response.json()["errors"]
    assert not ReceivedRecord.objects.exists()


def test_another_type_and_too_much_are_refused(token):
    assert post(token, sent(), content_type="text/plain").status_code == 415
    assert post(token, b" " * (32 * 1024 + 1)).status_code == 413
    assert post(token, sent(subject="长" * 20_000)).status_code == 413


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "number"),
        ({"number": 7}, "number"),
        ({"number": "x" * 65}, "number"),
        ({"sort": "other"}, "sort"),
        ({"sort": ["exercise"]}, "sort"),
        ({"subject": "   "}, "subject"),
        ({"subject": "坏\x00字"}, "subject"),
        ({"subject": "半\ud800"}, "subject"),
        ({"happened_on": "2026-02-30"}, "happened_on"),
        ({"happened_on": "20260201"}, "happened_on"),
        ({"happened_on": 20260201}, "happened_on"),
        ({"happened_on": "1999-01-01"}, "happened_on"),
        ({"happened_on": "2999-01-01"}, "happened_on"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1,000"}, "amount"),
        ({"amount": "1.001"}, "amount"),
        ({"amount": True}, "amount"),
        ({"amount": "1" * 13}, "amount"),
        ({"way": "alone"}, "way"),
        ({"attendees": "甲、乙"}, "attendees"),
        ({"attendees": ["甲"] * 61}, "attendees"),
        ({"avoided": [{"name": "甲"}]}, "avoided"),
        ({"colour": "red"}, "colour"),
        ({"sort": "warning"}, "note"),
        ({"exercise_number": "CG-1"}, "exercise_number"),
    ],
)
def test_a_fault_names_its_field(token, changes, field):
    response = post(token, json.dumps(sent(**changes)))
    assert response.status_code == 422
    assert fields(response) == [field]
    assert not ReceivedRecord.objects.exists()


def test_all_faults_are_told_at_once(token):
    response = post(token, {"amount": "x", "colour": "red"})
    wanted = {"number", "sort", "subject", "happened_on", "amount", "colour"}
    assert set(fields(response)) == wanted


@pytest.mark.parametrize("content", [[], "text", 7, None])
def test_anything_but_an_object_is_refused(token, content):
    assert post(token, json.dumps(content)).status_code == 422


# --- what is left behind ------------------------------------------------------------------------


def test_no_content_in_the_log_nor_in_the_trail(token, caplog):
    with caplog.at_level(logging.DEBUG):
        post(token, sent(subject="金丝雀采购"))
        post(token, sent("CG-2", amount="金丝雀"))
        post(token, '{"金丝雀')
    assert "金丝雀" not in caplog.text
    assert token not in caplog.text
    entry = TrailEntry.objects.get(action="record.received")
    assert "金丝雀" not in str(vars(entry))
    assert entry.unit_name == "和平区第一中学"


def test_the_section_hears_of_it_once_a_day(token, cast, django_capture_on_commit_callbacks):
    for number in ("1", "2"):
        with django_capture_on_commit_callbacks(execute=True):
            post(token, sent(number, subject="金丝雀采购"))
    (notice,) = Notice.objects.all()
    assert notice.person == cast.people.other_section_head
    assert "金丝雀" not in notice.text


def test_nobody_is_looked_up(token):
    """No session, no account: the visitor is nobody, whatever cookie comes along."""
    client = Client()
    client.cookies["sessionid"] = "s" * 32
    with CaptureQueriesContext(connection) as queries:
        response = client.post(
            ADDRESS,
            json.dumps(sent()),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
    assert response.status_code == 201
    assert not response.cookies
    asked = " ".join(query["sql"] for query in queries)
    assert "exercises_receivedrecord" in asked
    assert "django_session" not in asked
    assert "organisation_account" not in asked


def test_the_schema_is_served(db):
    response = Client().get(reverse("record-schema"))
    assert response.status_code == 200
    assert response.json()["required"] == ["number", "sort", "subject", "happened_on"]
