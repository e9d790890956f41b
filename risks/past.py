"""The register as it stood at the end of an earlier day: which points, and in which version.

Nothing is kept for it. A version came into force with the paper that it was written in, on the day
the principal confirmed that paper, and stood until the next version of the point did the same; what
an earlier round of the paper said never came into force.
"""

from datetime import datetime, time, timedelta

from django.db.models import F, Min, OuterRef, Subquery
from django.utils import timezone

from registry.papers.models import Revision

from .models import PointVersion

# Names are not versions: what was renamed or moved since is called as it is called today.
NOTE = (
    "单位、科室、岗位、职权和职责写的是现在的名称和归属；风险点、等级和措施是当天在用的内容，"
    "责任人是当天在岗的人。"
)


def versions_on(points, day):
    """The versions of these points in force at the end of the day, but those then struck, in the
    order of a directory, ready to show.
    """
    brought = _brought().filter(point=OuterRef("pk"), written_in__confirmed_at__lt=_end_of(day))
    last = brought.order_by("-written_in__confirmed_at", "-pk").values("pk")[:1]
    stood = points.filter(taken_as=None).order_by().annotate(stood=Subquery(last))
    versions = PointVersion.objects.filter(pk__in=stood.values("stood"), struck=False)
    return versions.with_owner().in_directory_order()


def began_on(points):
    """The day on which the first of these points came into force; None where none has."""
    found = _brought().filter(point__in=points.order_by())
    first = found.aggregate(first=Min("written_in__confirmed_at"))["first"]
    return first and timezone.localdate(first)


def _brought():
    """Versions in the last round of the paper they were written in: each comes into force with
    it, and only papers in force have a day of confirmation.
    """
    rounds = Revision.objects.filter(paper=OuterRef("written_in")).order_by("-no")
    versions = PointVersion.objects.annotate(last_round=Subquery(rounds.values("pk")[:1]))
    return versions.filter(lines__revision=F("last_round"))


def _end_of(day):
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
