"""Which points a month's key work touches, and which posts hear of it."""

from dataclasses import dataclass

from django.utils import timezone

from registry.organisation.models import Post
from registry.search.words import query_terms
from risks.models import PointVersion
from risks.responsibility import Responsibilities

from . import last_year

MOST_POINTS = 60


@dataclass(frozen=True)
class Proposed:
    """A version in force; `words` of the alert that stand in it, and what of it last year's month
    says: an alert was about it, or its measures were found wanting.
    """

    version: PointVersion
    words: list
    was_told: bool
    was_wanting: bool


def _in_force(unit):
    return PointVersion.objects.filter(point__unit=unit, in_force_for__isnull=False, struck=False)


def touched_by(alert):
    """[(version, [words found in it])] in force in the unit; those with more words first, then
    the higher levels; at most `MOST_POINTS`.
    """
    terms = query_terms(alert.words)
    found = {}
    for term in terms:
        for pk in _in_force(alert.unit).mentioning(term).values_list("pk", flat=True):
            found.setdefault(pk, []).append(term)
    ranks = PointVersion.objects.filter(pk__in=found).values_list("pk", "level__rank")
    first = sorted(ranks, key=lambda each: (-len(found[each[0]]), -each[1], each[0]))[:MOST_POINTS]
    shown = PointVersion.objects.with_owner().in_bulk([pk for pk, _ in first])
    return [(shown[pk], found[pk]) for pk, _ in first]


def proposed_for(alert):
    """What was chosen, what the words touch, and what was found wanting in the same month a year
    before, each once and with the reason why it is proposed.
    """
    touched, was_wanting = touched_by(alert), last_year.found_wanting(alert)
    told, picked = last_year.told(alert), chosen(alert)
    listed = {version.point_id for version, _ in touched}
    beside = _in_force(alert.unit).filter(point__in=was_wanting - listed)
    beside = beside.with_owner().in_directory_order()
    rows = [*touched, *((version, []) for version in beside)]
    known = {version.pk for version, _ in rows}
    rows = [(each, []) for each in picked if each.pk not in known] + rows
    return [
        Proposed(version, words, version.point_id in told, version.point_id in was_wanting)
        for version, words in rows
    ]


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
