"""Which points a month's key work touches, and which posts hear of it."""

from django.utils import timezone

from registry.organisation.models import Post
from registry.search.words import query_terms
from risks.models import PointVersion
from risks.responsibility import Responsibilities

from .models import Alert, AlertPoint

MOST_POINTS = 60


def touched_by(alert):
    """[(version, [words found in it])] in force in the unit; those with more words first, then
    the higher levels; at most `MOST_POINTS`.
    """
    terms = query_terms(alert.words)
    in_force = PointVersion.objects.filter(
        point__unit=alert.unit, in_force_for__isnull=False, struck=False
    )
    found = {}
    for term in terms:
        for pk in in_force.mentioning(term).values_list("pk", flat=True):
            found.setdefault(pk, []).append(term)
    ranks = PointVersion.objects.filter(pk__in=found).values_list("pk", "level__rank")
    first = sorted(ranks, key=lambda each: (-len(found[each[0]]), -each[1], each[0]))[:MOST_POINTS]
    shown = PointVersion.objects.with_owner().in_bulk([pk for pk, _ in first])
    return [(shown[pk], found[pk]) for pk, _ in first]


def told_last_year(alert):
    """Ids of the points that alerts of the same month a year before were about."""
    earlier = Alert.objects.issued().filter(unit=alert.unit, year=alert.year - 1, month=alert.month)
    told = AlertPoint.objects.filter(alert__in=earlier)
    return set(told.values_list("version__point", flat=True))


def chosen(alert):
    """The versions it is about, in the order of a directory, ready to show."""
    return list(
        PointVersion.objects.filter(pk__in=alert.points.values("version"))
        .with_owner()
        .in_directory_order()
    )


def posts_for(versions):
    """The posts the points belong to, and those that manage them, each once [0]."""
    versions = list(versions)
    responsible = Responsibilities(versions, timezone.localdate())
    found = {}
    for version in versions:
        manages = responsible.of(version).manages
        for post in (version.point.post, manages.post if manages else None):
            if post is not None and post.closed_on is None:
                found[post.pk] = post
    return Post.objects.filter(pk__in=found).select_related("section")
