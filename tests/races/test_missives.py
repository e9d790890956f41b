"""Missives at once: never more than the limit of a day, and one for a page sent twice; real
processes, each race with its control.
"""

from contextlib import contextmanager

import pytest
from django.db import connection, models
from django.utils import timezone

from registry.trail.append_only import forbid_changes
from reviews import sending_limit
from reviews.models import Missive, SenderCount
from tests.reviews.test_missives import HOME, make_public_publicity

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def senders(cast, *receipts):
    """As many who send at once, on a day on which one more may."""
    today = timezone.localdate()
    sending_limit.take(HOME, today)
    SenderCount.objects.update(count=sending_limit.MOST_A_DAY - 1)
    common = {
        "do": "receive",
        "waits_after": "takes",
        "publication": make_public_publicity(cast).pk,
        "person": cast.people.staff.pk,
    }
    return [{**common, "receipt": receipt} for receipt in receipts]


def test_the_limit_holds_however_many_send_at_once(cast, race):
    answers = race(*senders(cast, "ONE", "TWO", "THREE"))
    assert sum("done" in answer for answer in answers) == 1
    assert [a["refused"] for a in answers if "refused" in a] == ["TooMany"] * 2
    assert Missive.objects.count() == 1
    assert SenderCount.objects.get().count == sending_limit.MOST_A_DAY


def test_control_the_limit_is_passed(cast, race):
    answers = race(*senders(cast, "ONE", "TWO", "THREE"), guards=False)
    assert sum("done" in answer for answer in answers) > 1


def test_a_page_sent_three_times_at_once_gives_one_and_counts_once(cast, race):
    answers = race(*senders(cast, "SAME", "SAME", "SAME"))
    assert all("done" in answer for answer in answers)
    assert Missive.objects.count() == 1
    assert SenderCount.objects.get().count == sending_limit.MOST_A_DAY


def test_control_a_page_sent_three_times_is_doubled(cast, race):
    tasks = senders(cast, "SAME", "SAME", "SAME")
    with without_uniqueness():
        race(*tasks, guards=False)
        assert Missive.objects.count() > 1


@contextmanager
def without_uniqueness():
    """Missive.receipt as a naive program would have it: any number of missives for a page."""
    unique = Missive._meta.get_field("receipt")
    plain = models.CharField(unique.verbose_name, max_length=unique.max_length)
    plain.set_attributes_from_name("receipt")
    plain.model = Missive
    _guard("database_backwards")
    _alter(unique, plain)
    try:
        yield
    finally:
        first = Missive.objects.first()
        Missive.objects.exclude(pk=first.pk).delete()
        _alter(plain, unique)
        _guard("database_forwards")


def _alter(old, new):
    with connection.schema_editor() as editor:
        editor.alter_field(Missive, old, new)


def _guard(direction):
    """The append-only triggers: SQLite loses them when the table is altered."""
    (operation,) = forbid_changes("reviews_missive")
    with connection.schema_editor() as editor:
        getattr(operation, direction)("reviews", editor, None, None)
