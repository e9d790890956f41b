"""建议: which proposals wait, and what a person makes of one. Nothing is coloured before that.

Decided once: by the key of what it rests on. A proposal comes back when a line is new or the colour
higher; that lines fade brings none back.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access.reach import reach_of
from registry.trail.recording import record_sealed
from reviews.disposal import issuing
from reviews.disposal.models import WarningColour
from reviews.refusals import Refused
from reviews.sources.models import Source
from reviews.sources.wording import taken_from

from . import gathering
from .models import Basis, ProposalDecision

CHANGED = "依据刚刚有变化，请按现在的依据再看一遍。"
DECIDED = "这条建议已经办理过了，不需要再办。"
NEEDS_REASON = "请写一句不采纳的理由。"
NEEDS_GROUNDS = "请写预警事由。"
COPIED = "这里照抄了风险信息里的“{}”。事由会送达当事岗位，请只写看得见的事实，换一种说法。"


def open_proposals(scores):
    """Those of these `PostScore`s that propose a colour and have not been settled."""
    order = dict(WarningColour.objects.values_list("pk", "order"))
    asked = [each for each in scores if each.found.colour is not None]
    latest = {}
    posts = [each.post.pk for each in asked]
    decided = ProposalDecision.objects.filter(post__in=posts).order_by("at", "pk")
    for row in decided:
        latest[row.post_id, row.basis, _office(row.basis, row.office_id)] = row
    return [each for each in asked if not _is_settled(each, latest, order)]


def _office(basis, office):
    return office if basis == Basis.WHOLE else None


def _is_settled(score, latest, order):
    row = latest.get((score.post.pk, score.basis, _office(score.basis, score.office.pk)))
    if row is None or order[score.found.colour] > order[row.colour_id]:
        return False
    return {line["key"] for line in row.lines} >= set(score.line_keys)


def proposal_for(by, post):
    """The `PostScore` of one post as this person sees it today; None where nothing counts."""
    scores = gathering.scores_of(reach_of(by), [post.unit])
    return next((each for each in scores if each.post == post), None)


@transaction.atomic
def confirm(*, post, key, grounds, by):
    """确认: the warning goes out in words of whoever confirms; the proposal is settled."""
    if not grounds.strip():
        raise Refused(NEEDS_GROUNDS)
    score = _asked(post, key, by)
    if run := copied_from_sources(score, grounds):
        raise Refused(COPIED.format(run))
    warning = issuing.warn(
        unit=post.unit,
        post=post,
        colour=WarningColour.objects.get(pk=score.found.colour),
        grounds=grounds,
        by=by,
        proposal=key,
    )
    made = _decide(score, by, ProposalDecision.Outcome.CONFIRMED, warning=warning)
    record_sealed(by=by, action="assessment.confirmed", target=made)
    return warning


@transaction.atomic
def dismiss(*, post, key, why, by):
    """不采纳, with a reason."""
    if not why.strip():
        raise Refused(NEEDS_REASON)
    score = _asked(post, key, by)
    made = _decide(score, by, ProposalDecision.Outcome.DISMISSED, why=why.strip())
    record_sealed(by=by, action="assessment.dismissed", target=made)
    return made


def copied_from_sources(score, words):
    """A run of the entries behind a proposal that the words repeat; blank where there is none."""
    keys = [key.removeprefix("source:") for key in score.line_keys if key.startswith("source:")]
    texts = Source.objects.filter(pk__in=keys).order_by().values_list("text", flat=True)
    return next(filter(None, (taken_from(text, words) for text in texts)), "")


def explained(score):
    """The lines as they are kept with a decision."""
    return [
        {
            "key": each.line.key,
            "kind": each.line.kind,
            "said": each.line.said,
            "on": each.line.on.isoformat() if each.line.on else "",
            "points": str(each.points),
            "hidden": each.line.hidden,
        }
        for each in score.found.lines
    ]


def _asked(post, key, by):
    """The proposal as it stands now, if it is the one that was on the page."""
    score = proposal_for(by, post)
    if score is None or score.found.colour is None or score.key != key:
        if ProposalDecision.objects.filter(key=key).exists():
            raise Refused(DECIDED)
        raise Refused(CHANGED)
    if not open_proposals([score]):
        raise Refused(DECIDED)
    return score


def _decide(score, by, outcome, **more):
    row = ProposalDecision(
        unit=score.post.unit,
        post=score.post,
        office=score.office,
        basis=score.basis,
        colour_id=score.found.colour,
        score=score.found.score,
        key=score.key,
        lines=explained(score),
        outcome=outcome,
        by=by,
        at=timezone.now(),
        **more,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused(DECIDED) from taken
    return row
