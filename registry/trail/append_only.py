"""Rows the database itself refuses to change: the trail, decisions, frozen versions (design §5).

Use in a migration after the table exists:

    operations = [*forbid_changes("reviews_decision")]
    operations = [*forbid_changes("risks_pointversion", when_sql="OLD.digest IS NOT NULL")]
    operations = [*forbid_changes("reviews_publication", columns=["digest", "at"])]

A refused change is a `django.db.IntegrityError` on SQLite and PostgreSQL. SQLite rebuilds a table
when a later migration alters it and drops its triggers silently: such a migration must end with
the same `forbid_changes` again (`test_append_only` compares migrations and database).
Tests that flush need `tests/trail_fixtures.py`.
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
