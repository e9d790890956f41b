"""Giving a post a seat, which is giving whoever sits there its power: never one's own post."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registry.trail.recording import record


@transaction.atomic
def give_seat(*, mandate, by):
    """Write a mandate that was put together and checked by `full_clean`."""
    check_own_post(post=mandate.post, by=by)
    mandate.full_clean()
    mandate.save(force_insert=True)
    record(by=by, action="permission.changed", unit=mandate.unit, target=mandate)
    return mandate


def check_own_post(*, post, by):
    """Nobody gives a seat to a post they sit on or are to sit on."""
    if by is None or by.pk is None:
        return
    present = post.appointments.filter(person=by.pk).exclude(ends__lt=timezone.localdate())
    if present.exists():
        raise ValidationError("这是您本人的岗位。给自己授予席位，请由另一位管理员办理。")
