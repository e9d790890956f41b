"""What entries say about posts and points, for the assessment of the office that received them.

An entry counts once on a post, however many of its links lead there: to the post itself, to a point
of it, or to a power or a step on which a point of it hangs.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from risks.models import RiskPoint

from .models import Source, SourceLink


@dataclass(frozen=True)
class Signal:
    """`point` is None where an entry is about the post as a whole."""

    source: object
    weight: str
    on: date
    post: int
    point: int | None


def signals_of(reach, units):
    """The signals that this person may see on posts of these units; three queries."""
    sources = Source.objects.visible_to(reach).standing().order_by()
    links = SourceLink.objects.standing().filter(source__in=sources)
    here = Q(post__unit__in=units) | Q(point__unit__in=units)
    here |= Q(power__unit__in=units) | Q(step__power__unit__in=units)
    links = list(links.filter(here).select_related("source", "point"))
    hanging = _hanging_points(links)
    found = {}
    for link in links:
        for post, point in _places(link, hanging):
            key = (link.source_id, post, point)
            found[key] = Signal(
                link.source_id, link.source.weight, link.source.came_on, post, point
            )
    return list(found.values())


def _hanging_points(links):
    """("power", pk) or ("step", pk) → the posts and points that hang on it."""
    powers = {link.power_id for link in links if link.power_id}
    steps = {link.step_id for link in links if link.step_id}
    points = RiskPoint.objects.in_force().filter(post__isnull=False)
    points = points.filter(Q(in_force__power__in=powers) | Q(in_force__step__in=steps))
    found = {}
    for pk, post, power, step in points.values_list(
        "pk", "post", "in_force__power", "in_force__step"
    ):
        for key in (("power", power), ("step", step)):
            found.setdefault(key, []).append((post, pk))
    return found


def _places(link, hanging):
    if link.post_id:
        return [(link.post_id, None)]
    if link.point_id:
        return [(link.point.post_id, link.point_id)] if link.point.post_id else []
    return hanging.get(("power", link.power_id) if link.power_id else ("step", link.step_id), [])
