"""The way of a staff form, step by step, through the only writer of state."""

import pytest
from django.utils import timezone

from registry.papers.models import Paper
from registry.trail.models import TrailEntry
from reviews import actions, workflow
from reviews.models import Decision
from reviews.refusals import AlreadyDecided, Moved, NotAllowed, NotReady
from risks import editing
from tests import way


def slugs(paper, person):
    paper.refresh_from_db()
    return {action.slug for action in actions.available(paper, person, timezone.localdate())}


def test_the_whole_chain_of_a_staff_form(cast):
    paper = way.submitted_form(cast)
    assert paper.number == f"LARGE-{cast.year}-FORM-0001"
    assert [(s.position, s.seat, s.unit.code) for s in paper.steps.all()] == [
        (1, "section_head", "LARGE"),
        (2, "supervising_leader", "LARGE"),
        (3, "leading_group", "LARGE"),
        (4, "discipline_office", "BUREAU"),
    ]
    for who in (cast.people.section_head, cast.people.supervisor, cast.people.group):
        way.sign(paper, who)
        assert paper.state == "review"
    way.sign(paper, cast.people.discipline)
    assert paper.state == "cleared"
    way.through_publicity(paper, cast.people.school_office)
    assert paper.state == "ready"
    way.confirm(paper, cast.people.principal)
    paper.refresh_from_db()
    assert paper.state == "confirmed"
    assert {p.in_force_id for p in cast.posts.staff.points.all()} == {
        line.version_id for line in paper.current.point_lines.all()
    }


def test_without_publicity_a_cleared_paper_is_ready(cast):
    cast.programme.publicity_days = 0
    cast.programme.save()
    assert way.sign_on(way.submitted_form(cast)).state == "ready"


@pytest.mark.parametrize(
    "role", ["supervisor", "principal", "office", "keeper", "staff", "auditor"]
)
def test_nobody_else_can_sign_the_first_step(cast, role):
    paper = way.submitted_form(cast)
    with pytest.raises(NotAllowed):
        way.sign(paper, getattr(cast.people, role))


def test_a_return_opens_only_the_noted_rows(cast):
    paper = way.submitted_form(cast)
    first, second = paper.current.point_lines.order_by("position")
    way.sign(
        paper, cast.people.section_head, "return", opinion="请写具体", notes={first.pk: "写清环节"}
    )
    assert paper.state == "draft"
    new = paper.current
    assert new.no == 2
    assert [line.open for line in new.point_lines.order_by("position")] == [True, False]
    closed = new.point_lines.order_by("position").last()
    with pytest.raises(editing.RowRefused):
        editing.save_point(
            paper=paper, content=way.point(5), by=cast.people.staff, line_id=closed.pk
        )
    assert closed.version_id == second.version_id


def test_a_return_may_open_everything(cast):
    paper = way.submitted_form(cast)
    line = paper.current.point_lines.first()
    way.sign(
        paper,
        cast.people.section_head,
        "return",
        opinion="请重写",
        notes={line.pk: "x"},
        opens="all",
    )
    assert all(each.open for each in paper.current.point_lines.all())


def test_a_returned_paper_runs_again_from_the_first_step(cast):
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head)
    way.sign(paper, cast.people.supervisor, "return", opinion="请补充")
    line = paper.current.point_lines.first()
    editing.save_point(paper=paper, content=way.point(6), by=cast.people.staff, line_id=line.pk)
    way.submit(paper, cast.people.staff)
    paper.refresh_from_db()
    assert (paper.position, paper.lap) == (1, 2)
    assert paper.number.endswith("0001")


def test_an_unchanged_resubmission_makes_no_new_revision(cast):
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head, "return", opinion="请再看看")
    assert paper.revisions.count() == 2
    way.submit(paper, cast.people.staff)
    assert paper.revisions.count() == 1
    assert way.open_step(paper).lap == 2


def test_a_return_to_an_earlier_step(cast):
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head)
    way.sign(paper, cast.people.supervisor)
    way.sign(paper, cast.people.group, "return", opinion="请分管领导再核", back_to=2)
    assert (paper.state, paper.position, paper.lap) == ("review", 2, 2)
    way.sign(paper, cast.people.supervisor)
    assert paper.position == 3


def test_research_only_by_group_and_discipline(cast):
    paper = way.submitted_form(cast)
    with pytest.raises(NotReady):
        way.sign(paper, cast.people.section_head, "research", opinion="重新查找")
    way.sign(paper, cast.people.section_head)
    way.sign(paper, cast.people.supervisor)
    way.sign(paper, cast.people.group, "research", opinion="查找不细，请重新查找")
    assert paper.state == "draft"
    assert all(line.open for line in paper.current.point_lines.all())


def test_a_return_needs_a_reason(cast):
    paper = way.submitted_form(cast)
    with pytest.raises(NotReady):
        way.sign(paper, cast.people.section_head, "return")
    assert way.open_step(paper).position == 1


