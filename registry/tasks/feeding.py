"""The calendar of somebody as iCalendar (RFC 5545): titles and days, nothing else.

Whoever knows the address reads it, so it holds 256 random bits and is taken back with one click.
"""

import hashlib
from datetime import timedelta
from secrets import token_urlsafe

from django.db import transaction

from registry.trail.recording import record

from .models import CalendarKey, Task

BACK, AHEAD = timedelta(days=60), timedelta(days=400)
MOST = 500
LONGEST_LINE = 75  # octets


@transaction.atomic
def make_key(*, by):
    """A new secret; the one before is worth nothing any more."""
    secret = token_urlsafe(32)
    CalendarKey.objects.filter(person=by).delete()
    key = CalendarKey.objects.create(person=by, digest=_digest(secret))
    record(by=by, action="task.calendar_opened", unit=by.unit, target=key)
    return secret


@transaction.atomic
def revoke(*, by):
    """Nobody reads it any more; whether there was anything to revoke."""
    gone, _ = CalendarKey.objects.filter(person=by).delete()
    if gone:
        record(by=by, action="task.calendar_closed", unit=by.unit, target_kind="tasks.calendarkey")
    return bool(gone)


def owner_of(secret):
    """Whose calendar it is; None for a secret that is none, and for who may not sign in."""
    keys = CalendarKey.objects.filter(person__account__is_active=True)
    found = keys.select_related("person__account").filter(digest=_digest(secret)).first()
    return found and found.person


def calendar_of(person, day, host):
    """What is due to the person around a day, as the bytes of a calendar file; nobody has nothing.
    Nothing that is confidential leaves the system this way.
    """
    tasks = Task.objects.of_open_kinds().addressed_to(person, day).unsettled()
    tasks = tasks.filter(due_on__range=(day - BACK, day + AHEAD)).order_by("due_on", "pk")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//integrity-risk-register//tasks//ZH"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:廉政风险防控任务"]
    for task in tasks[:MOST]:
        lines += _event(task, host, day)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(task, host, day):
    after = task.due_on + timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:task-{task.pk}@{host}",
        f"DTSTAMP:{day:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{task.due_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_escaped(task.title)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text):
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split())


def _folded(line):
    """No line longer than 75 octets, and no character cut in two."""
    parts, part = [], ""
    for character in line:
        room = LONGEST_LINE - bool(parts)  # the blank that goes on with a line counts
        if len((part + character).encode()) > room:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])


def _digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
