"""A measure handed in by two holders of its post at once is handed in by one; and it is never taken
back while somebody looks at it.
"""

import pytest
from django.utils import timezone

from registry.organisation.models import Appointment
from registry.tasks.models import Task
from reviews.fulfilment.models import MeasureTurn
from tests.cast import SINCE
from tests.fulfilment.hands import carried_out, opened

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two(cast):
    """Two people on the post, each about to hand in the same turn."""
    turn = opened(cast)
    Appointment.objects.create(post=cast.posts.staff, person=cast.people.teacher, starts=SINCE)
    people = (cast.people.staff, cast.people.teacher)
    return [
        {"do": "carry_out", "waits_after": "turn", "turn": turn.pk, "note": each.name}
        | {"person": each.pk}
        for each in people
    ]


@pytest.fixture
def back_and_look(cast):
    """Whoever handed it in takes it back while the section's head says that it holds."""
    turn = carried_out(cast)
    known = {"waits_after": "unchecked", "turn": turn.pk}
    return [
        {**known, "do": "take_measure_back", "person": cast.people.staff.pk},
        {**known, "do": "check_measure", "person": cast.people.section_head.pk},
    ]


def answers_of(answers):
    return sorted(answer.get("refused", "done") for answer in answers)


def test_handed_in_by_two_at_once_it_is_handed_in_by_one(two, race):
    assert answers_of(race(*two)) == ["Refused", "done"]
    task = MeasureTurn.objects.get().task
    assert task.note == task.done_by.name
    assert Task.objects.filter(kind="measure-check").count() == 1


def test_control_without_the_guards_both_hand_it_in(two, race):
    assert answers_of(race(*two, guards=False)) == ["done", "done"]
    assert MeasureTurn.objects.get().task.done_at <= timezone.now()


def test_taken_back_or_looked_at_but_never_both(back_and_look, race):
    assert answers_of(race(*back_and_look)) == ["Refused", "done"]
    turn = MeasureTurn.objects.get()
    assert hasattr(turn, "finding") == (turn.task.done_at is not None)


def test_control_without_the_guards_it_is_looked_at_and_taken_back(back_and_look, race):
    assert answers_of(race(*back_and_look, guards=False)) == ["done", "done"]
    turn = MeasureTurn.objects.get()
    assert hasattr(turn, "finding")
    assert turn.task.done_at is None
