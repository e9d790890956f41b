"""Forms filled in by every holder of a post: what all share (共性), what is one's own (个性) [1].

Shared is what the shared form of the post, kept by the head of the section, brought into the
register. What a holder added belongs to that holder, and to whoever comes after when that holder
has left: risks stay with the post. Where two holders find the same point, the register has it
once (`take_existing`), and each goes on with it; from then on it is kept in the shared form.
"""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from registry.organisation.models import Post

from .models import Duty, DutyVersion, PointVersion, RiskPoint
from .owners import is_shared, owned_as


def shared_duties(paper):
    """Ids of the duties that a holder may leave out but not change; empty in a form of a post.

    Another holder's duty comes along with the points that were found by both.
    """
    if paper.holder_id is None:
        return frozenset()
    found = _with_finder(Duty.objects.filter(owned_as(paper)), DutyVersion, "duty")
    of_another = Q(pk__in=_taken_by(paper.holder_id)[Duty]) & ~Q(finder=paper.holder_id)
    return frozenset(found.filter(Q(finder=None) | of_another).values_list("pk", flat=True))


def shared_points(paper):
    """Ids of the points that a holder may leave out but not change; empty in a form of a post."""
    return common_points(owned_as(paper)) if paper.holder_id else frozenset()


def common_points(owned):
    """Ids of the points that are nobody's alone: of the shared form, or found by several.

    `owned` is a condition on points. What several found goes on in the shared form: one of them
    who struck or changed it would do so for the others.
    """
    return frozenset(_common(RiskPoint.objects.filter(owned)).values_list("pk", flat=True))


def _common(points):
    taken = RiskPoint.objects.filter(taken_as=OuterRef("pk"))
    found = _with_finder(points, PointVersion, "point")
    return found.filter(Q(finder__isnull=True) | Exists(taken))


def duties_for(paper):
    """Duties in force that a new form of this paper's kind begins with."""
    return _for(paper, Duty, DutyVersion, "duty")


def points_for(paper):
    """Points in force that a new form of this paper's kind begins with."""
    if is_shared(paper):
        return list(_in_force(_common(RiskPoint.objects.filter(owned_as(paper)))))
    return _for(paper, RiskPoint, PointVersion, "point")


def _with_finder(identities, version_model, identity):
    """Each identity with the holder in whose form it was first written, or None."""
    first = version_model.objects.filter(**{identity: OuterRef("pk")}).order_by("pk")
    return identities.annotate(finder=Subquery(first.values("written_in__holder")[:1]))


def _for(paper, model, version_model, identity):
    """In force for this paper: of a holder also what was found the same in another's form."""
    owned = model.objects.filter(owned_as(paper))
    if paper.holder_id is None and not is_shared(paper):
        return list(_in_force(owned))
    found = _in_force(_with_finder(owned, version_model, identity))
    if paper.holder_id is None:
        return list(found.filter(finder__isnull=True))
    others = {holder.pk for holder in paper.post.holders(timezone.localdate())}
    others.discard(paper.holder_id)
    taken = _taken_by(paper.holder_id)
    return [each for each in found if each.finder not in others or each.pk in taken[model]]


def _in_force(identities):
    found = identities.filter(in_force__isnull=False, in_force__struck=False)
    return found.select_related("in_force")


def _taken_by(holder_id):
    """Ids of the points that stand in the register for what this holder found as well, and of the
    duties they hang on.
    """
    own = RiskPoint.objects.filter(taken_as__isnull=False, versions__written_in__holder=holder_id)
    points = set(own.values_list("taken_as", flat=True))
    duties = PointVersion.objects.filter(in_force_for__in=points).exclude(duty=None)
    return {RiskPoint: points, Duty: set(duties.values_list("duty", flat=True))}


def take_existing(revision):
    """Ids of new points of a holder that the post has in force already, now taken as those.

    A point that this very paper changes will not say the same any more, so a copy of what it said
    stays a row of its own. Call while confirming: the post is locked, so that two confirmations
    see each other.
    """
    paper = revision.paper
    if paper.holder_id is None:
        return frozenset()
    Post.objects.select_for_update().get(pk=paper.post_id)
    new = PointVersion.objects.filter(lines__revision=revision, written_in=paper, base=None)
    known = {
        _said(version): version.point_id
        for version in PointVersion.objects.filter(in_force_for__post=paper.post_id, struck=False)
        .exclude(point__versions__written_in=paper)
        .prefetch_related("measures")
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
