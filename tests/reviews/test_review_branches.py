"""Parallel steps, returns to an earlier step, taking back: no way round a step, no dead end."""

import pytest
from django.utils import timezone

from registry.notices.models import Notice
from registry.papers.models import PaperKind
from reviews import actions, publicity, workflow
from reviews.decision_form import DecisionForm
from reviews.models import Route, RouteStep
from reviews.refusals import Moved, NotAllowed, NotReady
from risks import editing
from tests import way
from tests.cast import seat as give_seat

BODIES = ("legal_office", "establishment_office", "openness_office")


def own_route(cast, kind, *steps):
    """(position, branch, seat, where) of a route of the large school."""
    route = Route.objects.create(unit=cast.school_large, kind=kind, name="本校路径")
    for position, branch, seat, where in steps:
        RouteStep.objects.create(
            route=route, position=position, branch=branch, seat=seat, where=where
        )
    return route


def filed_form(cast):
    """A form that three bodies of the bureau file side by side, then its supervising leader."""
    bodies = [(1, branch, seat, "superior") for branch, seat in enumerate(BODIES, start=1)]
    own_route(cast, PaperKind.STAFF_FORM, *bodies, (2, 1, "supervising_leader", "own"))
    return way.submitted_form(cast)


def decide(paper, step, by, action="pass", **kwargs):
    decision = workflow.decide(step=step, by=by, verdict=way.verdict_for(paper, action, **kwargs))
    paper.refresh_from_db()
    return decision


def slugs(paper, person):
    paper.refresh_from_db()
    return {action.slug for action in actions.available(paper, person, timezone.localdate())}


def test_three_bodies_at_once_join_before_the_next_step(cast):
    paper = filed_form(cast)
    legal, establishment, openness = actions.open_steps_of(paper)
    decide(paper, openness, cast.people.openness)
    decide(paper, legal, cast.people.legal)
    assert paper.position == 1
    assert [step.seat for step in actions.open_steps_of(paper)] == ["establishment_office"]
    decide(paper, establishment, cast.people.establishment)
    assert paper.position == 2


def test_one_body_returns_and_the_others_start_again(cast):
    paper = filed_form(cast)
    legal, establishment, openness = actions.open_steps_of(paper)
    decide(paper, openness, cast.people.openness)
    decide(paper, legal, cast.people.legal, "return", opinion="依据不对")
    assert paper.state == "draft"
    with pytest.raises(Moved):
        decide(paper, establishment, cast.people.establishment)
    paper = way.submit(paper, cast.people.staff)
    assert [step.seat for step in actions.open_steps_of(paper)] == list(BODIES)


def test_all_branches_of_one_person_are_signed_along_and_the_rest_are_told(
    cast, django_capture_on_commit_callbacks
):
    """One person holds the step before and two of the three bodies."""
    seats = (
        (1, 1, "legal_office", "superior"),
        (2, 1, "legal_office", "superior"),
        (2, 2, "establishment_office", "superior"),
        (2, 3, "openness_office", "superior"),
    )
    own_route(cast, PaperKind.STAFF_FORM, *seats)
    give_seat(cast.posts.legal, "openness_office", cast.bureau)
    paper = way.submitted_form(cast)
    with django_capture_on_commit_callbacks(execute=True):
        decide(paper, way.open_step(paper), cast.people.legal)
    assert [step.seat for step in actions.open_steps_of(paper)] == ["establishment_office"]
    assert Notice.objects.filter(person=cast.people.establishment).count() == 1


def test_a_return_goes_only_to_a_step_of_this_round(cast):
    """After a return to step 2 the round has no step 1; a paper sent there would be lost."""
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head)
    way.sign(paper, cast.people.supervisor)
    way.sign(paper, cast.people.group, "return", opinion="请分管领导再核", back_to=2)
    way.sign(paper, cast.people.supervisor)
    with pytest.raises(NotReady):
        way.sign(paper, cast.people.group, "return", opinion="请科室再核", back_to=1)
    assert actions.open_steps_of(paper)


