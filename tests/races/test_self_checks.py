"""A self-check handed in, or its sample confirmed, by two at once is one's alone."""

import pytest
from django.utils import timezone

from registry.organisation.models import Appointment
from registry.tasks.models import Task
from reviews.self_checks import answering, asking
from reviews.self_checks.models import SelfCheck, SelfCheckFinding
from tests.cast import SINCE
from tests.self_checks.hands import handed_in, opened

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def answers(cast):
    """Two people on the post, each about to hand in the same self-check."""
    task = opened(cast)
    Appointment.objects.create(post=cast.posts.staff, person=cast.people.teacher, starts=SINCE)
    measures = asking.measures_of(task, timezone.localdate())
    known = {"do": "hand_in_check", "waits_after": "unanswered", "check": task.pk}
    known |= {"measures": [each.pk for each in measures], "seal": answering.seal_of(measures)}
    return [{**known, "person": each.pk} for each in (cast.people.staff, cast.people.teacher)]


@pytest.fixture
def findings(cast):
    """The section's head and the office, each about to confirm the same sample."""
    check = handed_in(cast)
    known = {"do": "confirm_check", "waits_after": "unconfirmed", "check": check.task_id}
    people = (cast.people.section_head, cast.people.school_office)
    return [{**known, "person": each.pk} for each in people]


def answers_of(said):
    return sorted(each.get("refused", "done") for each in said)


def test_handed_in_by_two_at_once_it_is_handed_in_by_one(answers, race):
    assert answers_of(race(*answers)) == ["Refused", "done"]
    check = SelfCheck.objects.get()
    assert check.answers.count() == 2
    assert check.task.note == check.task.done_by.name
    assert Task.objects.filter(kind="self-check-confirm").count() == 1


def test_control_without_the_guards_the_words_of_one_stand_under_the_answers_of_another(
    answers, race
):
    """Only the constraint on answers stops the second, after its words were written already."""
    assert answers_of(race(*answers, guards=False)) == ["IntegrityError", "done"]


def test_a_sample_confirmed_by_two_at_once_is_confirmed_by_one(findings, race):
    assert answers_of(race(*findings)) == ["Refused", "done"]
    assert SelfCheckFinding.objects.values("found_by").distinct().count() == 1


def test_control_without_the_guards_only_the_constraint_stops_the_second(findings, race):
    assert answers_of(race(*findings, guards=False)) == ["IntegrityError", "done"]
