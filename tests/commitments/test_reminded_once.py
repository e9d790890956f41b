"""Whoever has not signed is reminded by the commitments, and by nothing beside them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from registry.notices.models import Notice
from registry.tasks import clock, settling
from registry.tasks.models import Task, TaskRule
from reviews.commitments import signing
from tests.commitments.hands import switched_on
from tests.tasks.factory import make_commitment

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def due_in_a_week(cast):
    return switched_on(cast, days=7)


def heard(person):
    """What one day says of it: the clock of the tasks, then the commitments."""
    TaskRule.objects.filter(unit=None).update(is_on=True)
    clock.tick(TODAY())
    signing.remind_by_the_clock(TODAY())
    return Notice.objects.filter(person=person, text__contains="承诺").count()


def test_every_duty_switched_on_it_is_said_once(cast, due_in_a_week):
    assert heard(cast.people.staff) == 1


def test_with_the_duty_beside_it_it_would_be_said_twice(cast, due_in_a_week):
    """The control: the duty that was shipped before, begun today."""
    make_commitment(month=TODAY().month, day=TODAY().day)
    assert heard(cast.people.staff) == 2


def test_where_the_duty_was_on_it_is_switched_off_and_what_is_open_is_waived(cast):
    make_commitment(month=TODAY().month, day=TODAY().day)
    clock.tick(TODAY())
    done, left = Task.objects.filter(key__startswith="recurring:commitment:").order_by("pk")[:2]
    settling.complete(task=done, by=cast.people.staff)
    import_module("reviews.commitments.migrations.0003_commitments_remind_alone").stop(apps, None)
    assert not TaskRule.objects.filter(code="commitment", is_on=True).exists()
    left.refresh_from_db()
    done.refresh_from_db()
    assert (left.waived_why != "", done.done_at is not None, done.waived_why) == (True, True, "")