def test_each_earlier_position_is_offered_once(cast):
    paper = filed_form(cast)
    for step, who in zip(actions.open_steps_of(paper), BODIES, strict=True):
        decide(paper, step, getattr(cast.people, who.removesuffix("_office")))
    form = DecisionForm(step=way.open_step(paper), revision=paper.current, rows=())
    assert [value for value, _ in form.fields["back_to"].choices] == ["", 1]


def test_no_taking_back_after_a_return_to_an_earlier_step(cast):
    """Somebody has decided, though not yet in this round."""
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head)
    way.sign(paper, cast.people.supervisor, "return", opinion="请科室再核", back_to=1)
    assert "recall" not in slugs(paper, cast.people.staff)
    with pytest.raises(NotAllowed):
        workflow.recall(paper=paper, by=cast.people.staff)


def open_flags(paper):
    paper.refresh_from_db()
    return list(paper.current.point_lines.order_by("position").values_list("open", flat=True))


def returned_with_one_row(cast):
    paper = way.submitted_form(cast)
    line = paper.current.point_lines.order_by("position").first()
    way.sign(
        paper, cast.people.section_head, "return", opinion="请改一行", notes={line.pk: "写清环节"}
    )
    assert open_flags(paper) == [True, False]
    return paper


def test_taking_back_opens_no_more_rows_than_before(cast):
    paper = returned_with_one_row(cast)
    line = paper.current.point_lines.order_by("position").first()
    editing.save_point(paper=paper, content=way.point(5), by=cast.people.staff, line_id=line.pk)
    way.submit(paper, cast.people.staff)
    workflow.recall(paper=paper, by=cast.people.staff)
    assert open_flags(paper) == [True, False]


def test_handing_in_unchanged_and_taking_back_opens_no_more_rows(cast):
    paper = returned_with_one_row(cast)
    way.submit(paper, cast.people.staff)
    assert paper.revisions.count() == 1
    workflow.recall(paper=paper, by=cast.people.staff)
    assert open_flags(paper) == [True, False]


def reopened(cast):
    """One of two rows reopened in publicity; only the discipline office sees such rows again."""
    route = own_route(
        cast,
        PaperKind.STAFF_FORM,
        (1, 1, "section_head", "own"),
        (2, 1, "discipline_office", "own"),
    )
    route.steps.filter(position=1).update(on_reopen=False)
    route.steps.filter(position=2).update(may_research=True)
    paper = way.sign_on(way.submitted_form(cast))
    publicity.open_publicity(papers=[paper], by=cast.people.school_office)
    line = paper.current.point_lines.order_by("position").first()
    workflow.reopen_rows(paper=paper, by=cast.people.school_office, line_ids=[line.pk])
    paper.refresh_from_db()
    line = paper.current.point_lines.order_by("position").first()
    editing.save_point(paper=paper, content=way.point(5), by=cast.people.staff, line_id=line.pk)
    way.submit(paper, cast.people.staff)
    return paper


def seats_of_round(paper):
    paper.refresh_from_db()
    return [step.seat for step in paper.steps.filter(lap=paper.lap)]


def test_reopened_rows_run_only_the_marked_steps(cast):
    assert seats_of_round(reopened(cast)) == ["discipline_office"]


def test_a_whole_form_searched_anew_runs_every_step(cast):
    """What was reopened once is history when all rows may be changed again."""
    paper = reopened(cast)
    way.sign(paper, cast.people.discipline, "research", opinion="查找不细，请重新查找")
    way.submit(paper, cast.people.staff)
    assert seats_of_round(paper) == ["section_head", "discipline_office"]


def test_a_route_without_steps_lets_nothing_through(cast):
    own_route(cast, PaperKind.STAFF_FORM)
    paper = way.fill_form(way.begin_form(cast), cast.people.staff)
    with pytest.raises(NotReady):
        way.submit(paper, cast.people.staff)
    paper.refresh_from_db()
    assert (paper.state, paper.number) == ("draft", None)
