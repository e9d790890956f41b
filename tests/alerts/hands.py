"""An alert of the large school in tests, written and sent out by its office."""

from datetime import timedelta

from django.utils import timezone

from registry.access.reach import read_reach
from reviews.alerts import issuing

TODAY = timezone.localdate


def content(**changes):
    return {
        "year": TODAY().year,
        "month": 9,
        "key_work": "开学转学办理",
        "words": "转学 材料",
        "manner": "written",
        "text": "开学前后办转学的多，材料原件请当面核对。",
        "reply_by": None,
        **changes,
    }


def drafted(cast, versions=(), **changes):
    alert = issuing.draft(
        unit=cast.school_large, content=content(**changes), by=cast.people.school_office
    )
    if versions:
        issuing.choose_points(alert=alert, versions=versions, by=cast.people.school_office)
    return alert


def issued(cast, versions, **changes):
    alert = drafted(cast, versions, **changes)
    issuing.issue(alert=alert, seen=issuing.stamp(alert), by=cast.people.school_office)
    alert.refresh_from_db()
    return alert


def a_year_ago():
    return timezone.localdate(timezone.now() - timedelta(days=365))


def reach(person):
    return read_reach(person, timezone.localdate())


def signed_in(client, cast, role):
    client.force_login(getattr(cast.accounts, role))
    return client
