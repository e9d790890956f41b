"""The routes that come with the software; a unit may have its own in their place."""

from django.db.models import Q

from registry.organisation.models import Seat
from registry.papers.models import PaperKind

from .models import Route, RouteStep

Mode = RouteStep.Mode
Where = RouteStep.Where

# [1]: section head, supervising leader, leading group, discipline office; the form of a middle
# manager begins with the supervising leader, that of a leader with the group (annexes 2 to 4).
# [2][3]: own office's first check, own leading group, superior's supervising leader, and
# the superior's prevention office compiles; then 法制办、编办、公开办 file side by side [2].
# A body that nobody here or above has given a seat is left out of the paper's route.
# [0]: the directory is examined by the leading group before the principal confirms it.
HEADED = (Seat.SECTION_HEAD, Mode.PERSON, Where.OWN, 3, False)
SUPERVISED = (Seat.SUPERVISING_LEADER, Mode.PERSON, Where.OWN, 3, False)
EXAMINED = (
    (Seat.LEADING_GROUP, Mode.MEETING, Where.OWN, 10, True),
    (Seat.DISCIPLINE_OFFICE, Mode.PERSON, Where.OWN, 5, True),
)
FILED = tuple(
    (seat, Mode.FILING, Where.OWN, 10, False)
    for seat in (Seat.LEGAL_OFFICE, Seat.ESTABLISHMENT_OFFICE, Seat.OPENNESS_OFFICE)
)
# Step after step; a tuple of steps stands side by side.
SHIPPED = {
    PaperKind.LEADER_FORM: EXAMINED,
    PaperKind.MIDDLE_FORM: (SUPERVISED, *EXAMINED),
    PaperKind.STAFF_FORM: (HEADED, SUPERVISED, *EXAMINED),
    PaperKind.SECTION_SHEET: (SUPERVISED, *EXAMINED),
    PaperKind.UNIT_SHEET: EXAMINED,
    PaperKind.CATALOGUE: (
        (Seat.PREVENTION_OFFICE, Mode.PERSON, Where.OWN, 5, False),
        (Seat.LEADING_GROUP, Mode.MEETING, Where.OWN, 10, False),
        (Seat.UNIT_SUPERVISOR, Mode.PERSON, Where.OWN, 5, False),
        (Seat.PREVENTION_OFFICE, Mode.PERSON, Where.SUPERIOR, 5, False),
        FILED,
    ),
    PaperKind.DIRECTORY: ((Seat.LEADING_GROUP, Mode.MEETING, Where.OWN, 10, False),),
}


def shipped_route(kind):
    """The shipped route of a kind, made on first use."""
    route, created = Route.objects.get_or_create(
        unit=None, kind=kind, defaults={"name": f"通用路径·{PaperKind(kind).label}"}
    )
    if created:
        RouteStep.objects.bulk_create(
            RouteStep(
                route=route,
                position=position,
                branch=branch,
                seat=seat,
                mode=mode,
                where=where,
                days=days,
                may_research=may_research,
            )
            for position, place in enumerate(SHIPPED[PaperKind(kind)], start=1)
            for branch, (seat, mode, where, days, may_research) in enumerate(
                _side_by_side(place), start=1
            )
        )
    return route


def _side_by_side(place):
    return place if isinstance(place[0], tuple) else (place,)


def route_for(unit, kind):
    """The unit's own route of this kind, else the shipped one."""
    routes = Route.objects.filter(Q(unit=unit) | Q(unit=None), kind=kind)
    own_first = sorted(routes, key=lambda route: route.unit_id is None)
    return own_first[0] if own_first else shipped_route(kind)
