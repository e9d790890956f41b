"""The number of changes of what is public belongs to the transaction of the change (ADR 0060)."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from reviews.models import Publication
from reviews.views.public.keeping import state_of_what_is_public
from tests.cast import make_cast
from tests.public import factory

pytestmark = pytest.mark.django_db(transaction=True)
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def elsewhere(work):
    """What another connection finds or does, with its own transaction."""
    said = []

    def run():
        try:
            said.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    assert said, "the other connection waits"
    return said[0]


def test_others_see_it_with_the_commit_and_not_before():
    cast = make_cast()
    before = state_of_what_is_public()
    with transaction.atomic():
        factory.catalogue(cast)
        assert elsewhere(state_of_what_is_public) == before
    assert elsewhere(state_of_what_is_public) != before


def test_what_is_rolled_back_counts_nothing():
    cast = make_cast()
    factory.catalogue(cast)
    before = state_of_what_is_public()
    with transaction.atomic():
        factory.withdrawn(Publication.objects.get(), cast)
        transaction.set_rollback(True)
    assert state_of_what_is_public() == before


@on_postgresql
def test_nobody_waits_for_the_publication_of_another_and_both_count():
    cast = make_cast()
    factory.catalogue(cast)
    (before,) = state_of_what_is_public()
    with transaction.atomic():
        factory.catalogue(cast, "食堂采购")
        elsewhere(lambda: factory.catalogue(cast, "教材采购", unit=cast.school_small))
        assert state_of_what_is_public() == (before + 1,)
    assert state_of_what_is_public() == (before + 2,)


@on_postgresql
def test_counted_at_once_and_not_at_the_end_another_would_wait():
    """The control: the triggers are not deferred."""
    cast = make_cast()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        factory.catalogue(cast, "食堂采购")
        assert elsewhere(lambda: waits(cast))


def waits(cast):
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    with pytest.raises(OperationalError, match="lock timeout"):
        factory.catalogue(cast, "教材采购", unit=cast.school_small)
    return True
