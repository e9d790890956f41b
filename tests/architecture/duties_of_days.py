"""What the duties of the coming days leave in the tables: for two worlds that are to be alike."""

from datetime import timedelta
from types import SimpleNamespace

import time_machine
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from registry.jobs import kinds, schedule
from tests.reviews.test_opinions import rows_of_all_tables

DAYS = 8  # a week and a day: what comes round weekly comes once
# They keep files, whose names and times are their own.
FILES = {"downloads.clean", "files.sweep", "trail.checkpoint"}


def rows_after_days():
    """{table: its rows}, when every duty was done each day."""
    number_from_what_stands()
    now = timezone.now()
    for number in range(DAYS):
        with time_machine.travel(now + timedelta(days=number), tick=False):
            for name in sorted(set(schedule._duties) - FILES):
                kinds.kind_named(name).handler(SimpleNamespace(arguments={}, said=""))
    return rows_of_all_tables()


def number_from_what_stands():
    """PostgreSQL does not take back the numbers of rows that were undone: two worlds would differ
    in nothing but these.
    """
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)
