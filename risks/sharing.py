"""Forms filled in by every holder of a post: what all share (共性), what is one's own (个性) [1].

Shared is what the shared form of the post, kept by the head of the section, brought into the
register. What a holder added belongs to that holder, and to whoever comes after when that holder
has left: risks stay with the post. Where two holders find the same point, the register has it
once (`take_existing`), and each goes on with it.
"""

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from registry.organisation.models import Post

from .models import Duty, DutyVersion, PointVersion, RiskPoint
from .owners import is_shared, owned_as


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
    """In force for this paper: of a holder also what was found the same in another's form."""
    found = identities.filter(
        owned_as(paper), in_force__isnull=False, in_force__struck=False
    ).select_related("in_force")
    if is_shared(paper):
        return list(found.filter(finder__isnull=True))
    if paper.holder_id is None:
        return list(found)
    others = {holder.pk for holder in paper.post.holders(timezone.localdate())}
    others.discard(paper.holder_id)
    taken = _taken_by(paper.holder_id)
    return [each for each in found if each.finder not in others or each.pk in taken[type(each)]]


def _taken_by(holder_id):
    """Ids of the points that stand in the register for what this holder found as well."""
    own = RiskPoint.objects.filter(
        taken_as__isnull=False, versions__written_in__holder=holder_id
    ).values_list("taken_as", flat=True)
    return {RiskPoint: set(own), Duty: frozenset()}


def take_existing(revision):
    """Ids of new points of a holder that the post has in force already, now taken as those.

    Call while confirming: the post is locked, so that two confirmations see each other.
    """
    paper = revision.paper
    if paper.holder_id is None:
        return frozenset()
    Post.objects.select_for_update().get(pk=paper.post_id)
    new = PointVersion.objects.filter(lines__revision=revision, written_in=paper, base=None)
    known = {
        _said(version): version.point_id
        for version in PointVersion.objects.filter(
            in_force_for__post=paper.post_id, struck=False
        ).prefetch_related("measures")
    }
    taken = {}
    for version in new.prefetch_related("measures"):
        existing = known.get(_said(version))
        if existing:
            taken[version.point_id] = existing
    for point, existing in taken.items():
        RiskPoint.objects.filter(pk=point).update(taken_as=existing)
    return frozenset(taken)


def _said(version):
    """What makes two rows the same: the sentence, what it hangs on, its levels, the measures."""
    measures = tuple(measure.text for measure in version.measures.all())
    levels = (version.level_id, version.level_after_id)
    return (version.sentence, version.power_id, version.step_id, *levels, measures)
