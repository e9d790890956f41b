"""What every test may use. Fixtures of one subject live in that subject's folder."""

import gc
import os
import pickle
from functools import partial
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from tests import shares
from tests.cast import make_cast

pytest_plugins = ["tests.trail_fixtures"]


def pytest_addoption(parser):
    shares.add_option(parser)


def pytest_report_header():
    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


def pytest_make_parametrize_id(val, argname):
    """Files go by their argument: a workbook's bytes hold the second in which it was made, and
    two workers would collect different tests."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups
def pytest_collection_modifyitems(config, items):
    keep_modules_together(items)
    shares.choose(config, items)


def keep_modules_together(items):
    """One worker runs a module, so that its rows are made once. Browser tests stay single: they
    are long, share nothing, and fill up at the end whichever worker is free."""
    for item in items:
        is_grouped = item.get_closest_marker("xdist_group") is not None
        if not is_grouped and shares.BROWSER not in item.path.parents:
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))


def pytest_collection_finish():
    """What has been loaded stays: looking through it again and again for garbage took a sixth of
    the time."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """What fixtures of a module write in here all its tests see; after the module it is undone.

    Only for tests that roll back: a test with `transactional_db` makes its own rows.
    """
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        patch.object(connections[DEFAULT_DB_ALIAS], "close"),  # by a test: the rows would be gone
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def staged_cast(stage):
    """The cast's rows; `staged_cast()` gives objects of them that nobody else has."""
    cast = make_cast()
    # Else PostgreSQL would check these rows again at the end of every test.
    connection.check_constraints()
    return partial(pickle.loads, pickle.dumps(cast))  # ten times as fast as deepcopy


@pytest.fixture
def cast(request, staged_cast, db):
    """The cast; each test has objects of its own, and its own transaction on the staged rows."""
    mark = request.node.get_closest_marker("django_db")
    assert not (mark and mark.kwargs.get("transaction")), "a test that commits makes its own cast"
    return staged_cast()


@pytest.fixture
def counted_menu(settings):
    """The numbers in the menu, as outside tests."""
    settings.NAVIGATION_COUNTS = settings.COUNTS_OF_THE_MENU


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
