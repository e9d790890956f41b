"""Triggers that count how often what the public may see has changed (`PublicState`, ADR 0060).

    operations = [count_changes("reviews_correction", on="INSERT")]
    operations = [count_changes("reviews_publication", on="UPDATE", when_sql="NEW.…")]

The number changes with the commit of what was changed, whoever wrote it. On PostgreSQL it is
counted at the end of the transaction: it is one row for all units, and nobody shall wait for
somebody else's publication to be written. SQLite drops a table's triggers when a later migration
rebuilds the table: such a migration ends with the same `count_changes` again
(`tests/public/test_public_state.py`).
"""

from django.db.migrations.operations.base import Operation

PREFIX = "public_change_"
COUNT = (
    "INSERT INTO reviews_publicstate (id, changes) VALUES (1, 1)"
    " ON CONFLICT (id) DO UPDATE SET changes = reviews_publicstate.changes + 1"
)
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {PREFIX}count() RETURNS trigger AS $$
BEGIN
    {COUNT};
    RETURN NULL;
END
$$ LANGUAGE plpgsql
"""


def count_changes(table, *, on, when_sql=""):
    """A migration operation after which each row added ("INSERT") or changed ("UPDATE") counts."""
    return CountChanges(table, on=on, when_sql=when_sql)


class CountChanges(Operation):
    """Puts the counting trigger on one table; backwards takes it away."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table, *, on, when_sql=""):
        self.table, self.on, self.when_sql = table, on, when_sql

    def deconstruct(self):
        return (
            self.__class__.__name__,
            [self.table],
            {"on": self.on, "when_sql": self.when_sql},
        )

    def state_forwards(self, app_label, state):
        """The models stay as they are."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.database_backwards(app_label, schema_editor, from_state, to_state)
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_POSTGRESQL_FUNCTION, params=None)
            schema_editor.execute(self._postgresql(), params=None)
        else:
            schema_editor.execute(self._sqlite(), params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        where = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.trigger_name}{where}")

    def describe(self):
        return f"Count {self.on.lower()}s of {self.table} as changes of what is public"

    @property
    def migration_name_fragment(self):
        return f"{self.table}_counted"

    @property
    def trigger_name(self):
        return f"{PREFIX}{self.table}_{self.on.lower()}"

    def _when(self):
        return f" WHEN ({self.when_sql})" if self.when_sql else ""

    def _postgresql(self):
        return (
            f"CREATE CONSTRAINT TRIGGER {self.trigger_name} AFTER {self.on} ON {self.table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW{self._when()}"
            f" EXECUTE FUNCTION {PREFIX}count()"
        )

    def _sqlite(self):
        return (
            f"CREATE TRIGGER {self.trigger_name} AFTER {self.on} ON {self.table}"
            f" FOR EACH ROW{self._when()} BEGIN {COUNT}; END"
        )
