"""Rows the database itself refuses to change: the trail, decisions, frozen versions (design §5).

Use in a migration after the table exists:

    operations = [*forbid_changes("reviews_decision")]
    operations = [*forbid_changes("risks_pointversion", when_sql="OLD.digest IS NOT NULL")]
    operations = [*forbid_changes("reviews_publication", columns=["digest", "at"])]

    operations = [*forbid_adding("risks_finding", column="line_id", frozen_sql=…, reads=…)]

A refused change is a `django.db.IntegrityError` on SQLite and PostgreSQL. SQLite rebuilds a table
when a later migration alters it and drops its triggers silently: such a migration must end with
the same `forbid_changes` again (`test_append_only` compares migrations and database).
What `forbid_adding` reads on SQLite stands in the way of rebuilding the tables it reads: a later
migration that alters one of them starts with `allow_adding` and ends with the same `forbid_adding`
(`test_append_only` asks for both). Tests that flush need `tests/trail_fixtures.py`.
"""

from django.db.migrations.operations.base import Operation

PREFIX = "append_only_"
REFUSAL = "append-only: this row must not change"

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {PREFIX}refuse() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '{REFUSAL} (%)', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$ LANGUAGE plpgsql
"""


def forbid_changes(table, when_sql=None, columns=()):
    """Migration operations after which the database refuses UPDATE and DELETE on these rows.

    `when_sql` narrows to rows for which it holds (an expression over OLD, in SQL that both
    databases read); `columns` narrows the UPDATE to these columns, others stay changeable.
    """
    return [ForbidChanges(table, when_sql=when_sql, columns=tuple(columns))]


def forbid_adding(table, *, column, frozen_sql, reads):
    """Migration operations after which the database refuses rows that hang on something frozen.

    `column` says what a row hangs on; no row is added there, nor moved there. `frozen_sql` tells
    whether NEW hangs on something frozen, from the tables that `reads` names.
    """
    return [ForbidAdding(table, column=column, frozen_sql=frozen_sql, reads=tuple(reads))]


def forbid_touching(table, *, column, frozen_sql, reads):
    """Migration operations after which the database also refuses to change or delete rows that hang
    on something frozen. `frozen_sql` says ROW where it means the row, old or new.
    """
    given = {"column": column, "frozen_sql": frozen_sql, "reads": tuple(reads)}
    return [ForbidTouching(table, **given)]


def allow_adding(table, **given):
    """The way back: before a migration that rebuilds a table which `forbid_adding` reads."""
    return [AllowAdding(table, **{**given, "reads": tuple(given["reads"])})]


def allow_touching(table, **given):
    """The way back of `forbid_touching`: before a table that it reads is rebuilt."""
    return [AllowTouching(table, **{**given, "reads": tuple(given["reads"])})]


class ForbidChanges(Operation):
    """Puts the refusing triggers on one table; backwards takes them away."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table, when_sql=None, columns=()):
        self.table = table
        self.when_sql = when_sql
        self.columns = columns

    def deconstruct(self):
        return (
            self.__class__.__name__,
            [self.table],
            {"when_sql": self.when_sql, "columns": self.columns},
        )

    def state_forwards(self, app_label, state):
        """The models stay as they are."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRESQL_FUNCTION, params=None)
        for statement in self.statements(schema_editor):
            schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        on_table = f" ON {self._quoted(schema_editor)}"
        for name in self.trigger_names(schema_editor.connection.vendor):
            where = on_table if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{where}")

    def describe(self):
        return f"Refuse changes of rows in {self.table}"

    @property
    def migration_name_fragment(self):
        return f"{self.table}_append_only"

    def trigger_names(self, vendor):
        """The triggers that must exist for this table on this kind of database."""
        events = ["update", "delete"]
        if vendor == "postgresql":
            events.append("truncate")
        return [f"{PREFIX}{self.table}_{event}" for event in events]

    def statements(self, schema_editor):
        table = self._quoted(schema_editor)
        update = f"UPDATE OF {', '.join(self.columns)}" if self.columns else "UPDATE"
        events = [update, "DELETE"]
        if schema_editor.connection.vendor == "postgresql":
            truncate = (
                f"CREATE TRIGGER {self._name('TRUNCATE')} BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}refuse()"
            )
            return [*(self._postgresql_row(event, table) for event in events), truncate]
        return [self._sqlite(event, table) for event in events]

    def _postgresql_row(self, event, table):
        when = f"WHEN ({self.when_sql}) " if self.when_sql else ""
        return (
            f"CREATE TRIGGER {self._name(event)} BEFORE {event} ON {table} "
            f"FOR EACH ROW {when}EXECUTE FUNCTION {PREFIX}refuse()"
        )

    def _sqlite(self, event, table):
        when = f"WHEN ({self.when_sql}) " if self.when_sql else ""
        return (
            f"CREATE TRIGGER {self._name(event)} BEFORE {event} ON {table} "
            f"FOR EACH ROW {when}BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )

    def _name(self, event):
        return f"{PREFIX}{self.table}_{event.split()[0].lower()}"

    def _quoted(self, schema_editor):
        return schema_editor.connection.ops.quote_name(self.table)


class ForbidAdding(Operation):
    """Puts the refusing triggers on one table; backwards takes them away."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table, *, column, frozen_sql, reads):
        self.table, self.column, self.frozen_sql, self.reads = table, column, frozen_sql, reads

    def deconstruct(self):
        given = {"column": self.column, "frozen_sql": self.frozen_sql, "reads": self.reads}
        return (self.__class__.__name__, [self.table], given)

    def state_forwards(self, app_label, state):
        """The models stay as they are."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._lift(schema_editor)
        self._forbid(schema_editor)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._lift(schema_editor)

    def describe(self):
        return f"Refuse new rows in {self.table} that hang on something frozen"

    @property
    def migration_name_fragment(self):
        return f"{self.table}_frozen"

    def trigger_names(self, vendor):
        """The triggers that must exist for this table, the same on every kind of database."""
        return [f"{PREFIX}{self.table}_{event}" for event in ("insert", "moved")]

    def _events(self, vendor):
        return zip(self.trigger_names(vendor), ("INSERT", f"UPDATE OF {self.column}"), strict=True)

    def _forbid(self, schema_editor):
        vendor = schema_editor.connection.vendor
        table = schema_editor.connection.ops.quote_name(self.table)
        for name, event in self._events(vendor):
            start = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
            if vendor == "postgresql":
                schema_editor.execute(self._postgresql_function(event), params=None)
                act = f"EXECUTE FUNCTION {self._function(event)}()"
            else:
                act = f"WHEN {self._frozen(event)} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            schema_editor.execute(start + act, params=None)

    def _frozen(self, event):
        """Whether the row hangs on something frozen, for this event."""
        return self.frozen_sql

    def _function(self, event):
        return f"{PREFIX}{self.table}_frozen"

    def _postgresql_function(self, event):
        """A trigger's WHEN asks no other table there; its function does."""
        return f"""
CREATE OR REPLACE FUNCTION {self._function(event)}() RETURNS trigger AS $$
BEGIN
    IF {self._frozen(event)} THEN
        RAISE EXCEPTION '{REFUSAL} (%)', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN {"OLD" if event == "DELETE" else "NEW"};
END
$$ LANGUAGE plpgsql
"""

    def _lift(self, schema_editor):
        vendor = schema_editor.connection.vendor
        where = f" ON {schema_editor.connection.ops.quote_name(self.table)}"
        for name, _ in self._events(vendor):
            schema_editor.execute(
                f"DROP TRIGGER IF EXISTS {name}{where if vendor == 'postgresql' else ''}"
            )


class ForbidTouching(ForbidAdding):
    """What hangs on something frozen is not added, moved there, changed or deleted."""

    def describe(self):
        return f"Refuse any change of rows in {self.table} that hang on something frozen"

    def trigger_names(self, vendor):
        events = ["insert", "update", "delete"]
        return [f"{PREFIX}{self.table}_{event}" for event in events]

    def _events(self, vendor):
        return zip(self.trigger_names(vendor), ("INSERT", "UPDATE", "DELETE"), strict=True)

    def _frozen(self, event):
        rows = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}[event]
        return " OR ".join(self.frozen_sql.replace("ROW", row) for row in rows)

    def _function(self, event):
        return f"{PREFIX}{self.table}_on_{event.lower()}"


class _Allowing:
    """Takes the triggers away until they are said again; backwards puts them."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._lift(schema_editor)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._lift(schema_editor)
        self._forbid(schema_editor)


class AllowAdding(_Allowing, ForbidAdding):
    def describe(self):
        return f"Allow new rows in {self.table} for the time of this migration"


class AllowTouching(_Allowing, ForbidTouching):
    def describe(self):
        return f"Allow changes of rows in {self.table} for the time of this migration"
