"""The page of one unit reads what concerns it, however many others have published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.public import factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(cast):
    factory.directory(cast)
    factory.directory(cast, "放宽转出条件", unit=cast.school_small)
    units = [cast.school_large, cast.bureau]
    factory.directory(cast, "甲", "乙", unit=cast.bureau, units=units, covers="subtree")


def asked_of(client, unit):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse("public-unit", args=[unit.code]))
    assert response.status_code == 200
    return response, asked


def test_a_unit_without_others_under_it_asks_for_no_tree(client, cast, published):
    response, asked = asked_of(client, cast.school_large)
    (included,) = response.context["included_in"]
    assert (included.unit, included.rows_of_unit) == (cast.bureau, 1)
    assert response.context["below"] == []
    assert len(asked) <= 7


def test_a_superior_shows_what_is_under_it_and_nothing_beside(client, cast, published):
    """The control: the tree is there where there is one, with its numbers."""
    response, asked = asked_of(client, cast.bureau)
    points = {node.code: node.points for node in response.context["below"]}
    assert points == {cast.school_large.code: 1, cast.school_small.code: 1}
    assert response.context["included_in"] == []
    assert len(asked) <= 8
