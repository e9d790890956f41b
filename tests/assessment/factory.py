"""The assessment switched on over the bureau; facts and signals on the large school's buyer."""

from datetime import timedelta

from django.utils import timezone

from registry.tasks.models import Task
from reviews.assessment import setting
from reviews.sources import entering
from tests.sources.factory import entered


def switched_on(cast, unit=None, by=None, **changes):
    unit = unit or cast.bureau
    values = {**setting.values_of(unit), "is_on": True, **changes}
    return setting.save(unit=unit, values=values, by=by or cast.people.office)


def late_task(cast, key="1", *, post=None, kind="recurring", **changes):
    """Something that was due to the post and is late: a fact of three points."""
    today = timezone.localdate()
    post = post or cast.posts.other_staff
    given = {
        "unit": post.unit,
        "post": post,
        "kind": kind,
        "title": "每月报送采购清单",
        "opens_on": today - timedelta(days=20),
        "due_on": today - timedelta(days=2),
        "key": f"test:{key}",
    }
    return Task.objects.create(**{**given, **changes})


def signal(cast, weight="high", *, post=None, point=None, by=None, **changes):
    by = by or cast.people.discipline
    source = entered(cast, weight=weight, by=by, **changes)
    kind, target = ("point", point) if point else ("post", post or cast.posts.other_staff)
    entering.link(source=source, kind=kind, target=target, by=by)
    return source
