"""Who sits on a post: appointing, ending, handing over. Nothing but appointments changes.

Seats come with posts, so an appointment may carry power: nobody appoints themselves to a post
that holds a seat.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from registry.organisation.models import Appointment, Mandate, Post
from registry.trail.recording import record


@transaction.atomic
def appoint(*, post, person, on, by):
    """The person holds the post from that day on."""
    return _begin(Appointment(post=post, person=person, starts=on), by)


@transaction.atomic
def appoint_acting(*, post, person, on, until, by):
    """Leave cover (代理): acts for the holder until a day, or until it is ended."""
    return _begin(Appointment(post=post, person=person, starts=on, ends=until, acting=True), by)


@transaction.atomic
def end_appointment(*, appointment, on, by):
    """That day is the last on the post."""
    if on < appointment.starts:
        raise ValidationError("任职截止日期不能早于起始日期。")
    appointment.ends = on
    appointment.save(update_fields=["ends"])
    _record(appointment.post, by)
    return appointment


@transaction.atomic
def hand_over(*, post, to, on, by, leaving=None):
    """The present holder's last day is the day before; from that day the post is `to`'s.

    On a post with several holders `leaving` says whose place is taken. Acting cover of the post
    ends with it. Papers and risks belong to the post and stay (对岗不对人 [1]).
    """
    post = Post.objects.select_for_update().get(pk=post.pk)
    last_day = on - timedelta(days=1)
    for appointment in _leaving(post, leaving, on):
        if appointment.person_id == to.pk and not appointment.acting:
            raise ValidationError(f"{to}已在岗位“{post}”任职，不需要交接。")
        end_appointment(appointment=appointment, on=last_day, by=by)
    return appoint(post=post, person=to, on=on, by=by)


def check_own_seat(*, post, person, on, by):
    """Whoever appoints must not seat themselves."""
    if by is None or by.pk != person.pk:
        return
    if Mandate.objects.on(on).filter(post=post).exists():
        raise ValidationError("这个岗位带有席位，不能由本人为自己办理任职，请另一位管理员办理。")


def _begin(appointment, by):
    post, person, on = appointment.post, appointment.person, appointment.starts
    check_own_seat(post=post, person=person, on=on, by=by)
    if post.closed_on is not None and post.closed_on <= on:
        raise ValidationError(f"岗位“{post}”已撤销，不能再任职。")
    if post.appointments.on(on).filter(person=person).exists():
        raise ValidationError(f"{person}已在岗位“{post}”任职。")
    appointment.full_clean()
    appointment.save(force_insert=True)
    _record(post, by)
    return appointment


def _leaving(post, leaving, on):
    """The appointments that end: the holder's (the named one, of several), and acting cover."""
    present = list(post.appointments.exclude(ends__lt=on).select_related("person", "post__unit"))
    regular = [one for one in present if not one.acting]
    if leaving is not None:
        regular = [one for one in regular if one.person_id == leaving.pk]
        if not regular:
            raise ValidationError(f"{leaving}当天不在这个岗位上，请核对交接日期和前任。")
    if len(regular) > 1:
        raise ValidationError("这个岗位有多人任职，请写明交接的是哪一位。")
    ending = regular + ([] if leaving is not None else [one for one in present if one.acting])
    if any(one.starts >= on for one in ending):
        raise ValidationError("交接日期要晚于前任的任职起始日期。")
    return ending


def _record(post, by):
    record(by=by, action="appointment.changed", unit=post.unit, target=post)
