"""What happens around every request: its number, log line, address and session."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import IntegrityError, OperationalError
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from config.log_lines import JsonLine
from config.proxy import TrustedProxyMiddleware
from config.request_id import RequestIdFilter, RequestIdMiddleware, current
from config.sliding_session import RENEWED_AFTER
from tests.cast import make_cast


def line_for(error):
    try:
        raise error
    except type(error) as caught:
        record = logging.LogRecord(
            "x", logging.ERROR, "x", 1, "saving", (), (type(caught), caught, None)
        )
    RequestIdFilter().filter(record)
    return json.loads(JsonLine().format(record))


def test_each_request_has_one_number_of_its_own():
    seen = []

    def view(request):
        seen.append((request.request_id, current.get()))
        return HttpResponse()

    middleware = RequestIdMiddleware(view)
    answers = [middleware(RequestFactory().get("/")) for _ in range(2)]
    numbers = [answer["X-Request-ID"] for answer in answers]
    assert seen == [(number, number) for number in numbers]
    assert len(set(numbers)) == 2
    assert current.get() == "-"


def test_the_log_line_has_no_query(caplog):
    with caplog.at_level(logging.INFO, "register.request"):
        RequestIdMiddleware(lambda _: HttpResponse())(RequestFactory().get("/a/?q=张三"))
    (message,) = caplog.messages
    assert message.startswith("GET /a/ 200 ")


def test_an_error_is_logged_without_what_people_typed():
    line = line_for(IntegrityError("Key (name)=(张三) already exists"))
    assert line["error"][-1] == "IntegrityError"
    assert "张三" not in json.dumps(line, ensure_ascii=False)


def test_an_error_of_the_machinery_says_what_it_is():
    assert line_for(OperationalError("disk full"))["error"][-1] == "OperationalError: disk full"


def test_a_log_message_stays_on_one_line():
    record = logging.LogRecord("x", logging.INFO, "x", 1, "one\nlevel=ERROR two", (), None)
    assert "\n" not in JsonLine().format(record)


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.0.0.5", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.5", "1.2.3.4, 203.0.113.9", "203.0.113.9"),  # the first was made up by the visitor
        ("10.0.0.5", "203.0.113.9, 10.0.0.6", "203.0.113.9"),
        ("10.0.0.5", "", "10.0.0.5"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),  # not a proxy of ours: not believed
    ],
)
def test_only_our_own_proxies_are_believed(settings, peer, forwarded, address):
    settings.TRUSTED_PROXIES = ["10.0.0.5", "10.0.0.6"]
    request = RequestFactory().get("/", REMOTE_ADDR=peer, headers={"X-Forwarded-For": forwarded})
    TrustedProxyMiddleware(lambda _: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == address


@pytest.fixture
def signed_in(client, db):
    client.force_login(make_cast().accounts.staff)
    client.get("/admin/")
    return client


def ends_at():
    return Session.objects.get().expire_date


def test_a_session_in_use_is_prolonged(signed_in):
    before = ends_at()
    with time_machine.travel(timezone.now() + timedelta(seconds=RENEWED_AFTER + 1)):
        signed_in.get("/admin/")
        assert ends_at() > before


def test_a_session_is_not_written_with_every_click(signed_in):
    before = ends_at()
    with time_machine.travel(timezone.now() + timedelta(seconds=RENEWED_AFTER - 60)):
        signed_in.get("/admin/")
    assert ends_at() == before


def test_a_visitor_gets_no_cookie(client, db):
    assert not client.get("/static/no-such-file").cookies


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 500])
def test_the_page_of_an_error_names_the_request(client, settings, status):
    settings.ROOT_URLCONF = "tests.browser.error_urls"
    client.raise_request_exception = False
    response = client.get(f"/failing/{status}/")
    assert response.status_code == status
    assert f"请求编号 {response.headers['X-Request-ID']}" in response.content.decode()
