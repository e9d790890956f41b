"""Opening and closing the accounts of people, and giving administrators their role."""

from django.core.exceptions import ValidationError
from django.db import transaction

from registry.organisation.models import Account
from registry.trail.recording import record

from .passwords import give_initial_password


@transaction.atomic
def open_account(*, person, username, encoded, by):
    """An account with an initial password that its owner must change at the first sign-in.

    The password comes hashed: that takes time, which a transaction should not wait for.
    """
    account = Account(username=Account.normalize_username(username))
    account.set_unusable_password()
    account.full_clean(exclude=["password"])
    account.save(force_insert=True)
    person.account = account
    person.save(update_fields=["account"])
    _record(person, "account.created", by)
    give_initial_password(account=account, encoded=encoded, by=by)
    return account


@transaction.atomic
def disable_account(*, person, by):
    """Takes effect with the next request; appointments stay until somebody ends them."""
    person.account.is_active = False
    person.account.save(update_fields=["is_active"])
    _record(person, "account.disabled", by)


@transaction.atomic
def enable_account(*, person, by):
    person.account.is_active = True
    person.account.save(update_fields=["is_active"])
    _record(person, "account.enabled", by)


@transaction.atomic
def change_permissions(*, person, admin_role, is_staff, by):
    """Administrator's role and access to the stock admin: never one's own."""
    if by is not None and by.pk == person.pk:
        raise ValidationError("不能变更自己的权限，请由另一位管理员办理。")
    person.admin_role = admin_role or None
    person.save(update_fields=["admin_role"])
    if person.account_id:
        person.account.is_staff = is_staff
        person.account.save(update_fields=["is_staff"])
    _record(person, "permission.changed", by)


def _record(person, action, by):
    target = person.account.get_username() if person.account_id else f"{person.pk}"
    record(by=by, action=action, unit=person.unit, target=target, target_kind="account")
