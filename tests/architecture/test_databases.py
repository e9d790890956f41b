"""On PostgreSQL only tests that ask no database are left out (tests/shares.py)."""

import pytest

from tests.shares import asks_database


def test_one_that_asks_nothing_is_asked_once(request):
    assert not asks_database(request.node)


@pytest.mark.django_db
def test_a_marked_one_is_asked_on_both(request):
    assert asks_database(request.node)


def test_one_with_rows_of_the_module_is_asked_on_both(request, cast):
    assert asks_database(request.node)


def test_one_that_commits_is_asked_on_both(request, child_environment):
    assert asks_database(request.node)


def test_one_that_is_served_is_asked_on_both(request, live_server):
    assert asks_database(request.node)
