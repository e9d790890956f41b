"""Registered powers, uses of them, tokens, for tests."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from registry.access.reach import read_reach
from reviews.exercises import entering, keeping, tokens

RULE = {
    "section": None,
    "power": None,
    "name": "零星采购支出",
    "matter": "purchase",
    "threshold": Decimal(50_000),
    "collective": "above",
    "timing": "after",
    "days": 5,
    "window_days": 30,
}
USE = {
    "subject": "采购二年级课桌椅",
    "amount": Decimal(30_000),
    "counterparty": "青禾家具店",
    "way": "procedure",
    "attendees": [],
    "views": "",
    "votes": "",
    "avoided": [],
    "why_corrected": "",
}


def today():
    return timezone.localdate()


def reach(person):
    return read_reach(person, today())


def make_registered(cast, **changes):
    """Of the large school, for its general affairs, unless said otherwise."""
    facts = {**RULE, "section": cast.sections.general_affairs, **changes}
    unit = facts.pop("unit", cast.school_large)
    return keeping.add(unit=unit, facts=facts, by=cast.people.school_office)


def make_draft(registered, by, **changes):
    arrived = changes.pop("arrived", None)
    facts = {**USE, "decided_on": today(), **changes}
    return entering.draft(
        registered=registered, facts=facts, by=by, reach=reach(by), arrived=arrived
    )


def make_entered(registered, by, **changes):
    return entering.enter(exercise=make_draft(registered, by, **changes), by=by)


def make_token(registered, by, **changes):
    """(row, token), good for a month."""
    known = {"system": "oa", "expires_on": today() + timedelta(days=30)}
    return tokens.make(registered=registered, by=by, **{**known, **changes})


def sent(number="CG-1", **changes):
    """One record as a system sends it."""
    return {
        "number": number,
        "sort": "exercise",
        "subject": "采购打印纸",
        "happened_on": today().isoformat(),
        "amount": "4200.00",
        **changes,
    }
