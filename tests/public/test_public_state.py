"""The number that says how often what the public may see has changed (ADR 0060): every change of it
counts, nothing else does, and only once it is there for everybody.
"""

import pytest
from django.db import connection
from django.utils import timezone

from reviews.counted_changes import PREFIX
from reviews.models import Correction, Publication
from reviews.views.public.keeping import state_of_what_is_public
from tests.public import factory
from tests.public.counting import count_at_once, count_no_more, promised


@pytest.fixture
def at_once(db):
    """These tests have no commit of their own."""
    count_at_once()


def corrected(publication, number="C-1"):
    return Correction.objects.create(
        publication=publication, number=number, wrong="五日", right="七日", by=publication.by
    )


def update(publication, **changes):
    Publication.objects.filter(pk=publication.pk).update(**changes)


PUBLIC = {
    "published": lambda cast, shown: factory.catalogue(cast, "食堂采购", unit=cast.school_small),
    "a new version": lambda cast, shown: factory.catalogue(cast, "食堂采购"),
    "publicity": lambda cast, shown: factory.publicity(cast),
    "withdrawn": lambda cast, shown: factory.withdrawn(shown["catalogue"], cast),
    "corrected": lambda cast, shown: corrected(shown["catalogue"]),
    "closed": lambda cast, shown: update(shown["publicity"], closed_at=timezone.now()),
    "extended": lambda cast, shown: update(shown["publicity"], ends_on=timezone.localdate()),
}
INSIDE = {
    "published inside": lambda cast, shown: factory.catalogue(cast, "食堂采购", edition="inside"),
    "withdrawn inside": lambda cast, shown: factory.withdrawn(shown["inside"], cast),
    "a unit renamed": lambda cast, shown: type(cast.bureau).objects.update(name="另一个名称"),
}


@pytest.fixture
def shown(cast, at_once):
    return {
        "catalogue": factory.catalogue(cast),
        "publicity": factory.publicity(cast),
        "inside": factory.catalogue(cast, edition="inside"),
    }


@pytest.mark.parametrize("act", PUBLIC.values(), ids=PUBLIC)
def test_every_change_of_what_is_public_counts(cast, shown, act):
    before = state_of_what_is_public()
    act(cast, shown)
    assert state_of_what_is_public() > before


@pytest.mark.parametrize("act", INSIDE.values(), ids=INSIDE)
def test_nothing_else_does(cast, shown, act):
    before = state_of_what_is_public()
    act(cast, shown)
    assert state_of_what_is_public() == before


@pytest.mark.parametrize("act", PUBLIC.values(), ids=PUBLIC)
def test_control_it_is_the_triggers_that_count(cast, shown, act):
    count_no_more()
    before = state_of_what_is_public()
    act(cast, shown)
    assert state_of_what_is_public() == before


def test_every_trigger_the_migrations_promise_is_there(db):
    """SQLite drops them silently when a later migration rebuilds the table."""
    if connection.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'"
    else:
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = {name for (name,) in cursor.fetchall() if name.startswith(PREFIX)}
    assert found == {each.trigger_name for each in promised()}
    assert len(found) == 3


def test_there_is_one_row_and_no_second(at_once, shown):
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM reviews_publicstate")
        assert cursor.fetchone() == (1,)
