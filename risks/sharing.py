"""Forms filled in by every holder of a post: what all share (共性), what is one's own (个性) [1].

Shared is what a form of the post itself brought into the register. What a holder added belongs to
that holder, and to whoever comes after when that holder has left: risks stay with the post.
"""

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from .models import Duty, DutyVersion, PointVersion, RiskPoint
from .owners import owned_as


def shared_duties(paper):
    """Ids of the duties that a holder may leave out but not change; empty in a form of a post."""
    return _shared(_with_finder(Duty, DutyVersion, "duty"), paper)


def shared_points(paper):
    """Ids of the points that a holder may leave out but not change; empty in a form of a post."""
    return _shared(_with_finder(RiskPoint, PointVersion, "point"), paper)


def duties_for(paper):
    """Duties in force that a new form of this paper's kind begins with."""
    return _for(_with_finder(Duty, DutyVersion, "duty"), paper)


def points_for(paper):
    """Points in force that a new form of this paper's kind begins with."""
    return _for(_with_finder(RiskPoint, PointVersion, "point"), paper)


def _with_finder(model, version_model, identity):
    """Each identity with the holder in whose form it was first written, or None."""
    first = version_model.objects.filter(**{identity: OuterRef("pk")}).order_by("pk")
    return model.objects.annotate(finder=Subquery(first.values("written_in__holder")[:1]))


def _shared(identities, paper):
    if paper.holder_id is None:
        return frozenset()
    found = identities.filter(owned_as(paper), finder__isnull=True)
    return frozenset(found.values_list("pk", flat=True))


def _for(identities, paper):
    found = identities.filter(
        owned_as(paper), in_force__isnull=False, in_force__struck=False
    ).select_related("in_force")
    if paper.holder_id is None:
        return list(found)
    others = {holder.pk for holder in paper.post.holders(timezone.localdate())}
    others.discard(paper.holder_id)
    return [identity for identity in found if identity.finder not in others]
