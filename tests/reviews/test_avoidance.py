"""Empty seats, avoidance, leave cover, signing on paper and for somebody else."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registry.files.storing import store
from registry.organisation.models import Appointment, Mandate
from registry.papers.models import Attachment
from reviews import actions, filing, seats, waiting, workflow
from reviews.models import Decision
from reviews.refusals import NotAllowed, NotReady
from reviews.verdicts import PaperSignature
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


def test_the_section_heads_own_form_goes_past_them(cast):
    """The head's step falls to the supervising leader, who then signs both at once.

    Such a head sits on an ordinary post: the form of a middle post has no step of the head.
    """
    people = cast.people
    cast.posts.section_head.tier = "ordinary"
    cast.posts.section_head.save()
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
    assert paper not in [s.paper for s in waiting.steps_of(people.discipline, timezone.localdate())]


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
