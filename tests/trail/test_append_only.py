"""The database itself refuses to change what is append-only."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader

from registry.trail.append_only import PREFIX, ForbidChanges, forbid_changes
from registry.trail.models import TrailEntry
from registry.trail.recording import record_now


@pytest.fixture
def entry(db):
    return record_now(by=None, action="signin.done")


def refused(act):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        act()


def test_entries_are_not_updated(entry):
    refused(lambda: TrailEntry.objects.update(outcome="failed"))
    entry.actor_name = "别人"
    refused(entry.save)


def test_entries_are_not_deleted(entry):
    refused(entry.delete)
    refused(TrailEntry.objects.all().delete)


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="only PostgreSQL has a TRUNCATE to refuse"
)
def test_the_table_is_not_truncated(entry):
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("TRUNCATE trail_trailentry"))


def test_without_the_triggers_it_would_change(entry, tampering):
    """The negative control: it is the triggers that refuse, nothing else."""
    with tampering():
        assert TrailEntry.objects.update(outcome="failed") == 1
        assert TrailEntry.objects.all().delete()[0] == 1
    record_now(by=None, action="signin.done")
    refused(lambda: TrailEntry.objects.update(outcome="failed"))


@pytest.fixture
def frozen_table(db):
    """A table of our own with forbidden changes of frozen rows, and of one column."""
    with connection.schema_editor() as editor, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE frozen (id integer PRIMARY KEY, text varchar(9), digest text)")
        for operation in forbid_changes("frozen", when_sql="OLD.digest IS NOT NULL"):
            operation.database_forwards("trail", editor, None, None)
        cursor.execute("INSERT INTO frozen VALUES (1, 'a', NULL), (2, 'b', 'sealed')")
    yield "frozen"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE frozen")


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_a_condition_narrows_to_the_rows_it_holds_for(frozen_table):
    run("UPDATE frozen SET text = 'c' WHERE id = 1")
    run("UPDATE frozen SET digest = 'now' WHERE id = 1")
    refused(lambda: run("UPDATE frozen SET text = 'c' WHERE id = 1"))
    refused(lambda: run("UPDATE frozen SET digest = NULL WHERE id = 2"))
    refused(lambda: run("DELETE FROM frozen WHERE id = 2"))


@pytest.mark.django_db(transaction=True)
def test_columns_narrow_the_update(frozen_table):
    with connection.schema_editor() as editor:
        for operation in forbid_changes(frozen_table, columns=["digest"]):
            operation.database_forwards("trail", editor, None, None)
    run("UPDATE frozen SET text = 'c'")
    refused(lambda: run("UPDATE frozen SET digest = 'x' WHERE id = 2"))


@pytest.mark.django_db(transaction=True)
def test_backwards_takes_the_triggers_away(frozen_table):
    with connection.schema_editor() as editor:
        for operation in forbid_changes(frozen_table):
            operation.database_backwards("trail", editor, None, None)
    run("UPDATE frozen SET text = 'c' WHERE id = 2")


def triggers_in_database():
    if connection.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'"
    else:
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}


def test_every_trigger_the_migrations_promise_is_there(db):
    """SQLite drops them silently when a later migration rebuilds the table."""
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    promised = {
        name
        for migration in migrations
        for operation in migration.operations
        if isinstance(operation, ForbidChanges)
        for name in operation.trigger_names(connection.vendor)
    }
    assert promised
    assert promised <= triggers_in_database()


@pytest.mark.parametrize("_round", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_flush_between_transactional_tests_leaves_the_triggers_in_place(_round):
    assert not TrailEntry.objects.exists()
    record_now(by=None, action="signin.done")
    refused(lambda: TrailEntry.objects.update(outcome="failed"))
