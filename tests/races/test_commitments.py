"""Somebody signs one commitment in two tabs at the same moment: it is signed once."""

import pytest
from django.db import connection

from registry.trail.models import TrailEntry
from reviews.commitments.models import Commitment
from tests.commitments.hands import place_of, switched_on

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tasks(cast):
    switched_on(cast)
    place = place_of(cast.people.staff)
    task = {
        "do": "sign_commitment",
        "waits_after": "unsigned",
        "appointment": place.appointment.pk,
        "digest": place.digest,
        "person": cast.people.staff.pk,
    }
    return [task, task]


def test_signed_twice_at_once_it_is_signed_once(tasks, race):
    assert [answer.get("refused", "done") for answer in race(*tasks)] == ["done", "done"]
    assert Commitment.objects.count() == 1
    assert TrailEntry.objects.filter(action="commitment.signed").count() == 1


def test_without_the_guards_there_would_be_two(tasks, race):
    """The control: no lock, no transaction, no constraint."""
    (constraint,) = [
        each
        for each in Commitment._meta.constraints
        if each.name == "commitment_once_a_year_and_place"
    ]
    kept = Commitment._meta.constraints
    Commitment._meta.constraints = []  # SQLite makes the table anew from what the model says
    with connection.schema_editor() as editor:
        editor.remove_constraint(Commitment, constraint)
    try:
        answers = race(*tasks, guards=False)
        assert [answer.get("refused", "done") for answer in answers] == ["done", "done"]
        assert Commitment.objects.count() == 2
    finally:
        unguarded_rows_gone()
        Commitment._meta.constraints = kept
        with connection.schema_editor() as editor:
            editor.add_constraint(Commitment, constraint)
        guarded_again()


def triggers():
    from importlib import import_module

    name = "reviews.commitments.migrations.0002_what_was_signed_stays"
    return import_module(name).Migration.operations


def unguarded_rows_gone():
    with connection.schema_editor() as editor:
        for operation in triggers():
            operation.database_backwards("commitments", editor, None, None)
    Commitment.objects.all().delete()


def guarded_again():
    with connection.schema_editor() as editor:
        for operation in triggers():
            operation.database_forwards("commitments", editor, None, None)
