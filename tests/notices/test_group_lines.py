"""群机器人 against a server of our own: what is said of what, once, and what if it fails."""

import json
import threading
from contextlib import suppress
from datetime import timedelta
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import Resolver404, get_resolver, resolve, reverse
from django.utils import timezone

from registry.notices import robots, webhooking
from registry.notices.models import MailChannel, Notice, Webhook, WebhookMessage
from registry.notices.notifying import notify
from registry.tasks.models import Task
from registry.trail.models import TrailEntry
from reviews import group_lines

pytestmark = pytest.mark.django_db
Kind = Webhook.Kind
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec33"
SITE = "https://register.example.cn"
# A Wednesday in the term, ten in the morning in the office's time.
MORNING = timezone.datetime(2026, 11, 25, 2, tzinfo=timezone.get_fixed_timezone(0))


class Chat(HTTPServer):
    """Takes what is posted and answers as it is told: a reply, a status, or nothing at all."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard, self.answers = [], []

    @property
    def texts(self):
        return [body["text"]["content"] for _, body in self.heard]


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, json.loads(body)))
        answers = self.server.answers
        status, said = answers.pop(0) if answers else (200, {"errcode": 0, "errmsg": "ok"})
        if status is None:
            self.close_connection = True
            return
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Location", f"http://{self.headers['Host']}/elsewhere")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *said):
        """Tests read no log of it."""


@pytest.fixture
def chat(monkeypatch):
    server = Chat()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setattr(
        robots, "connect", lambda host: HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    )
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def clock():
    with time_machine.travel(MORNING, tick=False) as travelling:
        yield travelling


@pytest.fixture
def hook(cast, chat, clock):
    MailChannel.objects.create(pk=1, site=SITE)
    return Webhook.objects.create(
        unit=cast.school_large,
        kind=Kind.WECOM,
        token="693a91f6-7xxx-4bc4-97a0",
        is_on=True,
        changed_by=cast.people.system_admin,
    )


def said_to(person, url="/alerts/1/", text="小学部顾言之的采购有一处要看"):
    notify(people=[person], text=text, url=url)


def later(clock, **ahead):
    clock.shift(timedelta(**ahead))
    return group_lines.tick(timezone.now())


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
    nowhere = HTTPServer(("127.0.0.1", 0), _Handler)
    port = nowhere.server_port
    nowhere.server_close()
    with monkeypatch.context() as patched:
        patched.setattr(robots, "connect", lambda host: HTTPConnection("127.0.0.1", port))
        said_to(cast.people.staff)
        assert later(clock, minutes=5) == 0
    assert "连不上" in WebhookMessage.objects.get().refusal
    assert later(clock, minutes=10) == 1


# --- where to, and with what ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "address", "key"),
    [
        (Kind.WECOM, WECOM, "693a91f6-7xxx-4bc4-97a0"),
        (Kind.DINGTALK, f"  {DINGTALK} ", "566cc69da782ec33"),
        (Kind.DINGTALK, WECOM, None),
        (Kind.WECOM, DINGTALK, None),
        (Kind.WECOM, WECOM.replace("https", "http"), None),
        (Kind.WECOM, WECOM.replace("qyapi.weixin.qq.com", "10.0.0.1"), None),
        (Kind.WECOM, WECOM.replace("qyapi.weixin.qq.com", "qyapi.weixin.qq.com.evil.cn"), None),
        (Kind.WECOM, WECOM.replace("//", "//qyapi.weixin.qq.com@evil.cn/?"), None),
        (Kind.WECOM, WECOM.replace("//", "//me@"), None),
        (Kind.WECOM, WECOM.replace("qq.com/", "qq.com:8443/"), None),
        (Kind.WECOM, WECOM.replace("/send", "/../../other"), None),
        (Kind.WECOM, WECOM + "%0d%0aHost:evil.cn", None),
        (Kind.WECOM, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", None),
        (Kind.WECOM, "https://qyapi.weixin.qq.com:port/cgi-bin/webhook/send?key=12345678", None),
        (Kind.WECOM, "693a91f6", None),
        (Kind.WECOM, "", None),
    ],
)
def test_only_the_key_is_taken_from_an_address(kind, address, key):
    assert robots.key_in(kind, address) == key


def test_connections_go_by_https_to_two_hosts():
    hosts = {robot.host for robot in robots.KINDS.values()}
    assert hosts == {"qyapi.weixin.qq.com", "oapi.dingtalk.com"}
    for host in hosts:
        connection = robots.connect(host)
        assert isinstance(connection, HTTPSConnection)
        assert (connection.host, connection.port, connection.timeout) == (host, 443, 10)


def test_dingtalk_is_signed(cast, hook, chat, clock):
    """The value was computed beside, by openssl."""
    Webhook.objects.update(kind=Kind.DINGTALK, token="566cc69da782ec33", secret="SECtest")
    with time_machine.travel(1_700_000_000, tick=False):
        robots.send(Webhook.objects.get(), "廉政")
    ((path, _),) = chat.heard
    asked = parse_qs(urlsplit(path).query)
    assert asked["timestamp"] == ["1700000000000"]
    assert asked["sign"] == ["aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g="]
    assert urlsplit(path).path == "/robot/send"


def test_the_database_keeps_one_for_each_unit_and_one_for_all(cast, hook):
    given = {"kind": Kind.WECOM, "token": "x" * 20, "changed_by": cast.people.system_admin}
    Webhook.objects.create(unit=None, **given)
    for unit in (cast.school_large, None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Webhook.objects.create(unit=unit, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Webhook.objects.create(unit=cast.bureau, **given, secret="SEC")  # of 钉钉 only


# --- the pages --------------------------------------------------------------------------------


def test_set_tried_and_never_shown_again(cast, client, chat):
    MailChannel.objects.create(pk=1, site=SITE)
    client.force_login(cast.accounts.system_admin)
    given = {"unit": cast.school_large.pk, "kind": "wecom", "address": WECOM, "is_on": "on"}
    said_to(cast.people.staff)
    answer = client.post(reverse("webhook-add"), given)
    hook = Webhook.objects.get()
    assert answer.url == reverse("webhook-edit", args=[hook.pk])
    assert hook.told_up_to == Notice.objects.latest("pk").pk  # nothing of before is told
    assert TrailEntry.objects.filter(action="webhook.switched").count() == 1
    page = client.get(answer.url).content.decode()
    assert "693a91f6" not in page
    assert "发测试消息" in page
    trial = client.post(reverse("webhook-trial", args=[hook.pk]), follow=True)
    assert "测试消息已发出" in trial.content.decode()
    assert len(chat.heard) == 1
    client.post(answer.url, {**given, "address": "", "is_on": ""})
    hook.refresh_from_db()
    assert (hook.token, hook.is_on) == ("693a91f6-7xxx-4bc4-97a0", False)
    client.post(reverse("webhook-trial", args=[hook.pk]))
    assert len(chat.heard) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"address": "https://evil.cn/?key=12345678"}, "请粘贴机器人的完整地址"),
        ({"address": ""}, "请粘贴机器人的完整地址"),
        ({"kind": "dingtalk", "address": DINGTALK}, "把加签密钥粘贴进来"),
        ({"unit": "taken"}, "这里已经有一个群机器人"),
    ],
)
def test_what_is_typed_wrong_is_said(cast, client, hook, changes, said):
    client.force_login(cast.accounts.system_admin)
    given = {"unit": cast.bureau.pk, "kind": "wecom", "address": WECOM, **changes}
    if given["unit"] == "taken":
        given["unit"] = hook.unit_id
    answer = client.post(reverse("webhook-add"), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Webhook.objects.count() == 1


def test_another_kind_asks_for_its_own_key(cast, client, hook):
    client.force_login(cast.accounts.system_admin)
    given = {"unit": hook.unit_id, "kind": "dingtalk", "address": "", "secret": "SECtest"}
    assert client.post(reverse("webhook-edit", args=[hook.pk]), given).status_code == 422
    client.post(reverse("webhook-edit", args=[hook.pk]), {**given, "address": DINGTALK})
    hook.refresh_from_db()
    assert (hook.kind, hook.token, hook.secret) == ("dingtalk", "566cc69da782ec33", "SECtest")


def test_it_is_not_switched_on_before_links_lead_anywhere(cast, client):
    client.force_login(cast.accounts.system_admin)
    given = {"kind": "wecom", "address": WECOM, "is_on": "on"}
    answer = client.post(reverse("webhook-add"), given)
    assert "请先在“邮件提醒”里填写本系统的网址" in answer.content.decode()
    assert not Webhook.objects.exists()


def test_a_failed_trial_is_told_kindly(cast, client, hook, chat):
    chat.answers = [(200, {"errcode": 93000, "errmsg": "invalid webhook url"})]
    client.force_login(cast.accounts.system_admin)
    page = client.post(reverse("webhook-trial", args=[hook.pk]), follow=True).content.decode()
    assert "没有发出去" in page
    assert "93000" in page
