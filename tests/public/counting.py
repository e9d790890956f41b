"""The triggers that count changes of what is public, in a test that commits nothing."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from reviews.counted_changes import CountChanges


def count_at_once():
    """With each statement from here on; PostgreSQL would wait for the commit."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")


def count_no_more():
    """For controls."""
    on_table = " ON {}" if connection.vendor == "postgresql" else ""
    for each in promised():
        run(f"DROP TRIGGER {each.trigger_name}{on_table.format(each.table)}")


def promised():
    """What the migrations say is counted."""
    migrations = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    operations = [each for migration in migrations for each in migration.operations]
    return [each for each in operations if isinstance(each, CountChanges)]


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
