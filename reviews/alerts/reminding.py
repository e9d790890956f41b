"""Whoever has not read an alert after some days, and whoever is to reply by tomorrow."""

from datetime import timedelta

from django.urls import reverse

from registry.notices.notifying import notify
from registry.organisation.models import Appointment

from .models import Alert, AlertAddressee

UNREAD_DAYS = 5
LOOK_AHEAD_DAYS = 1
# After a standstill what is not older than this is made up for; older ones everybody has forgotten.
MADE_UP_DAYS = 60


def remind(day):
    """One notice per person and cause, whatever day this runs on and however often."""
    unread = _silent(read_at=None, alert__issued_at__date__lte=day - timedelta(UNREAD_DAYS))
    _tell(
        unread.filter(alert__issued_at__date__gte=day - timedelta(MADE_UP_DAYS)),
        day,
        cause="unread",
        text="{}还没有看，请抽空看看。",
    )
    due = _silent(alert__reply_by__lte=day + timedelta(LOOK_AHEAD_DAYS))
    _tell(
        due.filter(alert__reply_by__gte=day - timedelta(MADE_UP_DAYS)),
        day,
        cause="reply",
        text="{}等您的岗位回复，请抽空写几句。",
    )


def _silent(**asked):
    """Posts that have not replied to what goes to them on screen."""
    found = AlertAddressee.objects.filter(alert__in=Alert.objects.on_screen(), replied_at=None)
    return found.filter(**asked).select_related("alert").order_by("pk")


def _tell(addressees, day, *, cause, text):
    reached = Appointment.objects.reached(addressees.order_by().values("post"), day)
    for each in addressees:
        notify(
            people=reached.get(each.post_id, ()),
            text=text.format(each.alert),
            url=reverse("alert", args=[each.alert_id]),
            key=f"alert:{cause}:{each.pk}",
        )
