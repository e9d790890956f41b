"""Entries of the cast: received by the discipline office of the bureau, about the large school."""

from datetime import timedelta

from django.utils import timezone

from reviews.sources import entering
from reviews.sources.models import Source

TEXT = "总务处采购小额物品，三个月里多次拆成几单，没有询价记录"


def facts(cast, **changes):
    given = {
        "unit": cast.school_large,
        "channel": "audit",
        "weight": "high",
        "text": TEXT,
        "came_on": timezone.localdate() - timedelta(days=3),
    }
    return {**given, **changes}


def entered(cast, *, by=None, post=None, **changes):
    by = by or cast.people.discipline
    source = entering.enter(facts=facts(cast, **changes), by=by)
    if post:
        entering.link(source=source, kind="post", target=post, by=by)
    return Source.objects.get(pk=source.pk)


def posted(cast, **changes):
    """What the form sends."""
    given = facts(cast, **changes)
    day = given["came_on"].isoformat()
    return {**given, "unit": given["unit"].pk, "came_on": day}
