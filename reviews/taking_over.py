"""接办: the draft of somebody who left a post goes on with somebody else who sits there.

Only where every holder has a form: a form of the post itself belongs to whoever sits there, and
needs nothing. Whoever wrote in the draft before stays one of its writers, and so takes part in no
step of it.
"""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from registry.organisation.models import Unit
from registry.papers.models import POST_FORMS, Paper, PaperState
from registry.trail.recording import record

from . import actions, notices, offices, workflow
from .filing import own_forms, successors
from .models import TakeOver
from .refusals import NotAllowed, NotReady

NOT_ON_POST = "请从这个岗位上的人里选一位接办。"
HAS_OWN = "已经有本年度自己的表，同一岗位一人只能有一张，不能再接办。"


def left_drafts(reach):
    """Drafts whose holder has left, on a post of the person's or under the person's office."""
    left = Q(state=PaperState.DRAFT, kind__in=POST_FORMS) & offices.holder_left()
    mine = Q(post__in=reach.post_ids) & ~Q(holder=reach.person)
    return left & (mine | offices.managed(reach))


def may_name(paper, person, day):
    """Who may take the draft over if this person says so: oneself, or anybody, for the office."""
    found = successors(paper, day)
    if actions.office_of(paper, person, day):
        return found
    return [successor for successor in found if successor == person]


@transaction.atomic
def take_over(*, paper, to, by):
    """The draft is `to`'s from now on; `by` is `to`, or the prevention office over the paper.

    The unit is locked as at the beginning of a form, so that nobody begins one meanwhile.
    """
    Unit.objects.select_for_update().get(pk=paper.unit_id)
    paper = workflow.lock(paper)
    day = timezone.localdate()
    if actions.find(paper, by, day, "take_over") is None:
        raise NotAllowed(paper)
    if to not in may_name(paper, by, day):
        own = own_forms(person=to, post=paper.post_id, programme=paper.programme_id)
        raise NotReady([f"{to.name}{HAS_OWN}" if own.exists() else NOT_ON_POST])
    before = paper.holder
    moved = Paper.objects.filter(pk=paper.pk, state=PaperState.DRAFT, holder=before)
    if not moved.update(holder=to):
        raise NotAllowed(paper)
    paper.holder = to
    taken = TakeOver.objects.create(paper=paper, before=before, after=to, by=by)
    record(by=by, action="paper.taken_over", unit=paper.unit, target=paper)
    notices.taken_over(taken)
    return paper
