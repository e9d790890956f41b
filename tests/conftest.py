"""What every test may use. Fixtures of one subject live in that subject's folder."""

import os

import pytest
from django.conf import settings
from django.db import connection

pytest_plugins = ["tests.trail_fixtures"]


def pytest_report_header():
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


@pytest.fixture
def child_environment(transactional_db):
    """The environment for a process of its own (a worker, a second web server) that is to see the
    test's database and files; the test's rows must be committed, hence transactional_db."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        url = "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**database)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url,
        "DATA_DIR": str(settings.DATA_DIR),
        "SECRET_KEY": settings.SECRET_KEY,
        "TRAIL_KEY": settings.TRAIL_KEY,
    }
