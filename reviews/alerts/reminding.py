"""Whoever has not read an alert after some days, and whoever is to reply by tomorrow."""

from datetime import timedelta

from django.urls import reverse

from registry.notices.notifying import notify

from .models import Alert, AlertAddressee

UNREAD_DAYS = 5
LOOK_AHEAD_DAYS = 1


def remind(day):
    """One notice per person and cause, whatever day this runs on and however often."""
    written = AlertAddressee.objects.filter(
        alert__in=Alert.objects.issued().exclude(manner__in=SPOKEN), replied_at=None
    ).select_related("alert", "post")
    _tell(
        written.filter(read_at=None, alert__issued_at__date__lte=day - timedelta(UNREAD_DAYS)),
        day,
        cause="unread",
        text="{}还没有看，请抽空看看。",
    )
    _tell(
        written.filter(alert__reply_by__lte=day + timedelta(LOOK_AHEAD_DAYS)),
        day,
        cause="reply",
        text="{}等您的岗位回复，请抽空写几句。",
    )


SPOKEN = (Alert.Manner.ORAL, Alert.Manner.MESSAGE)


def _tell(addressees, day, *, cause, text):
    for each in addressees.order_by("pk"):
        notify(
            people=[person for person in each.post.holders(day) if person.has_account],
            text=text.format(each.alert),
            url=reverse("alert", args=[each.alert_id]),
            key=f"alert:{cause}:{each.pk}",
        )
