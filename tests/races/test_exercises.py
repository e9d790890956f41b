"""The register of powers used, at once: a record sent twice is one, parts of a sum entered together
see each other, a record is entered by one person. Real processes, each race with its control.
"""

from contextlib import contextmanager

import pytest
from django.db import connection

from registry.trail.append_only import forbid_changes
from reviews.exercises import receiving
from reviews.exercises.models import Exercise, ExerciseFinding, ReceivedRecord
from tests.exercises.factory import make_draft, make_registered, make_token, reach, sent

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
FROZEN_RECORD = {
    "columns": [
        *("token_id", "registered_id", "system", "number", "digest", "sort", "content"),
        *("happened_on", "due_on", "received_at"),
    ]
}
FROZEN_EXERCISE = {"when_sql": "OLD.entered_at IS NOT NULL"}


def senders(cast, *contents):
    token, _ = make_token(make_registered(cast), cast.people.school_office)
    return [
        {"do": "send", "waits_after": "numbered", "token": token.pk, "content": content}
        for content in contents
    ]


def test_the_same_record_sent_three_times_at_once_is_one(cast, race):
    answers = race(*senders(cast, sent(), sent(), sent()))
    assert all("done" in answer for answer in answers)
    assert ReceivedRecord.objects.count() == 1


def test_of_two_contents_under_one_number_the_first_stays(cast, race):
    answers = race(*senders(cast, sent(), sent(amount="1.00")))
    assert all("done" in answer for answer in answers)  # whoever came second gets 409 for it
    assert ReceivedRecord.objects.count() == 1


def test_control_a_record_sent_three_times_is_doubled(cast, race):
    tasks = senders(cast, sent(), sent(), sent())
    with without(ReceivedRecord, "record_number_once", **FROZEN_RECORD):
        race(*tasks, guards=False)
        assert ReceivedRecord.objects.count() > 1


def parts_of_a_sum(cast):
    """Two people of a section, each about to enter one of two parts."""
    registered = make_registered(cast)
    people = (cast.people.other_staff, cast.people.other_section_head)
    return [entering_of(make_draft(registered, by), by) for by in people]


def entering_of(draft, by):
    known = {"do": "enter", "waits_after": "beside"}
    return {**known, "exercise": draft.pk, "person": by.pk}


def test_parts_of_one_sum_entered_at_once_see_each_other(cast, race):
    answers = race(*parts_of_a_sum(cast))
    assert all("done" in answer for answer in answers)
    assert ExerciseFinding.objects.filter(kind="split").count() == 1


def test_control_parts_of_one_sum_pass_unseen(cast, race):
    answers = race(*parts_of_a_sum(cast), guards=False)
    assert all("done" in answer for answer in answers)
    assert not ExerciseFinding.objects.exists()


def drafts_of_one_record(cast):
    """Two people of a section have begun to enter the same record."""
    registered = make_registered(cast)
    token, _ = make_token(registered, cast.people.school_office)
    arrived = receiving.take(token=token, content=sent()).record
    people = (cast.people.other_staff, cast.people.other_section_head)
    drafts = [receiving.begin(arrived=arrived, by=by, reach=reach(by)) for by in people]
    return [entering_of(draft, by) for draft, by in zip(drafts, people, strict=True)]


def test_a_record_is_entered_by_one_of_two(cast, race):
    answers = race(*drafts_of_one_record(cast))
    assert sum("done" in answer for answer in answers) == 1
    assert [answer["refused"] for answer in answers if "refused" in answer] == ["Refused"]
    assert Exercise.objects.entered().count() == 1


def test_control_a_record_is_entered_twice(cast, race):
    tasks = drafts_of_one_record(cast)
    with without(Exercise, "exercise_once_of_record", **FROZEN_EXERCISE):
        race(*tasks, guards=False)
        assert Exercise.objects.entered().count() == 2


@contextmanager
def without(model, name, **frozen):
    """The model without a constraint: what was written meanwhile goes before it is back."""
    constraints = model._meta.constraints
    (constraint,) = (each for each in constraints if each.name == name)
    _guard(model, "database_backwards", frozen)
    # SQLite makes the table anew, from what the model says.
    model._meta.constraints = [each for each in constraints if each is not constraint]
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    try:
        yield
    finally:
        Exercise.objects.all().delete()
        model.objects.all().delete()
        model._meta.constraints = constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(model, constraint)
        _guard(model, "database_forwards", frozen)


def _guard(model, direction, frozen):
    """The append-only triggers: SQLite loses them when the table is altered."""
    (operation,) = forbid_changes(model._meta.db_table, **frozen)
    with connection.schema_editor() as editor:
        getattr(operation, direction)("exercises", editor, None, None)
