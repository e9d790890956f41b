"""Nobody takes part in a step on their own paper, by whatever way they came to it."""

import datetime

import pytest
from django.utils import timezone

from powers import editing
from registry.organisation.models import Appointment
from reviews import actions, filing, meetings, seats, waiting, workflow
from reviews.models import Decision
from reviews.refusals import NotAllowed
from reviews.verdicts import PaperSignature
from tests import way
from tests.cast import seat as give_seat
from tests.reviews.test_avoidance import scan_for

TODAY = timezone.localdate


def can_decide(paper, person):
    paper.refresh_from_db()
    found = any(a.slug == "decide" for a in actions.available(paper, person, TODAY()))
    inbox = paper.pk in waiting.steps_of(person, TODAY()).values_list("paper", flat=True)
    assert found == inbox, "the inbox and the guard disagree"
    return found


def entered_for_the_bursar(cast):
    """The village's section head is its keeper too, and fills in for the bursar."""
    give_seat(cast.posts.village_section_head, "information_keeper", cast.school_village)
    keeper = cast.people.village_section_head
    paper = filing.start_form(
        post=cast.posts.village_bursar,
        programme=cast.programme,
        by=keeper,
        holder=cast.people.village_bursar,
    )
    way.fill_form(paper, keeper)
    return way.submit(paper, keeper, scan=scan_for(paper, keeper))


def test_whoever_entered_it_for_another_does_not_review_it(cast):
    paper = entered_for_the_bursar(cast)
    keeper = cast.people.village_section_head
    assert not can_decide(paper, keeper)
    with pytest.raises(NotAllowed):
        way.sign(paper, keeper)
    assert can_decide(paper, cast.people.village_principal)


def test_a_second_holder_of_the_post_does_not_review_its_form(cast):
    """One form for the post: it is the paper of everybody who sits there."""
    Appointment.objects.create(
        post=cast.posts.staff, person=cast.people.section_head, starts=datetime.date(2021, 1, 1)
    )
    paper = way.submitted_form(cast)
    assert not can_decide(paper, cast.people.section_head)
    assert can_decide(paper, cast.people.supervisor)


def test_who_took_the_post_over_in_review_does_not_review_its_form(cast):
    paper = way.submitted_form(cast)
    assert can_decide(paper, cast.people.section_head)
    Appointment.objects.filter(post=cast.posts.staff).update(ends=datetime.date(2021, 1, 1))
    Appointment.objects.create(
        post=cast.posts.staff, person=cast.people.section_head, starts=datetime.date(2021, 1, 2)
    )
    assert not can_decide(paper, cast.people.section_head)
    assert not can_decide(paper, cast.people.staff), "who handed it in stays away as well"


def test_a_co_holder_avoids_the_meeting(cast):
    Appointment.objects.create(
        post=cast.posts.staff, person=cast.people.group, starts=datetime.date(2021, 1, 1)
    )
    paper = way.submitted_form(cast)
    step = paper.steps.get(seat="leading_group")
    must_avoid = {entry.person for entry in meetings.invited(step, TODAY()) if entry.must_avoid}
    assert must_avoid == {cast.people.group}


def test_a_step_given_to_somebody_stays_theirs_only_while_it_is_not_their_paper(cast):
    paper = way.submitted_form(cast)
    step = way.open_step(paper)
    office, other = cast.people.school_office, cast.people.other_section_head
    workflow.reassign(step=step, by=office, to=other)
    assert can_decide(paper, other)
    Appointment.objects.create(
        post=cast.posts.staff, person=other, starts=datetime.date(2021, 1, 1)
    )
    assert not can_decide(paper, other)
    with pytest.raises(NotAllowed):
        way.sign(paper, other)
    slugs = {a.slug for a in actions.available(paper, office, TODAY())}
    assert {"record", "reassign"} <= slugs, "nobody is stuck"


def test_a_step_given_to_somebody_who_left_can_be_moved_on(cast):
    paper = way.submitted_form(cast)
    office, other = cast.people.school_office, cast.people.other_section_head
    workflow.reassign(step=way.open_step(paper), by=office, to=other)
    other.account.is_active = False
    other.account.save()
    paper.refresh_from_db()
    slugs = {a.slug for a in actions.available(paper, office, TODAY())}
    assert {"record", "reassign"} <= slugs


def test_two_branches_given_to_one_person_do_not_join_both_sides_of_the_wall(cast):
    """The discipline signer signs no other personal step, reassigned or not."""
    paper = way.submitted_form(cast)
    other = cast.people.other_section_head
    first = way.open_step(paper)
    paper.steps.filter(seat="discipline_office").update(position=1, branch=2)
    discipline = paper.steps.get(seat="discipline_office")
    for step in (first, discipline):
        workflow.reassign(step=step, by=cast.people.school_office, to=other)
    workflow.decide(step=first, by=other, verdict=way.verdict_for(paper))
    with pytest.raises(NotAllowed):
        workflow.decide(step=discipline, by=other, verdict=way.verdict_for(paper))


def test_the_office_does_not_choose_the_reviewer_of_its_own_catalogue(cast):
    paper = filing.start_catalogue(
        unit=cast.school_large, programme=cast.programme, by=cast.people.school_office
    )
    content = way.power("学籍异动审核", cast.sections.teaching)
    editing.add_power(paper=paper, content=content, by=cast.people.school_office)
    way.submit(paper, cast.people.school_office)
    with pytest.raises(NotAllowed):
        workflow.reassign(
            step=way.open_step(paper), by=cast.people.school_office, to=cast.people.keeper
        )


def test_recording_from_paper_is_not_signing(cast):
    """Entering what somebody else signed for the discipline office leaves one's own step open."""
    account = cast.people.section_head.account
    account.is_active = False
    account.save()
    paper = way.submitted_form(cast)
    step = way.open_step(paper)
    signer = PaperSignature(
        "顾言之", "教务主任", TODAY(), scan_for(paper, cast.people.school_office)
    )
    workflow.record_from_paper(
        step=step, by=cast.people.school_office, verdict=way.verdict_for(paper), signer=signer
    )
    assert Decision.objects.filter(step__paper=paper).count() == 1
    discipline = paper.steps.get(seat="discipline_office")
    assert cast.people.school_office not in seats.Seating(timezone.localdate()).avoided_on(
        discipline
    )


def test_a_principal_confirms_no_catalogue_of_their_own(cast):
    give_seat(cast.posts.principal, "information_keeper", cast.school_large)
    principal = cast.people.principal
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=principal)
    content = way.power("学籍异动审核", cast.sections.teaching)
    editing.add_power(paper=paper, content=content, by=principal)
    way.submit(paper, principal)
    way.sign_on(paper)
    assert paper.state == "ready"
    with pytest.raises(NotAllowed):
        way.confirm(paper, principal)
    way.confirm(paper, cast.people.bureau_deputy)
