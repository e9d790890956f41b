"""An activity is recorded twice at once, or held and called off at once: one of the two happens."""

from importlib import import_module

import pytest
from django.db import connection

from registry.trail.models import TrailEntry
from tests.activities.hands import again, held, planned

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
STAYS = "reviews.activities.migrations.0002_what_was_recorded_stays"


def step(cast, activity, name):
    by = {"person": cast.people.group.pk, "activity": activity.pk}
    return {"do": "carry_on", "waits_after": "running", "step": name, **by}


def answers_of(answers):
    return sorted(answer.get("refused", "done") for answer in answers)


def test_recorded_twice_at_once_it_is_recorded_once(cast, race):
    activity = held(cast)
    task = step(cast, activity, "write_down")
    assert answers_of(race(task, task)) == ["Refused", "done"]
    assert TrailEntry.objects.filter(action="activity.recorded").count() == 1


def test_held_and_called_off_at_once_it_is_one_of_the_two(cast, race):
    activity = planned(cast)
    tasks = [step(cast, activity, name) for name in ("hold", "call_off")]
    assert answers_of(race(*tasks)) == ["Refused", "done"]
    found = again(activity)
    assert (found.held_at is None) != (found.called_off_at is None)


def test_without_the_guards_it_would_be_recorded_twice(cast, race):
    """The control: no lock, no transaction, no conditional update, no trigger."""
    activity = held(cast)
    task = step(cast, activity, "write_down")
    assert answers_of(unguarded(race, task, task)) == ["done", "done"]


def test_without_the_guards_both_would_go_on_and_only_the_constraint_would_be_left(cast, race):
    activity = planned(cast)
    tasks = [step(cast, activity, name) for name in ("hold", "call_off")]
    assert answers_of(unguarded(race, *tasks)) == ["IntegrityError", "done"]


def unguarded(race, *tasks):
    triggers = import_module(STAYS).Migration.operations
    for operation in triggers:
        guarded(operation.database_backwards)
    try:
        return race(*tasks, guards=False)
    finally:
        for operation in triggers:
            guarded(operation.database_forwards)


def guarded(change):
    with connection.schema_editor() as editor:
        change("activities", editor, None, None)
