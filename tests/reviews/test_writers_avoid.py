"""Whoever typed rows is an author of the paper, also when another handed it in."""

import datetime

import pytest
from django.utils import timezone

from powers import editing as power_editing
from registry.organisation.models import Appointment
from reviews import actions, filing, seats, workflow
from reviews.refusals import NotAllowed
from tests import way

TODAY = timezone.localdate


@pytest.fixture
def typed_by_the_head(cast):
    """Before it was handed in, the section head of today sat on the post and wrote in the form."""
    head, post = cast.people.section_head, cast.posts.staff
    before = Appointment.objects.create(post=post, person=head, starts=datetime.date(2021, 1, 1))
    way.fill_form(way.begin_form(cast, by=head), head, points=1)
    before.delete()
    return way.submit(way.begin_form(cast), cast.people.staff)


def test_each_hand_is_kept_once(cast, typed_by_the_head):
    writers = typed_by_the_head.writers.values_list("person__name", flat=True)
    assert list(writers) == [cast.people.section_head.name]


def test_a_former_holder_who_wrote_signs_no_step(cast, typed_by_the_head):
    assert cast.people.section_head in seats.filers(typed_by_the_head)
    with pytest.raises(NotAllowed):
        way.sign(typed_by_the_head, cast.people.section_head)
    assert way.sign(typed_by_the_head, cast.people.supervisor).action == "pass"


def test_who_wrote_nothing_does_sign(cast):
    """The control: the same head on a form that only its holder wrote."""
    paper = way.submitted_form(cast)
    assert way.sign(paper, cast.people.section_head).action == "pass"


def test_a_step_is_not_given_to_who_wrote(cast, typed_by_the_head):
    step = way.open_step(typed_by_the_head)
    with pytest.raises(NotAllowed):
        workflow.reassign(step=step, by=cast.people.school_office, to=cast.people.section_head)


def catalogue(cast, by):
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=by)
    content = way.power("学籍异动审核", cast.sections.teaching)
    power_editing.add_power(paper=paper, content=content, by=by)
    return paper


@pytest.mark.parametrize(("writer", "decides"), [("keeper", True), ("school_office", False)])
def test_an_office_that_typed_makes_no_first_check_of_it(cast, writer, decides):
    """The information keeper hands in what either of them typed."""
    paper = way.submit(catalogue(cast, getattr(cast.people, writer)), cast.people.keeper)
    found = actions.find(paper, cast.people.school_office, TODAY(), "decide")
    assert (found is not None) == decides
