"""Many who record for one unit at once make one unbroken chain."""

import threading

import pytest
from django.db import IntegrityError, connection, connections

from registry.trail import recording, verifying
from registry.trail.models import TrailEntry, TrailHead
from registry.trail.recording import record_now
from tests.cast import make_cast

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
DEADLINE = 40


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def record_in_threads(cast, threads, entries):
    """Errors of so many threads that each write so many entries for one unit."""
    errors = []

    def run():
        try:
            for _ in range(entries):
                record_now(by=cast.people.staff, action="step.passed", unit=cast.school_large)
        except IntegrityError as error:
            errors.append(error)
        finally:
            connections.close_all()

    running = [threading.Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join(DEADLINE)
    assert not any(thread.is_alive() for thread in running)
    return errors


def test_their_entries_follow_each_other(cast):
    assert not record_in_threads(cast, threads=4, entries=10)
    assert TrailEntry.objects.count() == 40
    assert not list(verifying.flaws())


@pytest.mark.skipif(
    "connection.vendor == 'sqlite'", reason="there every writing transaction is the lock"
)
def test_without_the_lock_they_would_collide(cast, monkeypatch):
    """The negative control: all read the same head before any of them writes."""
    record_now(by=None, action="signin.done", unit=cast.school_large)
    together = threading.Barrier(4)

    def unlocked_head(chain):
        head = TrailHead.objects.get(chain=chain)
        together.wait(DEADLINE)
        return head

    monkeypatch.setattr(recording, "_locked_head", unlocked_head)
    assert len(record_in_threads(cast, threads=4, entries=1)) == 3


def test_the_database_in_use_has_one_of_the_two_locks():
    immediate = connection.settings_dict["OPTIONS"].get("transaction_mode") == "IMMEDIATE"
    assert connection.features.has_select_for_update or immediate
