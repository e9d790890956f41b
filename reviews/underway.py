"""What somebody waits for: own papers in the hands of others, where they stand, since when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone

from registry.papers.models import Paper, PaperState, Revision

from . import holdups, waiting
from .models import Decision, PublicityPaper
from .visibility import filled_in_by

IN_OTHER_HANDS = (
    PaperState.REVIEW,
    PaperState.CLEARED,
    PaperState.PUBLICITY,
    PaperState.READY,
)
PLACES = {
    PaperState.CLEARED: "等防控办安排公示",
    PaperState.PUBLICITY: "公示中，听取意见",
    PaperState.READY: "等主要负责人确认",
}
MOMENTS = ("handed_in", "decided", "shown", "closed")


@dataclass(frozen=True)
class Standing:
    """`place` in words; `since` the day on which the paper came there."""

    paper: Paper
    place: str
    since: date
    due: date | None = None


def papers_of(person):
    """Papers that the person fills in or handed in, and that others have in hand."""
    mine = Paper.objects.filter(filled_in_by(person) | Q(holder=person), state__in=IN_OTHER_HANDS)
    return mine.select_related("unit", "post", "section", "programme", "holder").order_by("-pk")


def standings(papers):
    """Where each of these papers stands; two queries."""
    papers = list(_with_moments(papers))
    steps = waiting.open_steps().filter(paper__in=papers).select_related("paper", "unit", "section")
    by_paper = {}
    for step in steps.order_by("-branch"):
        by_paper[step.paper_id] = step
    return [_standing(paper, by_paper.get(paper.pk)) for paper in papers]


def _standing(paper, step):
    moments = [getattr(paper, name) for name in MOMENTS if getattr(paper, name)]
    since = timezone.localdate(max(moments, default=paper.created_at))
    if step is None:
        return Standing(paper, PLACES.get(paper.state, paper.get_state_display()), since)
    place = f"第 {step.position} 步，等{holdups.seat_of(step)}"
    return Standing(paper, place, since, step.due_on)


def _with_moments(papers):
    """The last of each thing that moves a paper on."""
    of_paper = Revision.objects.filter(paper=OuterRef("pk"))
    decisions = Decision.objects.filter(step__paper=OuterRef("pk"))
    entries = PublicityPaper.objects.filter(revision__paper=OuterRef("pk"))
    return papers.annotate(
        handed_in=_last(of_paper, "paper", "submitted_at"),
        decided=_last(decisions, "step__paper", "at"),
        shown=_last(entries, "revision__paper", "publication__at"),
        closed=_last(entries, "revision__paper", "publication__closed_at"),
    )


def _last(rows, paper, moment):
    return Subquery(rows.order_by().values(paper).annotate(last=Max(moment)).values("last"))
