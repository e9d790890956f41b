"""Copying a route into a paper at submission: seats get their unit and section, days a date."""

from registry.organisation.models import Seat
from registry.organisation.working_days import add_each

from . import chain
from .defaults import route_for
from .kinds import kind_of
from .models import PublicityPaper, RouteStep, Step


def plan_steps(*, paper, lap, seating):
    """Unsaved steps of a new lap; positions are counted anew from 1.

    Where rows were reopened after publicity, only the steps marked for that run again, unless
    all rows could be changed since; where the route marks none, all of them.
    """
    route_steps = route_for(paper.unit, paper.kind).steps.all()
    if _reopened_after_publicity(paper) and kind_of(paper).open_ids_of(paper.current) is not None:
        route_steps = [step for step in route_steps if step.on_reopen] or route_steps
    placed = [(step, _place(step, paper, seating)) for step in route_steps]
    placed = [(step, place) for step, place in placed if place is not None]
    positions = {old: new for new, old in enumerate(sorted({s.position for s, _ in placed}), 1)}
    due = add_each(seating.day, {(unit.path, step.days) for step, (_, unit) in placed})
    return [
        _copy(step, place, paper=paper, lap=lap, position=positions[step.position], due=due)
        for step, place in placed
    ]


def repeat_steps(*, paper, lap, day, from_position):
    """Unsaved copies of the last lap's steps from a position on, after a return to it."""
    steps = paper.steps.filter(lap=paper.lap, position__gte=from_position).select_related("unit")
    due = add_each(day, {(step.unit.path, step.days) for step in steps})
    return [
        _copy(step, (step.seat, step.unit), paper=paper, lap=lap, position=step.position, due=due)
        for step in steps
    ]


def start_days(steps, day):
    """The days of a step count from when it opens, not from when the paper was handed in."""
    due = add_each(day, {(step.unit.path, step.days) for step in steps})
    for step in steps:
        step.due_on = due[step.unit.path, step.days]
    Step.objects.bulk_update(steps, ["due_on"])
    return steps


def _reopened_after_publicity(paper):
    last = PublicityPaper.objects.filter(revision__paper=paper).order_by("-pk").first()
    return last is not None and last.outcome == PublicityPaper.Outcome.REOPENED


def _place(step, paper, seating):
    """(seat, unit) a route step means for this paper; None where there is nobody above."""
    if step.mode == RouteStep.Mode.FILING:
        return _body(step, paper, seating)
    if step.where == RouteStep.Where.SUPERIOR:
        return _above(step.seat, paper, seating)
    if paper.unit.parent_id is None and step.seat in chain.AT_ROOT:
        return chain.AT_ROOT[step.seat], paper.unit
    if step.seat in chain.FOUND_ABOVE:
        return step.seat, _unit_for(step.seat, paper, seating)
    return step.seat, paper.unit


def _body(step, paper, seating):
    """The nearest unit over which somebody sits for the body, also while the chair is empty."""
    above = step.where == RouteStep.Where.SUPERIOR
    start = paper.unit.parent if above else paper.unit
    unit = start and seating.nearest_unit_giving(step.seat, unit=start)
    return (step.seat, unit) if unit else None


def _above(seat, paper, seating):
    """The superior's seat; an office or a group of the nearest superior that has one."""
    superior = paper.unit.parent
    if superior is None:
        return None
    if seat not in chain.FOUND_ABOVE:
        return seat, superior
    return seat, seating.nearest_unit_with(seat, unit=superior) or superior


def _unit_for(seat, paper, seating):
    """The discipline office's own papers always go to the nearest one above it [design §3]."""

    def is_own(unit):
        return seating.is_of_signing_office(paper, unit)

    but_not = is_own if seat == Seat.DISCIPLINE_OFFICE else None
    return seating.nearest_unit_with(seat, unit=paper.unit, but_not=but_not) or paper.unit


def _copy(step, place, *, paper, lap, position, due):
    seat, unit = place
    return Step(
        paper=paper,
        lap=lap,
        position=position,
        branch=step.branch,
        seat=seat,
        called=step.called,
        mode=step.mode,
        days=step.days,
        may_return=step.may_return,
        may_research=step.may_research,
        unit=unit,
        section=paper.section if seat in chain.OVER_SECTION else None,
        due_on=due[unit.path, step.days],
    )
