"""The way of a staff form, step by step, through the only writer of state."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registry.files.storing import store
from registry.organisation.models import Appointment, Mandate
from registry.papers.models import Attachment, Paper
from registry.trail.models import TrailEntry
from reviews import actions, filing, seats, workflow
from reviews.models import Decision
from reviews.refusals import AlreadyDecided, Moved, NotAllowed, NotReady
from reviews.verdicts import PaperSignature
from risks import editing
from tests import way
from tests.cast import seat as give_seat


def slugs(paper, person):
    paper.refresh_from_db()
    return {action.slug for action in actions.available(paper, person, timezone.localdate())}


def scan_for(paper, by):
    upload = SimpleUploadedFile("scan.pdf", b"%PDF-1.4 scan", content_type="application/pdf")
    stored = store(stream=upload, name="scan.pdf", content_type="application/pdf", by=by)
    return Attachment.objects.create(
        paper=paper, kind=Attachment.Kind.DECISION_SCAN, file=stored, added_by=by
    )


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


# --- seats -------------------------------------------------------------------------------


def test_the_section_heads_own_form_goes_past_them(cast):
    """The head's step falls to the supervising leader, who then signs both at once."""
    people = cast.people
    paper = way.begin_form(cast, post=cast.posts.section_head, by=people.section_head)
    way.fill_form(paper, people.section_head)
    way.submit(paper, people.section_head)
    assert slugs(paper, people.section_head) == {"recall"}
    decision = way.sign(paper, people.supervisor)
    assert paper.position == 3
    joined = Decision.objects.get(together_with=decision)
    assert (joined.step.seat, joined.name) == ("supervising_leader", people.supervisor.name)


def test_an_empty_seat_falls_to_the_deputy_then_the_leader(cast):
    head = Mandate.objects.get(seat="section_head", section=cast.sections.teaching)
    Appointment.objects.filter(post=head.post).update(ends=datetime.date(2020, 12, 31))
    paper = way.submitted_form(cast)
    assert [
        h.person for h in seats.resolve(way.open_step(paper), timezone.localdate()).holders
    ] == [cast.people.supervisor]
    give_seat(
        cast.posts.teacher,
        "section_head",
        cast.school_large,
        section=cast.sections.teaching,
        rank="deputy",
    )
    holders = seats.resolve(way.open_step(paper), timezone.localdate()).holders
    assert {h.person for h in holders} == {
        cast.people.teacher,
        cast.people.second_teacher,
        cast.people.third_teacher,
    }


def test_a_school_without_a_leading_group_goes_to_the_superiors(cast):
    people = cast.people
    paper = way.begin_form(cast, post=cast.posts.village_staff, by=people.village_staff)
    way.fill_form(paper, people.village_staff)
    way.submit(paper, people.village_staff)
    by_seat = {step.seat: step.unit.code for step in paper.steps.all()}
    assert by_seat["leading_group"] == "BUREAU"
    assert by_seat["section_head"] == "VILLAGE"


def test_the_discipline_offices_own_form_is_recorded_from_paper_at_the_root(cast):
    people = cast.people
    paper = way.begin_form(cast, post=cast.posts.discipline, by=people.discipline)
    way.fill_form(paper, people.discipline)
    way.submit(paper, people.discipline)
    step = paper.steps.get(seat="discipline_office")
    assert seats.resolve(step, timezone.localdate()).on_paper


def test_the_discipline_signer_signs_no_other_step(cast):
    people = cast.people
    give_seat(
        cast.posts.discipline,
        "section_head",
        cast.school_large,
        section=cast.sections.teaching,
        rank="deputy",
    )
    head = Mandate.objects.get(seat="section_head", post=cast.posts.section_head)
    head.ends = datetime.date(2020, 12, 31)
    head.save()
    paper = way.submitted_form(cast)
    way.sign(paper, people.discipline)
    way.sign(paper, people.supervisor)
    way.sign(paper, people.group)
    with pytest.raises(NotAllowed):
        way.sign(paper, people.discipline)
    assert paper not in [s.paper for s in seats.steps_of(people.discipline, timezone.localdate())]


def test_acting_holders_are_printed_as_such(cast):
    Appointment.objects.create(
        post=cast.posts.section_head,
        person=cast.people.other_section_head,
        starts=datetime.date(2020, 1, 1),
        acting=True,
    )
    paper = way.submitted_form(cast)
    decision = way.sign(paper, cast.people.other_section_head)
    assert decision.acting_for == cast.people.section_head.name


def test_what_is_recorded_from_paper_names_the_signer(cast):
    """A holder without an account: the prevention office enters the signed sheet."""
    account = cast.people.section_head.account
    account.is_active = False
    account.save()
    paper = way.submitted_form(cast)
    step = way.open_step(paper)
    with pytest.raises(NotAllowed):
        way.sign(paper, cast.people.supervisor)
    office = cast.people.school_office
    signer = PaperSignature(
        name="顾言之",
        title="教务主任",
        signed_on=timezone.localdate(),
        scan=scan_for(paper, office),
    )
    decision = workflow.record_from_paper(
        step=step, by=office, verdict=way.verdict_for(paper), signer=signer
    )
    assert (decision.name, decision.person) == ("顾言之", office)
    paper.refresh_from_db()
    assert paper.position == 2


def test_recording_is_refused_while_somebody_can_sign(cast):
    paper = way.submitted_form(cast)
    office = cast.people.school_office
    signer = PaperSignature("甲", "乙", timezone.localdate(), scan_for(paper, office))
    with pytest.raises(NotAllowed):
        workflow.record_from_paper(
            step=way.open_step(paper), by=office, verdict=way.verdict_for(paper), signer=signer
        )


def test_entered_for_somebody_needs_the_signed_sheet(cast):
    people = cast.people
    give_seat(cast.posts.village_section_head, "information_keeper", cast.school_village)
    keeper, bursar = people.village_section_head, people.village_bursar
    paper = filing.start_form(
        post=cast.posts.village_bursar, programme=cast.programme, by=keeper, holder=bursar
    )
    way.fill_form(paper, keeper)
    with pytest.raises(NotReady):
        way.submit(paper, keeper)
    way.submit(paper, keeper, scan=scan_for(paper, keeper))
    revision = paper.current
    assert (revision.submitted_by, revision.entered_by) == (bursar, keeper)


def test_the_office_reassigns_a_step(cast):
    paper = way.submitted_form(cast)
    step = way.open_step(paper)
    with pytest.raises(NotAllowed):
        workflow.reassign(step=step, by=cast.people.supervisor, to=cast.people.group)
    with pytest.raises(NotAllowed):
        workflow.reassign(step=step, by=cast.people.school_office, to=cast.people.staff)
    workflow.reassign(step=step, by=cast.people.school_office, to=cast.people.other_section_head)
    with pytest.raises(NotAllowed):
        way.sign(paper, cast.people.section_head)
    assert way.sign(paper, cast.people.other_section_head).action == "pass"


def test_when_the_holder_changes_in_draft_the_new_one_goes_on(cast):
    paper = way.fill_form(way.begin_form(cast), cast.people.staff)
    Appointment.objects.filter(post=cast.posts.staff).update(ends=datetime.date(2020, 12, 31))
    Appointment.objects.create(
        post=cast.posts.staff, person=cast.people.other_staff, starts=datetime.date(2021, 1, 1)
    )
    assert slugs(paper, cast.people.staff) == set()
    assert "submit" in slugs(paper, cast.people.other_staff)


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
