"""Forms filled in by every holder of a post: what all share (共性), what is one's own (个性) [1].

Shared is what the shared form of the post, kept by the head of the section, brought into the
register. What a holder added belongs to that holder, and to whoever comes after when that holder
has left: risks stay with the post. Where two holders write the same point or duty, the register
has it once (`take_existing`), and each goes on with it; from then on it is kept in the shared form.
"""

from collections import Counter

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from registry.organisation.models import Post

from .models import Duty, DutyVersion, PointVersion, RiskPoint
from .owners import is_shared, owned_as

VERSIONS = {Duty: (DutyVersion, "duty"), RiskPoint: (PointVersion, "point")}


def shared_duties(paper):
    """Ids of the duties that a holder may leave out but not change; empty in a form of a post.

    Another holder's duty comes along with the points that were found by both.
    """
    if paper.holder_id is None:
        return frozenset()
    owned = Duty.objects.filter(owned_as(paper))
    of_another = Q(pk__in=_taken_by(paper.holder_id)[Duty]) & ~Q(finder=paper.holder_id)
    found = _with_finder(owned).filter(_nobodys_alone(Duty) | of_another)
    return frozenset(found.values_list("pk", flat=True))


def shared_points(paper):
    """Ids of the points that a holder may leave out but not change; empty in a form of a post."""
    return common_points(owned_as(paper)) if paper.holder_id else frozenset()


def common_points(owned):
    """Ids of the points that are nobody's alone: of the shared form, or found by several.

    `owned` is a condition on points. What several found goes on in the shared form: one of them
    who struck or changed it would do so for the others.
    """
    return frozenset(_common(RiskPoint.objects.filter(owned)).values_list("pk", flat=True))


def _common(identities):
    return _with_finder(identities).filter(_nobodys_alone(identities.model))


def _nobodys_alone(model):
    taken = model.objects.filter(taken_as=OuterRef("pk"))
    return Q(finder__isnull=True) | Exists(taken)


def duties_for(paper):
    """Duties in force that a new form of this paper's kind begins with."""
    return _for(Duty.objects, paper)


def points_for(paper):
    """Points in force that a new form of this paper's kind begins with."""
    return _for(RiskPoint.objects, paper)


def points_elsewhere(revision, duties):
    """Duty id → how many points in force hang on it that have no row in this form: whoever fills
    it in may not see them.
    """
    own = revision.point_lines.values("version__point")
    held = PointVersion.objects.filter(in_force_for__isnull=False, struck=False)
    held = held.exclude(point__in=own).annotate(now=Coalesce("duty__taken_as", "duty"))
    return Counter(held.filter(now__in=duties).values_list("now", flat=True))


def _with_finder(identities):
    """Each identity with the holder in whose form it was first written, or None."""
    version_model, identity = VERSIONS[identities.model]
    first = version_model.objects.filter(**{identity: OuterRef("pk")}).order_by("pk")
    return identities.annotate(finder=Subquery(first.values("written_in__holder")[:1]))


def _for(identities, paper):
    """In force for this paper: of a holder also what was found the same in another's form."""
    owned = identities.filter(owned_as(paper))
    if is_shared(paper):
        return list(_in_force(_common(owned)))
    if paper.holder_id is None:
        return list(_in_force(owned))
    found = _in_force(_with_finder(owned))
    others = {holder.pk for holder in paper.post.holders(timezone.localdate())}
    others.discard(paper.holder_id)
    taken = _taken_by(paper.holder_id)[identities.model]
    return [each for each in found if each.finder not in others or each.pk in taken]


def _in_force(identities):
    found = identities.filter(in_force__isnull=False, in_force__struck=False)
    return found.select_related("in_force")


def _taken_by(holder_id):
    """Ids of what stands in the register for points and duties that this holder wrote as well, and
    of the duties those points hang on.
    """
    points, duties = (
        set(
            identities.objects.filter(
                taken_as__isnull=False, versions__written_in__holder=holder_id
            ).values_list("taken_as", flat=True)
        )
        for identities in (RiskPoint, Duty)
    )
    under = PointVersion.objects.filter(in_force_for__in=points).exclude(duty=None)
    under = under.values_list(Coalesce("duty__taken_as", "duty"), flat=True)
    return {RiskPoint: points, Duty: duties | set(under)}


def take_existing(revision):
    """{Duty or RiskPoint: ids of new ones of a holder that the post has in force already}, now
    taken as those.

    What this very paper changes will not say the same any more, so a copy of what it said stays a
    row of its own. Call while confirming: the post is locked, by a form that takes nothing too, so
    that two confirmations see each other: a duty that one strikes is not taken by the other.
    Drafts, which only name the post, do not wait.
    """
    paper = revision.paper
    if paper.post_id is not None:
        Post.objects.select_for_update(no_key=True).get(pk=paper.post_id)
    if paper.holder_id is None:
        return {Duty: frozenset(), RiskPoint: frozenset()}
    return {
        Duty: _take(revision, Duty, DutyVersion.objects, _said_of_duty),
        RiskPoint: _take(
            revision, RiskPoint, PointVersion.objects.prefetch_related("measures"), _said
        ),
    }


def _take(revision, identities, versions, said):
    """Ids of the new ones of this revision, each now taken as the one that says the same."""
    paper, name = revision.paper, VERSIONS[identities][1]
    in_force = versions.filter(in_force_for__post=paper.post_id, struck=False)
    known = {
        said(version): getattr(version, f"{name}_id")
        for version in in_force.exclude(**{f"{name}__versions__written_in": paper})
    }
    taken = {}
    for version in versions.filter(lines__revision=revision, written_in=paper, base=None):
        if existing := known.get(said(version)):
            taken[getattr(version, f"{name}_id")] = existing
    for identity_id, existing in taken.items():
        identities.objects.filter(pk=identity_id).update(taken_as=existing)
    return frozenset(taken)


def _said_of_duty(version):
    return (version.kind, version.text)


def _said(version):
    """What makes two rows the same: the sentence, what it hangs on, its levels, the measures."""
    measures = tuple(measure.told for measure in version.measures.all())
    levels = (version.level_id, version.level_after_id)
    return (version.sentence, version.power_id, version.step_id, *levels, measures)
