"""Rows that are slow to make, made once for a module: each test goes on from there by itself.

    staged_ready = staged(lambda cast: way.sign_on(way.submitted_form(cast)))

    @pytest.fixture
    def ready(staged_ready, db):
        return Paper.objects.get(pk=staged_ready.pk)

What a test writes is rolled back; objects are not, so a test fetches its own, as above. A test of
the same module that wants none of it stands above the first that asks.
"""

import pytest
from django.db import connection


def staged(make):
    """A module's fixture with what `make(cast)` wrote and gave back."""

    @pytest.fixture(scope="module")
    def made_once(staged_cast):
        made = make(staged_cast())
        # Else PostgreSQL would check these rows again at the end of every test.
        connection.check_constraints()
        return made

    return made_once
