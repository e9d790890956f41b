"""Giving and changing passwords, and when one is due to be changed (等保: age and history)."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from registry.trail.recording import record

from .models import PasswordRecord

DUE_IN_SESSION = "password_due"
DUE_MESSAGES = {
    "initial": "您用的是初始密码。为了安全，请先换成只有自己知道的密码，再开始工作。",
    "aged": "这个密码用了很久，请换一个新的，再继续工作。",
}
# Without characters that look alike on paper.
_SMALL, _CAPITAL, _DIGITS = "abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"


def make_initial_password():
    """A password to print once and hand over: three groups that are easy to type."""
    groups = [_pick(_CAPITAL, 4), _pick(_SMALL, 4), _pick(_DIGITS, 4)]
    return "-".join(groups)


@transaction.atomic
def give_initial_password(*, account, encoded, by):
    """Set a password (hashed) chosen by somebody else; its owner must change it at sign-in."""
    _set(account, encoded, PasswordRecord(is_initial=True))
    _record(account, by, "password.reset")


@transaction.atomic
def change_password(*, account, password, by):
    """Set the password its owner chose; all other sessions of the account end with it."""
    _set(account, make_password(password), PasswordRecord(is_initial=False))
    _record(account, by, "password.changed")


def password_due(account):
    """Why the password must be changed now: "initial", "aged", or "" when it need not be."""
    newest = account.passwords.first()
    if newest is not None and newest.is_initial:
        return "initial"
    if settings.PASSWORD_MAX_AGE_DAYS is None:
        return ""
    since = newest.set_at if newest is not None else account.date_joined
    oldest_allowed = timezone.now() - timedelta(days=settings.PASSWORD_MAX_AGE_DAYS)
    return "aged" if since < oldest_allowed else ""


def was_used_before(account, password):
    """Whether it is the present password or one of the last PASSWORD_HISTORY."""
    if account.pk is None or not settings.PASSWORD_HISTORY:
        return False
    kept = account.passwords.values_list("encoded", flat=True)[: settings.PASSWORD_HISTORY]
    # The present one has no record when it was set outside (command line, demo).
    return any(check_password(password, encoded) for encoded in {account.password, *kept})


def _set(account, encoded, remembered):
    account.password = encoded
    account.save(update_fields=["password"])
    remembered.account, remembered.encoded = account, account.password
    remembered.save(force_insert=True)
    kept = account.passwords.values_list("pk", flat=True)[: max(settings.PASSWORD_HISTORY, 1)]
    account.passwords.exclude(pk__in=list(kept)).delete()


def _record(account, by, action):
    person = getattr(account, "person", None)
    record(
        by=by,
        action=action,
        unit=person.unit if person else None,
        target=account.get_username(),
        target_kind="account",
    )


def _pick(letters, how_many):
    return "".join(secrets.choice(letters) for _ in range(how_many))
