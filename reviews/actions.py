"""What a person can do with a paper now. Pages, admin actions and the guard ask here."""

from dataclasses import dataclass

from django.db.models import Q

from registry.organisation.models import Seat
from registry.papers.models import PaperState

from . import filing, seats
from .kinds import kind_of
from .models import Decision, PublicityPaper, Step


@dataclass(frozen=True)
class Action:
    """`step` is set for what concerns one step; `holder` says as whom the person acts.

    `by_letter`: who takes the step can do so on screen, and has written a letter instead.
    """

    slug: str
    label: str
    step: Step | None = None
    holder: seats.Holder | None = None
    by_letter: bool = False


def available(paper, person, day):
    """Every legal action of this person on this paper; empty when it is somebody else's turn."""
    return available_in(seats.Seating(day), paper, person)


def available_in(seating, paper, person):
    """The same for whoever asks the day's seating for more."""
    return list(_possible(paper, person, seating))


def _possible(paper, person, seating):
    """The same, each worked out when it is asked for: a guard stops at the one it looks for."""
    if person is None:
        return ()
    by_state = {
        PaperState.DRAFT: _in_draft,
        PaperState.REVIEW: _in_review,
        PaperState.CLEARED: _when_cleared,
        PaperState.PUBLICITY: _in_publicity,
        PaperState.READY: _when_ready,
        PaperState.CONFIRMED: _when_confirmed,
    }
    find = by_state.get(paper.state)
    return find(paper, person, seating) if find else ()


def find(paper, person, day, slug, step=None):
    """The one action asked for, or None: the guard of every workflow function."""
    return next(
        (
            action
            for action in _possible(paper, person, seats.Seating(day))
            if action.slug == slug and (step is None or action.step == step)
        ),
        None,
    )


def _in_draft(paper, person, seating):
    if not filing.may_fill(paper, person, seating.day):
        return _of_a_draft_left(paper, person, seating)
    return [
        Action("edit", "继续填写"),
        Action("submit", "提交审核"),
        Action("cancel", "撤销"),
    ]


def _of_a_draft_left(paper, person, seating):
    """Who filled it in has gone: somebody on the post goes on with it, or the office cancels it."""
    found, in_office = [], _sits_in_office(paper, person, seating)
    heirs = filing.successors(paper, seating.day)
    if person in heirs or (heirs and in_office):
        found.append(Action("take_over", "接办"))
    if in_office and filing.is_left_behind(paper, seating.day):
        found.append(Action("cancel", "撤销"))
    return found


def open_steps_of(paper):
    steps = _undecided(paper).select_related("unit", "section", "person__account")
    return list(steps.order_by("branch"))


def has_open_steps(paper):
    """Whether somebody beside (a parallel branch) has yet to decide at this position."""
    return _undecided(paper).exists()


def _undecided(paper):
    return paper.steps.filter(lap=paper.lap, position=paper.position, decision__isnull=True)


def _in_review(paper, person, seating):
    steps = open_steps_of(paper)
    on_paper, by_letter = [], []
    for step in steps:
        resolution = seating.resolve(step)
        holder = resolution.holder(person)
        if holder:
            yield Action("decide", "审核", step=step, holder=holder)
        if resolution.on_paper:
            on_paper.append(step)
        elif step.mode == Step.Mode.FILING and not holder:
            by_letter.append(step)
    if (on_paper or by_letter) and _is_recorder(paper, person, seating):
        yield from (Action("record", "补录线下签署", step=step) for step in on_paper)
        yield from (
            Action("record", "补录书面备案", step=step, by_letter=True) for step in by_letter
        )
    yield from _waivable(steps, paper, person, seating)
    if _sits_in_office(paper, person, seating) and person not in seating.filers(paper):
        yield from (Action("reassign", "改派", step=step) for step in steps)
    if not _has_decision(paper) and filing.may_fill(paper, person, seating.day):
        yield Action("recall", "撤回修改")


def _waivable(steps, paper, person, seating):
    """免予备案: the office waives a filing, with a reason that is kept."""
    filings = [step for step in steps if step.mode == Step.Mode.FILING]
    recorders = seating.recorders(paper, seating.filers(paper)) if filings else []
    holder = next((each for each in recorders if each.person == person), None)
    if holder:
        yield from (Action("waive", "免予备案", step=step, holder=holder) for step in filings)


def _has_decision(paper):
    """Since it was handed in: in this round, or in the one that was returned to a step of it."""
    this_round = Q(step__lap=paper.lap)
    before = Q(step__lap=paper.lap - 1, back_to__isnull=False)
    return Decision.objects.filter(this_round | before, step__paper=paper).exists()


def _is_recorder(paper, person, seating):
    recorders = seating.recorders(paper, seating.filers(paper))
    return any(holder.person == person for holder in recorders)


def office_of(paper, person, day):
    """Whether the person sits in the prevention office over this paper: own, else nearest above."""
    return _sits_in_office(paper, person, seats.Seating(day))


def _sits_in_office(paper, person, seating):
    office = seating.nearest_free(Seat.PREVENTION_OFFICE, unit=paper.unit)
    return any(holder.person == person for holder in office)


def _when_cleared(paper, person, seating):
    if not _sits_in_office(paper, person, seating):
        return []
    return [Action("open_publicity", "开始公示")]


def _in_publicity(paper, person, seating):
    if not _sits_in_office(paper, person, seating):
        return []
    found = [Action("reopen_rows", "按意见重开条目")]
    own = PublicityPaper.objects.filter(revision__paper=paper, outcome="")
    if own.filter(publication__ends_on__lt=seating.day).exists():
        found.append(Action("close_publicity", "结束公示"))
    return found


def _when_ready(paper, person, seating):
    avoided = seating.filers(paper)
    resolution = seating.resolve_seat(Seat.PRINCIPAL, unit=paper.unit, avoided=avoided)
    holder = resolution.holder(person)
    found = []
    if holder:
        found = [
            Action("confirm", "确认生效", holder=holder),
            Action("send_back", "退回修改", holder=holder),
        ]
    if resolution.on_paper and _is_recorder(paper, person, seating):
        found.append(Action("record_confirmation", "补录确认"))
    return found


def _when_confirmed(paper, person, seating):
    if not _sits_in_office(paper, person, seating):
        return []
    found = [Action("attach_sealed", "上传盖章件")]
    if not kind_of(paper).has_publicity:
        found.append(Action("publish", "发布"))
    return found
