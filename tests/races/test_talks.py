"""One of the two confirms the record of a talk at the moment in which the other corrects it: the
talk is never closed on a wording that not both have confirmed.
"""

import pytest
from django.db import connection

from reviews.talks import holding
from reviews.talks.models import Talk
from tests.talks.hands import confirmed, planned, recorded

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tasks(cast):
    talk = confirmed(recorded(planned(cast)), cast.people.section_head)
    common = {"waits_after": "open", "talk": talk.pk, "person": cast.people.supervisor.pk}
    digest = holding.latest(talk).digest
    return [{**common, "do": "confirm_talk", "digest": digest}, {**common, "do": "correct_talk"}]


def test_a_confirmation_and_a_correction_at_once(tasks, race):
    answers = race(*tasks)
    assert sorted(answer.get("refused", "done") for answer in answers) == ["Refused", "done"]
    talk = Talk.objects.get()
    assert (talk.settled_at is not None) == (talk.record_no == 1)


def test_the_same_confirmation_twice_at_once(tasks, race):
    race(tasks[0], tasks[0])
    talk = Talk.objects.get()
    assert talk.settled_at is not None
    assert holding.latest(talk).confirmations.count() == 2


def test_without_the_guards_it_would_be_closed_on_another_wording(tasks, race):
    """The control: no lock, no transaction, no conditional update, no trigger."""
    from importlib import import_module

    triggers = import_module(
        "reviews.talks.migrations.0002_what_was_confirmed_stays"
    ).Migration.operations
    for operation in triggers:
        guarded(operation.database_backwards)
    try:
        answers = race(*tasks, guards=False)
    finally:
        for operation in triggers:
            guarded(operation.database_forwards)
    assert [answer.get("refused", "done") for answer in answers] == ["done", "done"]
    talk = Talk.objects.get()
    assert talk.settled_at is not None
    assert not holding.latest(talk).confirmations.exists()


def guarded(change):
    with connection.schema_editor() as editor:
        change("talks", editor, None, None)
