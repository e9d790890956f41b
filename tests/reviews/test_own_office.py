"""The discipline office's own papers are never signed by a colleague of the same office."""

import datetime

import pytest
from django.utils import timezone

from registry.organisation.models import Appointment, Mandate, Person, Post, Section
from registry.papers.models import Paper
from reviews import filing, seats, waiting, workflow
from reviews.refusals import NotAllowed
from tests import way
from tests.cast import all_who_differ, make_account
from tests.cast import seat as give_seat

TODAY = timezone.localdate


@pytest.fixture
def colleague(cast):
    """A second member of the bureau's discipline office, on a post of their own."""
    post = Post.objects.create(unit=cast.bureau, name="派驻纪检监察组副组长", tier="leader")
    person = Person.objects.create(unit=cast.bureau, name="方正", account=make_account("colleague"))
    Appointment.objects.create(post=post, person=person, starts=datetime.date(2020, 1, 1))
    give_seat(post, "discipline_office", cast.bureau, rank="member")
    return person


def before_the_office(cast, role):
    """A form of this role at the step of the discipline office."""
    person = getattr(cast.people, role)
    paper = way.begin_form(cast, post=getattr(cast.posts, role), by=person)
    way.submit(way.fill_form(paper, person), person)
    step = paper.steps.get(seat="discipline_office")
    Paper.objects.filter(pk=paper.pk).update(position=step.position)
    return way.open_step(paper)


def agreed(step):
    """Who can take the step by the guard; the queries must say the same."""
    resolution = seats.resolve(step, TODAY())
    able = {holder.person for holder in resolution.holders}
    for person in all_who_differ():
        assert set(waiting.steps_of(person, TODAY())) == ({step} if person in able else set())
    papers = Paper.objects.filter(pk=step.paper_id)
    on_paper = waiting.steps_on_paper(papers, TODAY()).filter(pk=step.pk)
    assert on_paper.exists() == resolution.on_paper
    return able


def test_at_the_root_it_is_recorded_from_paper(cast, colleague):
    step = before_the_office(cast, "discipline")
    assert seats.resolve(step, TODAY()).on_paper
    assert agreed(step) == set()


def test_everybody_elses_form_is_signed_by_either(cast, colleague):
    """The control: the rule is about the office's own papers only."""
    step = before_the_office(cast, "bureau_staff")
    assert agreed(step) == {cast.people.discipline, colleague}


def test_it_is_not_given_to_a_colleague_by_hand(cast, colleague):
    step = before_the_office(cast, "discipline")
    with pytest.raises(NotAllowed):
        workflow.reassign(step=step, by=cast.people.office, to=colleague)
    workflow.reassign(step=step, by=cast.people.office, to=cast.people.bureau_secretary)
    step.refresh_from_db()
    assert agreed(step) == {cast.people.bureau_secretary}


def test_a_colleague_it_was_given_to_before_joining_the_office_does_not_take_it(cast):
    step = before_the_office(cast, "discipline")
    secretary = cast.people.bureau_secretary
    workflow.reassign(step=step, by=cast.people.office, to=secretary)
    give_seat(cast.posts.bureau_secretary, "discipline_office", cast.bureau, rank="member")
    step.refresh_from_db()
    assert agreed(step) == set()


def test_below_the_root_it_goes_to_the_office_above(cast, colleague):
    give_seat(cast.posts.other_staff, "discipline_office", cast.school_large)
    give_seat(cast.posts.staff, "discipline_office", cast.school_large)
    step = before_the_office(cast, "staff")
    assert step.unit == cast.bureau
    assert agreed(step) == {cast.people.discipline, colleague}


def test_who_left_the_office_is_nobodys_colleague(cast, colleague):
    step = before_the_office(cast, "discipline")
    Mandate.objects.filter(post=cast.posts.discipline).update(ends=datetime.date(2020, 12, 31))
    assert agreed(step) == {colleague}


@pytest.fixture
def office_section(cast, colleague):
    """The discipline office as a section of its own, the leader of the office in charge of it."""
    section = Section.objects.create(unit=cast.bureau, name="派驻纪检监察组")
    give_seat(cast.posts.discipline, "section_head", cast.bureau, section=section)
    return section


@pytest.mark.parametrize("sort", ["section sheet", "shared form"])
def test_nor_does_a_colleague_sign_what_the_head_of_the_office_keeps(
    cast, colleague, office_section, sort
):
    head = cast.people.discipline
    if sort == "section sheet":
        paper = filing.start_section_sheet(
            section=office_section, programme=cast.programme, by=head
        )
    else:
        post = Post.objects.create(
            unit=cast.bureau, section=office_section, name="纪检干事", forms="each_holder"
        )
        paper = filing.start_shared_form(post=post, programme=cast.programme, by=head)
    way.submit(way.fill_form(paper, head), head)
    step = paper.steps.get(seat="discipline_office")
    Paper.objects.filter(pk=paper.pk).update(position=step.position)
    assert agreed(way.open_step(paper)) == set()


def test_a_sheet_of_another_section_is_signed_by_either(cast, colleague):
    """The control."""
    head = cast.people.bureau_section_head
    paper = filing.start_section_sheet(
        section=cast.sections.bureau_finance, programme=cast.programme, by=head
    )
    way.submit(way.fill_form(paper, head), head)
    step = paper.steps.get(seat="discipline_office")
    Paper.objects.filter(pk=paper.pk).update(position=step.position)
    assert agreed(way.open_step(paper)) == {cast.people.discipline, colleague}
