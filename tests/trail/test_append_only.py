"""The database itself refuses to change what is append-only."""

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader

from registry.trail.append_only import (
    PREFIX,
    AllowAdding,
    AllowTouching,
    ForbidAdding,
    ForbidChanges,
    ForbidTouching,
    allow_adding,
    allow_touching,
    forbid_adding,
    forbid_changes,
    forbid_touching,
)
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
        if isinstance(operation, (ForbidChanges, ForbidAdding))
        for name in operation.trigger_names(connection.vendor)
    }
    assert promised
    assert promised <= triggers_in_database()


GIVEN = {
    "column": "sheet_id",
    "frozen_sql": "EXISTS (SELECT 1 FROM sheet WHERE id = NEW.sheet_id AND digest IS NOT NULL)",
    "reads": ["sheet"],
}


@pytest.fixture
def frozen_sheet(db):
    """Notes on sheets, of which the second is frozen."""
    with connection.schema_editor() as editor, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sheet (id integer PRIMARY KEY, digest text)")
        cursor.execute("CREATE TABLE note (id integer PRIMARY KEY, sheet_id integer)")
        cursor.execute("INSERT INTO sheet VALUES (1, NULL), (2, 'sealed')")
        (operation,) = forbid_adding("note", **GIVEN)
        operation.database_forwards("trail", editor, None, None)
    yield operation
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE note")
        cursor.execute("DROP TABLE sheet")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_what_is_frozen_nor_moved_there(frozen_sheet):
    run("INSERT INTO note VALUES (1, 1)")
    refused(lambda: run("INSERT INTO note VALUES (2, 2)"))
    refused(lambda: run("UPDATE note SET sheet_id = 2"))
    run("UPDATE note SET id = 3")


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_read_is_rebuilt_while_adding_is_allowed(frozen_sheet):
    (allowed,) = allow_adding("note", **GIVEN)
    with connection.schema_editor() as editor:
        allowed.database_forwards("trail", editor, None, None)
    run("CREATE TABLE new_sheet AS SELECT * FROM sheet")
    run("DROP TABLE sheet")
    run("ALTER TABLE new_sheet RENAME TO sheet")
    run("INSERT INTO note VALUES (2, 2)")
    with connection.schema_editor() as editor:
        allowed.database_backwards("trail", editor, None, None)
    refused(lambda: run("INSERT INTO note VALUES (3, 2)"))
    with connection.schema_editor() as editor:
        frozen_sheet.database_backwards("trail", editor, None, None)
    run("INSERT INTO note VALUES (3, 2)")


TOUCHED = {**GIVEN, "frozen_sql": GIVEN["frozen_sql"].replace("NEW", "ROW")}


@pytest.mark.django_db(transaction=True)
def test_nothing_that_hangs_on_what_is_frozen_is_touched(frozen_sheet):
    """And everything else is; the way back is the control."""
    (adding,) = allow_adding("note", **GIVEN)
    (touching,) = forbid_touching("note", **TOUCHED)
    (lifting,) = allow_touching("note", **TOUCHED)
    with connection.schema_editor() as editor:
        adding.database_forwards("trail", editor, None, None)
        run("INSERT INTO note VALUES (1, 1), (2, 2)")
        touching.database_forwards("trail", editor, None, None)
    run("INSERT INTO note VALUES (3, 1)")
    run("UPDATE note SET id = 4 WHERE id = 3")
    run("DELETE FROM note WHERE id = 4")
    for statement in (
        "INSERT INTO note VALUES (5, 2)",
        "UPDATE note SET sheet_id = 2 WHERE id = 1",
        "UPDATE note SET sheet_id = 1 WHERE id = 2",
        "UPDATE note SET id = 6 WHERE id = 2",
        "DELETE FROM note WHERE id = 2",
    ):
        refused(lambda statement=statement: run(statement))
    with connection.schema_editor() as editor:
        lifting.database_forwards("trail", editor, None, None)
    run("UPDATE note SET id = 6 WHERE id = 2")
    run("DELETE FROM note WHERE id = 6")


def alters(migration, tables):
    """Whether something in the migration may rebuild one of the tables on SQLite."""
    named = {
        f"{migration.app_label}_{(getattr(operation, 'model_name', '') or operation.name).lower()}"
        for operation in migration.operations
        if hasattr(operation, "model_name") or hasattr(operation, "name")
    }
    return bool(named & set(tables))


def lifts(migration, table):
    """Whether it allows adding before all else and forbids it again at the end."""
    lifting = [type(each) for each in migration.operations if getattr(each, "table", "") == table]
    others = [isinstance(each, ForbidAdding | ForbidChanges) for each in migration.operations]
    inside = not all(others) and others[0] and others[-1]
    return inside and lifting in ([AllowAdding, ForbidAdding], [AllowTouching, ForbidTouching])


def test_whatever_rebuilds_a_table_that_is_read_lifts_the_triggers_meanwhile():
    """SQLite would refuse the rebuilding, only where the triggers are there already: at somebody's
    who has data. So a later migration depends on the one that forbids, allows and forbids again.
    """
    loader = MigrationLoader(None, ignore_no_migrations=True)
    forbidding = [
        (key, operation)
        for key, migration in loader.disk_migrations.items()
        for operation in migration.operations
        if type(operation) in (ForbidAdding, ForbidTouching)
        and not lifts(migration, operation.table)
    ]
    assert forbidding
    for key, operation in forbidding:
        before = set(loader.graph.forwards_plan(key))
        for other, migration in loader.disk_migrations.items():
            if other not in before and alters(migration, operation.reads):
                assert key in loader.graph.forwards_plan(other), f"{other} must depend on {key}"
                assert lifts(migration, operation.table), f"{other} must lift and forbid again"


def test_the_rule_about_rebuilding_sees_what_it_is_about():
    """The control: a migration that alters a sheet, without and with the two operations."""
    field = operations.AddField("Sheet", "text", models.TextField(default=""))
    note = operations.AddField("Note", "text", models.TextField(default=""))
    naked, other = Migration("0002", "desk"), Migration("0002", "desk")
    naked.operations, other.operations = [field], [note]
    assert alters(naked, ["desk_sheet"])
    assert not alters(other, ["desk_sheet"])
    assert not lifts(naked, "note")
    naked.operations = [*allow_adding("note", **GIVEN), field, *forbid_adding("note", **GIVEN)]
    assert lifts(naked, "note")


@pytest.mark.parametrize("_round", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_a_flush_between_transactional_tests_leaves_the_triggers_in_place(_round):
    assert not TrailEntry.objects.exists()
    record_now(by=None, action="signin.done")
    refused(lambda: TrailEntry.objects.update(outcome="failed"))
