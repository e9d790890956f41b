"""Each sign-in, sign-out, failed attempt and lock-out leaves an entry in the trail.

What was typed as a user name is kept only when an account of that name exists: people type
their password into the wrong box.
"""

from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from .models import TrailEntry
from .recording import record_now

UNKNOWN = "不存在的账号"


@receiver(user_logged_in)
def signed_in(sender, user, **kwargs):
    _record(user, "signin.done", TrailEntry.Outcome.DONE)


@receiver(user_logged_out)
def signed_out(sender, user, **kwargs):
    if user is not None:
        _record(user, "signout.done", TrailEntry.Outcome.DONE)


@receiver(user_login_failed)
def sign_in_failed(sender, credentials, **kwargs):
    _record_attempt(credentials.get("username"), "signin.failed", TrailEntry.Outcome.FAILED)


@receiver(user_locked_out)
def sign_in_locked(sender, username, **kwargs):
    _record_attempt(username, "signin.locked", TrailEntry.Outcome.REFUSED)


def _record_attempt(username, action, outcome):
    accounts = get_user_model().objects.select_related("person__unit")
    account = accounts.filter(username=username or "").first()
    if account is None:
        record_now(by=None, action=action, outcome=outcome, target=UNKNOWN, target_kind="account")
    else:
        _record(account, action, outcome)


def _record(account, action, outcome):
    person = getattr(account, "person", None)
    record_now(
        by=person,
        action=action,
        outcome=outcome,
        unit=person.unit if person else None,
        target=account.get_username(),
        target_kind="account",
    )
