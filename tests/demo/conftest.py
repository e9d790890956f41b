"""The demo, loaded once for a module: loading it again for each test would take minutes."""

import pytest
from django.db import connection, transaction

from registry.organisation.models import Unit
from reviews.demo.loading import load

PASSWORD = "Only-For-Tests-2026"


@pytest.fixture(scope="module")
def said():
    """What loading tells the person in front of the screen, line by line."""
    return []


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, said):
    """Everything is written inside a transaction that is rolled back after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert not Unit.objects.exists()
        world = load(password=PASSWORD, say=said.append)
        connection.check_constraints()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """Each test works on the loaded demo, in a savepoint of its own."""
    return loaded
