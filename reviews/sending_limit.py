"""How much of a kind one address may send on a day, counted in the database: it holds across
workers and restarts. The address itself is kept nowhere (ADR 0028).
"""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F

from .models import SenderCount, SenderKey
from .refusals import Refused

MOST_A_DAY = 10
WIDTH_OF_A_LINE = 64  # bits of an IPv6 address that belong to one connection


@dataclass(frozen=True)
class Limit:
    """`name`: what is counted for itself."""

    name: str
    most: int


class TooMany(Refused):
    def __init__(self, most):
        super().__init__(
            f"您所在的网络今天已经提交了 {most} 次，系统先停一停，明天零点以后可以再提。"
            "同一网络里的人合在一起算，可能不是您提的。您写的文字还在下面，可以复制留存；"
            "着急的，请用本页列出的电话、来信等渠道。"
        )


def take(address, day, limit=None):
    """Count one more from this address, or raise `TooMany`; many at once are never too many.

    Without a limit of its own it is a missive, a mistake: of these MOST_A_DAY together.
    """
    limit = limit or Limit("", MOST_A_DAY)
    key, _ = SenderKey.objects.get_or_create(day=day, defaults={"key": secrets.token_hex(32)})
    forget(day)
    sender = _digest(f"{limit.name}{_line(address)}", key.key)
    counts = SenderCount.objects.filter(key=key, sender=sender)
    if not counts.exists():
        counts.get_or_create(key=key, sender=sender)
    if not counts.filter(count__lt=limit.most).update(count=F("count") + 1):
        raise TooMany(limit.most)


def forget(day):
    """Delete the keys of the days before, and with each its counts."""
    SenderKey.objects.filter(day__lt=day).delete()


def _digest(sender, key):
    """With the key of the installation as well: a stolen database alone does not tell."""
    known = hmac.new(settings.SECRET_KEY.encode(), key.encode(), hashlib.sha256).digest()
    return hmac.new(known, sender.encode(), hashlib.sha256).hexdigest()


def _line(address):
    """The connection an address belongs to: one person has a whole range of the newer ones."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, WIDTH_OF_A_LINE), strict=False))