def test_recall_before_the_first_decision_only(cast):
    paper = way.submitted_form(cast)
    assert "recall" in slugs(paper, cast.people.staff)
    workflow.recall(paper=paper, by=cast.people.staff)
    way.submit(paper, cast.people.staff)
    way.sign(paper, cast.people.section_head)
    assert "recall" not in slugs(paper, cast.people.staff)
    with pytest.raises(NotAllowed):
        workflow.recall(paper=paper, by=cast.people.staff)


def test_cancel_needs_a_reason_and_a_draft(cast):
    paper = way.begin_form(cast)
    with pytest.raises(NotReady):
        workflow.cancel(paper=paper, by=cast.people.staff, why=" ")
    workflow.cancel(paper=paper, by=cast.people.staff, why="岗位合并")
    paper.refresh_from_db()
    assert paper.state == "cancelled"
    assert slugs(paper, cast.people.staff) == set()


def test_an_incomplete_form_is_not_taken(cast):
    paper = way.begin_form(cast)
    with pytest.raises(NotReady) as refusal:
        way.submit(paper, cast.people.staff)
    assert refusal.value.problems
    paper.refresh_from_db()
    assert paper.state == "draft"


def test_a_stale_check_page_does_not_submit(cast):
    paper = way.fill_form(way.begin_form(cast), cast.people.staff)
    counter = paper.current.counter
    editing.save_point(paper=paper, content=way.point(3), by=cast.people.staff)
    with pytest.raises(Moved):
        workflow.submit(paper=paper, by=cast.people.staff, counter=counter)


# --- meetings ----------------------------------------------------------------------------


def to_the_meeting(cast):
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head)
    way.sign(paper, cast.people.supervisor)
    return paper


def test_a_meeting_step_needs_a_meeting(cast):
    paper = to_the_meeting(cast)
    with pytest.raises(NotReady):
        workflow.decide(
            step=way.open_step(paper), by=cast.people.group, verdict=way.verdict_for(paper)
        )


def test_a_meeting_without_a_majority_cannot_pass(cast):
    paper = to_the_meeting(cast)
    step = way.open_step(paper)
    meeting = way.meet(step, cast.people.group)
    meeting.attendees.update(vote="against")
    with pytest.raises(NotReady):
        workflow.decide(
            step=step, by=cast.people.group, verdict=way.verdict_for(paper, meeting=meeting)
        )
    assert not Decision.objects.filter(step=step).exists()


# --- exactly one effect ------------------------------------------------------------------


def test_a_retry_answers_with_the_decision_made(cast):
    paper = way.submitted_form(cast)
    step, verdict = way.open_step(paper), way.verdict_for(paper)
    first = workflow.decide(step=step, by=cast.people.section_head, verdict=verdict)
    again = workflow.decide(step=step, by=cast.people.section_head, verdict=verdict)
    assert first == again
    assert Decision.objects.count() == 1


def test_a_second_signer_is_told_who_and_when(cast):
    paper = way.submitted_form(cast)
    step, verdict = way.open_step(paper), way.verdict_for(paper)
    workflow.decide(step=step, by=cast.people.section_head, verdict=verdict)
    with pytest.raises(AlreadyDecided) as refusal:
        workflow.decide(step=step, by=cast.people.supervisor, verdict=verdict)
    assert cast.people.section_head.name in refusal.value.text


def test_a_decision_on_another_revision_is_refused(cast):
    paper = way.submitted_form(cast)
    step, stale = way.open_step(paper), way.verdict_for(paper)
    workflow.recall(paper=paper, by=cast.people.staff)
    editing.save_point(paper=paper, content=way.point(4), by=cast.people.staff)
    way.submit(paper, cast.people.staff)
    with pytest.raises(Moved):
        workflow.decide(step=step, by=cast.people.section_head, verdict=stale)
    with pytest.raises(Moved):
        workflow.decide(step=way.open_step(paper), by=cast.people.section_head, verdict=stale)


def test_every_move_is_in_the_trail(cast):
    way.confirmed_form(cast)
    actions_seen = set(TrailEntry.objects.values_list("action", flat=True))
    assert {
        "paper.created",
        "paper.submitted",
        "step.passed",
        "meeting.recorded",
        "publicity.opened",
        "publicity.closed",
        "paper.confirmed",
    } <= actions_seen


def test_a_trail_that_cannot_be_written_stops_the_decision(cast, monkeypatch):
    paper = way.submitted_form(cast)

    def fail(**kwargs):
        raise RuntimeError("trail")

    monkeypatch.setattr(workflow, "record", fail)
    with pytest.raises(RuntimeError):
        way.sign(paper, cast.people.section_head)
    assert not Decision.objects.exists()
    assert Paper.objects.get(pk=paper.pk).position == 1
