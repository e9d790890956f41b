"""Robots of group chats: where lines go, signed with what; how an administrator sets one."""

from http.client import HTTPSConnection
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from registry.notices import robots
from registry.notices.models import MailChannel, Notice, Webhook
from registry.trail.models import TrailEntry
from tests.notices.chat import DINGTALK, SITE, WECOM, said_to

pytestmark = pytest.mark.django_db
Kind = Webhook.Kind


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
