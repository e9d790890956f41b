"""The robots of group chats of 企业微信 and 钉钉: where they are, what they take, what they answer.

The one place from which such a connection is opened: by https, to two hosts that are written here,
to no address that anybody typed, and following no redirection.
"""

import base64
import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from urllib.parse import parse_qs, urlencode, urlsplit

from .models import Webhook

SECONDS = 10
MOST_READ = 64 * 1024
KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")


@dataclass(frozen=True)
class Robot:
    """Where a kind of robot listens; `key` is the part of its address that is secret."""

    host: str
    path: str
    key: str

    @property
    def begins(self):
        return f"https://{self.host}{self.path}?{self.key}="


KINDS = {
    Webhook.Kind.WECOM: Robot("qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key"),
    Webhook.Kind.DINGTALK: Robot("oapi.dingtalk.com", "/robot/send", "access_token"),
}


class Refused(Exception):
    """It was not taken: sending it once more cannot double it. The message is for people."""


class Unsure(Exception):
    """It was sent and nothing was heard: it may be there, so that it is not sent again."""


def key_in(kind, address):
    """The key in the address that the chat's own page shows; None where it is not of that kind."""
    robot = KINDS[kind]
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return None
    place = (parts.scheme, parts.hostname, port, parts.path, parts.username)
    if place != ("https", robot.host, None, robot.path, None):
        return None
    (key,) = parse_qs(parts.query).get(robot.key, [""])[:1]
    return key if KEY.fullmatch(key) else None


def send(webhook, text):
    """One line of text; `Refused` or `Unsure` where it was not taken for certain."""
    robot = KINDS[webhook.kind]
    body = json.dumps({"msgtype": "text", "text": {"content": text}}).encode()
    address = f"{robot.path}?{urlencode({robot.key: webhook.token, **_signature(webhook)})}"
    connection = connect(robot.host)
    try:
        _reach(connection)
        answer = _answer(connection, address, body)
    finally:
        connection.close()
    if answer.get("errcode") != 0:
        raise Refused(_said(answer))


def connect(host):
    return HTTPSConnection(host, timeout=SECONDS)


def _reach(connection):
    try:
        connection.connect()
    except OSError as missing:
        raise Refused(f"连不上：{type(missing).__name__}") from missing


def _answer(connection, address, body):
    try:
        connection.request("POST", address, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        content = response.read(MOST_READ)
    except (OSError, HTTPException) as silence:
        raise Unsure(f"发出以后没有回音：{type(silence).__name__}") from silence
    if response.status != 200:
        raise Refused(f"对方答复 {response.status}")
    try:
        found = json.loads(content)
    except ValueError as noise:
        raise Unsure("对方的答复看不懂") from noise
    return found if isinstance(found, dict) else {}


def _signature(webhook):
    """加签 of 钉钉: over the moment, by the secret; nothing where none is set."""
    if not webhook.secret:
        return {}
    moment = str(round(time.time() * 1000))
    signed = hmac.new(
        webhook.secret.encode(), f"{moment}\n{webhook.secret}".encode(), hashlib.sha256
    )
    return {"timestamp": moment, "sign": base64.b64encode(signed.digest()).decode()}


def _said(answer):
    return f"对方没有收：{answer.get('errcode')} {answer.get('errmsg', '')}"[:200]
