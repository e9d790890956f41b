"""Whoever has not signed is reminded by the commitments, and by nothing beside them."""

import pytest
from django.utils import timezone

from registry.notices.models import Notice
from registry.tasks import clock
from registry.tasks.models import TaskRule
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
