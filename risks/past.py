"""The register as it stood at the end of an earlier day: which points and duties, which version.

Nothing is kept for it. A version came into force with the paper that it was written in, on the day
the principal confirmed that paper, and stood until the next version of the point (the duty) did the
same; what an earlier round of the paper said never came into force.
"""

from datetime import datetime, time, timedelta

from django.db.models import F, Min, OuterRef, Subquery
from django.utils import timezone

from registry.papers.models import Revision

# Names are not versions: what was renamed or moved since is called as it is called today.
NOTE = (
    "单位、科室、岗位、职权和职责写的是现在的名称和归属；风险点、等级和措施是当天在用的内容，"
    "责任人是当天在岗的人。"
)
NOTE_OF_DUTIES = (
    "单位、科室、岗位、职权和环节写的是现在的名称和归属；"
    "职责、工作流程和风险点的个数是当天在用的内容。"
)
NOTE_OF_COUNTS = (
    "单位、科室和岗位写的是现在的名称和归属；风险点、等级和岗位风险等级是当天在用的内容，"
    "以当天结束以前确认的表为准。"
)


def versions_on(things, day):
    """The versions of these points (or duties) in force at the end of the day, but those then
    struck, in the order of a directory, ready to show.
    """
    versions, of = _versions_of(things)
    brought = _brought(versions).filter(
        **{of: OuterRef("pk")}, written_in__confirmed_at__lt=end_of(day)
    )
    last = brought.order_by("-written_in__confirmed_at", "-pk").values("pk")[:1]
    stood = things.filter(taken_as=None).order_by().annotate(stood=Subquery(last))
    found = versions.filter(pk__in=stood.values("stood"), struck=False)
    return found.with_owner().in_directory_order()


def began_on(things):
    """The day on which the first of these points (or duties) came into force; None: none has."""
    versions, of = _versions_of(things)
    found = _brought(versions).filter(**{f"{of}__in": things.order_by()})
    first = found.aggregate(first=Min("written_in__confirmed_at"))["first"]
    return first and timezone.localdate(first)


def end_of(day):
    """The moment before which a paper was confirmed that counts on this day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _versions_of(things):
    """All versions of what is asked about, and the name by which they say of what they are."""
    kept = things.model.versions.rel
    return kept.related_model.objects.all(), kept.field.name


def _brought(versions):
    """Versions in the last round of the paper they were written in: each comes into force with
    it, and only papers in force have a day of confirmation.
    """
    rounds = Revision.objects.filter(paper=OuterRef("written_in")).order_by("-no")
    versions = versions.annotate(last_round=Subquery(rounds.values("pk")[:1]))
    return versions.filter(lines__revision=F("last_round"))
