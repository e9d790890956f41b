"""群机器人 against a server of our own: what is said of what, once, and what if it fails."""

from contextlib import suppress
from datetime import timedelta
from http.client import HTTPConnection
from http.server import HTTPServer
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.utils import timezone

from registry.notices import robots, webhooking
from registry.notices.models import MailChannel, Notice, Webhook, WebhookMessage
from registry.tasks.models import Task
from reviews import group_lines
from tests.notices.chat import MORNING, SITE, Handler, later, said_to

pytestmark = pytest.mark.django_db


# --- what is told -----------------------------------------------------------------------------


def test_a_title_and_a_link_and_no_word_of_the_notice(cast, hook, chat, clock):
    said_to(cast.people.staff)
    said_to(cast.people.section_head, "/papers/7/")
    assert later(clock, minutes=5) == 1
    assert chat.texts == [
        f"廉政风险防控：有新的办件、风险提示，请登录查看。\n{SITE}{reverse('inbox')}"
    ]
    ((path, body),) = chat.heard
    assert path == "/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0"
    assert body["msgtype"] == "text"


SECRET = [
    "/talks/1/",
    "/talks/ledger/",
    "/disposals/0b0e1f0a-5f0e-4c57-9d0c-3d0a5a3c1c11/",
    "/sources/1/",
    "/missives/1/",
    "/my-posts/",
    "/suggestions/1/",
    "/nowhere-at-all/",
]


@pytest.mark.parametrize("url", SECRET)
def test_what_a_circle_holds_is_not_told_not_even_that_it_came(cast, hook, chat, clock, url):
    """The group hears the same with and without it, to the byte."""
    said_to(cast.people.staff, url)
    assert later(clock, minutes=5) == 0
    assert chat.heard == []
    said_to(cast.people.staff)
    said_to(cast.people.staff, url)
    later(clock, minutes=15)
    with_it = chat.texts
    said_to(cast.people.staff)
    later(clock, minutes=15)
    assert with_it == chat.texts[1:] != []


def test_the_paths_above_are_those_of_the_pages():
    """The control of the table: each is an address of the site, so that silence says something."""
    known = []
    for url in SECRET:
        with suppress(Resolver404):
            known.append(resolve(url).url_name)
    assert {"talk", "talk-ledger", "disposal", "my-posts"} <= set(known)
    assert not set(known) & set(group_lines.TITLES)


def test_every_title_is_of_a_page(cast):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert set(group_lines.TITLES) <= names


def test_a_task_that_is_a_secret_is_none_for_a_group(cast, hook, chat, clock, monkeypatch):
    said_to(cast.people.staff, "/tasks/1/")
    assert group_lines.titles_of(["/tasks/1/"]) == []
    monkeypatch.setattr(type(Task.objects.all()), "exists", lambda self: True)
    assert group_lines.titles_of(["/tasks/1/"]) == ["定期工作"]


def test_only_people_of_the_unit_and_those_below(cast, hook, chat, clock):
    said_to(cast.people.small_staff)
    assert later(clock, minutes=5) == 0
    Webhook.objects.update(unit=cast.bureau)
    said_to(cast.people.small_staff)
    assert later(clock, minutes=15) == 1
    Webhook.objects.update(unit=None)
    said_to(cast.people.small_staff)
    assert later(clock, minutes=15) == 1


@pytest.mark.parametrize(
    "changes", [{"is_on": False}, {"told_up_to": 10**9}], ids=["off", "told already"]
)
def test_nothing_leaves(cast, hook, chat, clock, changes):
    Webhook.objects.update(**changes)
    said_to(cast.people.staff)
    assert later(clock, minutes=5) == 0
    assert chat.heard == []


def test_nothing_leaves_without_the_address_of_the_site(cast, hook, chat, clock):
    MailChannel.objects.update(site="")
    said_to(cast.people.staff)
    assert later(clock, minutes=5) == 0


@pytest.mark.parametrize("ahead", [{"hours": 11}, {"days": 3}], ids=["night", "Saturday"])
def test_a_group_is_left_in_peace_out_of_office_hours(cast, hook, chat, clock, ahead):
    said_to(cast.people.staff)
    assert later(clock, **ahead) == 0
    monday = MORNING + timedelta(days=5)
    clock.move_to(monday)
    assert group_lines.tick(timezone.now()) == 1


# --- once, and not too often ------------------------------------------------------------------


