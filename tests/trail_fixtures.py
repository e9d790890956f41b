"""What triggers and shipped rows ask of tests. Named in `pytest_plugins` of tests/conftest.py.

A transactional test ends with a flush, and the flush is just what the triggers refuse. So every
flush lifts them for its own transaction; nothing in the application can. Tests that need to
tamper with a guarded row say so: `with lifted(connection): …`.

What a migration ships is there again after every flush: the next test of the process would miss it.
"""

from contextlib import contextmanager
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction

from registry.trail.append_only import PREFIX

# The shipped duties, and what later migrations made of them, in their order.
SHIPPING = [
    import_module("registry.tasks.migrations.0003_duties_that_are_shipped").ship,
    import_module("reviews.commitments.migrations.0003_commitments_remind_alone").stop,
    import_module("reviews.self_checks.migrations.0002_what_was_handed_in_stays").give_pages,
]


@contextmanager
def lifted(connection):
    """Without the append-only triggers of any app; they are back afterwards whatever happens."""
    with transaction.atomic(using=connection.alias):
        if connection.vendor == "postgresql":
            down, up = _postgresql(connection)
        else:
            down, up = _sqlite(connection)
        with connection.cursor() as cursor:
            for statement in down:
                cursor.execute(statement)
            yield
            for statement in up:
                cursor.execute(statement)


def _sqlite(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        ours = [(name, sql) for name, sql in cursor.fetchall() if name.startswith(PREFIX)]
    return [f"DROP TRIGGER {name}" for name, _ in ours], [sql for _, sql in ours]


def _postgresql(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger")
        ours = [(name, table) for name, table in cursor.fetchall() if name.startswith(PREFIX)]
    # A table with a deferred check still to come refuses ALTER: the checks are made first.
    return [
        [
            "SET CONSTRAINTS ALL IMMEDIATE",
            *(f"ALTER TABLE {table} {verb} TRIGGER {name}" for name, table in ours),
            "SET CONSTRAINTS ALL DEFERRED",
        ]
        for verb in ("DISABLE", "ENABLE")
    ]


@pytest.fixture(scope="session", autouse=True)
def flush_lifts_triggers():
    """Both databases flush through this one method."""
    kind = type(connection.ops)
    flush = kind.execute_sql_flush

    def lifted_flush(operations, sql_list):
        with lifted(operations.connection):
            flush(operations, sql_list)
        for step in SHIPPING:
            step(apps, None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kind, "execute_sql_flush", lifted_flush)
        yield


@pytest.fixture
def tampering(db):
    """`with tampering(): …`: what somebody with the database in their hands could do."""
    return lambda: lifted(connection)
