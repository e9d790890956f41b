"""The inbox and the guard say the same: `steps_of` is `resolve` as a query."""

import datetime

import pytest
from django.utils import timezone

from registry.organisation.models import Appointment, Mandate
from reviews import seats, waiting
from reviews.visibility import papers_visible_to
from tests import way
from tests.cast import all_who_differ
from tests.cast import seat as give_seat


def empty(cast, *names):
    Mandate.objects.filter(seat__in=names).update(ends=datetime.date(2020, 12, 31))


def deputies(cast):
    give_seat(
        cast.posts.other_section_head,
        "section_head",
        cast.school_large,
        section=cast.sections.teaching,
        rank="deputy",
    )


def acting(cast):
    Appointment.objects.create(
        post=cast.posts.section_head,
        person=cast.people.keeper,
        starts=datetime.date(2021, 1, 1),
        acting=True,
    )


def filer_heads(cast):
    """The filer sits on the section head's seat as well."""
    empty(cast, "section_head")
    give_seat(cast.posts.staff, "section_head", cast.school_large, section=cast.sections.teaching)


def head_typed_before(cast):
    """The section head held the post when the draft began, wrote in it, and moved on."""
    head = cast.people.section_head
    before = Appointment.objects.create(
        post=cast.posts.staff, person=head, starts=datetime.date(2021, 1, 1)
    )
    way.fill_form(way.begin_form(cast, by=head), head, points=1)
    before.delete()


SITUATIONS = {
    "as it is": lambda cast: None,
    "no section head": lambda cast: empty(cast, "section_head"),
    "neither head nor supervisor": lambda cast: empty(cast, "section_head", "supervising_leader"),
    "only the superior": lambda cast: empty(
        cast, "section_head", "supervising_leader", "principal"
    ),
    "a deputy beside the head": deputies,
    "leave cover": acting,
    "the filer is the head": filer_heads,
    "the head wrote in the draft": head_typed_before,
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_inbox_agrees_with_the_guard(cast, situation):
    SITUATIONS[situation](cast)
    way.submitted_form(cast)
    today = timezone.localdate()
    people = list(all_who_differ())
    for _ in range(5):
        steps = list(waiting.open_steps().select_related("paper", "unit", "section"))
        resolved = {step: seats.resolve(step, today) for step in steps}
        for person in people:
            can = {step for step in steps if resolved[step].holder(person)}
            assert set(waiting.steps_of(person, today)) == can, (person, situation)
            for step in can:
                assert papers_visible_to(person).filter(pk=step.paper_id).exists()
        if not steps:
            break
        holders = resolved[steps[0]].holders
        if not holders:
            break
        way.sign(steps[0].paper, holders[0].person)


def test_the_inbox_takes_a_fixed_number_of_queries(cast, django_assert_num_queries):
    from reviews.visibility import inbox_of

    way.submitted_form(cast)
    with django_assert_num_queries(4):
        list(inbox_of(cast.people.section_head))