def test_at_most_one_line_in_ten_minutes(cast, hook, chat, clock):
    said_to(cast.people.staff)
    assert later(clock, minutes=5) == 1
    said_to(cast.people.staff)
    assert later(clock, minutes=5) == 0
    assert later(clock, minutes=6) == 1
    assert later(clock, minutes=60) == 0
    assert len(chat.heard) == 2


def test_two_schedulers_say_it_once(cast, hook, chat, clock):
    said_to(cast.people.staff)
    clock.shift(timedelta(minutes=5))
    now = timezone.now()
    given = {"up_to": Notice.objects.latest("pk").pk, "text": "廉政", "now": now}
    assert webhooking.queue(hook, **given) is not None
    assert webhooking.queue(hook, **given) is None  # as the other read it before
    message = WebhookMessage.objects.select_related("webhook__unit").get()
    twin = WebhookMessage.objects.select_related("webhook__unit").get()
    assert (webhooking._try(message), webhooking._try(twin)) == (True, False)
    assert len(chat.heard) == 1


def test_without_the_claim_it_would_be_said_twice(cast, hook, chat, clock, monkeypatch):
    """The control of the test above."""
    monkeypatch.setattr(
        WebhookMessage.objects.none().__class__, "update", lambda self, **changes: 1
    )
    WebhookMessage.objects.create(webhook=hook, up_to=1, text="廉政")
    for message in 2 * list(WebhookMessage.objects.select_related("webhook__unit")):
        webhooking._try(message)
    assert len(chat.heard) == 2


def test_killed_while_sending_nobody_sends_it_again(cast, hook, chat, clock, monkeypatch):
    class Killed(BaseException):
        pass

    def dies(webhook, text):
        raise Killed

    said_to(cast.people.staff)
    with monkeypatch.context() as patched:
        patched.setattr(robots, "send", dies)
        with pytest.raises(Killed):
            later(clock, minutes=5)
    assert later(clock, hours=2) == 0
    assert chat.heard == []
    assert WebhookMessage.objects.get().due_at is None


# --- when it fails ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "refusal",
    [
        (200, {"errcode": 45009, "errmsg": "api freq out of limit"}),
        (200, {"errcode": 310000, "errmsg": "sign not match"}),
        (200, {"errmsg": "what?"}),
        (502, b"bad gateway"),
        (302, b""),
    ],
)
def test_refused_it_is_tried_again_later(cast, hook, chat, clock, refusal):
    chat.answers = [refusal]
    said_to(cast.people.staff)
    assert later(clock, minutes=5) == 0
    kept = WebhookMessage.objects.get()
    assert kept.refusal != ""
    assert later(clock, minutes=2) == 0
    assert later(clock, minutes=4) == 1
    assert len(chat.heard) == 2
    assert {urlsplit(path).path for path, _ in chat.heard} == {"/cgi-bin/webhook/send"}


def test_at_last_the_administrator_is_told_once_a_day(cast, hook, chat, clock):
    chat.answers = [(500, b"")] * 20
    said_to(cast.people.staff)
    for _ in range(6):
        later(clock, hours=1, minutes=10)
    clock.move_to(MORNING + timedelta(days=1))
    for _ in range(4):
        later(clock, hours=2)
    message = WebhookMessage.objects.get()
    assert (message.attempts, message.gave_up_at is not None) == (5, True)
    assert len(chat.heard) == 5
    (told,) = Notice.objects.filter(url=reverse("webhook-list"))
    assert told.person == cast.people.system_admin
    assert cast.school_large.name in told.text


@pytest.mark.parametrize("silence", [(None, b""), (200, b"<html>")])
def test_where_nothing_was_heard_it_is_not_sent_again(cast, hook, chat, clock, silence):
    """It may be in the group already."""
    chat.answers = [silence]
    said_to(cast.people.staff)
    assert later(clock, minutes=5) == 0
    assert later(clock, hours=3) == 0
    assert len(chat.heard) == 1
    assert WebhookMessage.objects.get().gave_up_at is not None


def test_a_server_that_is_not_there_is_tried_again(cast, hook, chat, clock, monkeypatch):
    nowhere = HTTPServer(("127.0.0.1", 0), Handler)
    port = nowhere.server_port
    nowhere.server_close()
    with monkeypatch.context() as patched:
        patched.setattr(robots, "connect", lambda host: HTTPConnection("127.0.0.1", port))
        said_to(cast.people.staff)
        assert later(clock, minutes=5) == 0
    assert "连不上" in WebhookMessage.objects.get().refusal
    assert later(clock, minutes=10) == 1
