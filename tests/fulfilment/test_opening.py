"""Which measures become tasks, when, to whom; once; and what becomes of them when they change."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from registry.organisation.models import Appointment
from registry.tasks.models import Task
from reviews.fulfilment import opening, switching
from reviews.fulfilment.models import MeasureTurn
from risks.models import MeasureVersion, PointVersion
from tests.fulfilment.hands import by_date, in_force, measure, opened, switched_on

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def long_ago(cast):
    """What is in force has been for years: days of a test are by the calendar."""
    PointVersion.objects.first().written_in.__class__.objects.update(
        confirmed_at=timezone.now() - timedelta(days=900)
    )


@pytest.mark.parametrize(
    ("rhythm", "day", "begins", "due"),
    [
        ("monthly", date(2026, 3, 16), date(2026, 3, 16), date(2026, 3, 31)),
        ("quarterly", date(2026, 3, 16), date(2026, 3, 1), date(2026, 3, 31)),
        ("half_yearly", date(2026, 6, 1), date(2026, 6, 1), date(2026, 6, 30)),
        ("yearly", date(2025, 12, 5), date(2025, 12, 1), date(2025, 12, 31)),
        # the last of May is a Sunday: put off to the next working day
        ("monthly", date(2026, 5, 20), date(2026, 5, 16), date(2026, 6, 1)),
    ],
)
def test_a_measure_comes_round_by_its_rhythm(cast, rhythm, day, begins, due):
    in_force(cast, measure(rhythm=rhythm))
    long_ago(cast)
    switched_on(cast)
    assert opening.open_due(day) >= 1
    task = Task.objects.filter(kind="measure").order_by("-due_on").first()
    assert (task.opens_on, task.due_on) == (begins, due)
    assert task.post == cast.posts.staff
    assert "抽查" in task.material
    assert "抽查" not in task.title


@pytest.mark.parametrize(
    ("rhythm", "day"),
    [
        ("each_time", date(2026, 6, 20)),
        ("quarterly", date(2026, 2, 27)),
        ("half_yearly", date(2026, 5, 30)),
        ("yearly", date(2026, 11, 27)),
    ],
)
def test_what_is_not_due_is_no_task(cast, rhythm, day):
    in_force(cast, measure(rhythm=rhythm))
    long_ago(cast)
    switched_on(cast)
    assert opening.open_due(day) == 0


def test_a_day_of_its_own_is_its_last_day(cast):
    turn = opened(cast)
    assert turn.task.due_on == turn.version.due_on
    assert turn.task.opens_on == turn.version.due_on - opening.DAYS_AHEAD


def test_off_until_an_office_switches_it_on(cast):
    in_force(cast, by_date())
    assert opening.open_due(TODAY()) == 0


def test_asked_twice_it_is_opened_once(cast):
    opened(cast)
    assert opening.open_due(TODAY()) == 0
    assert Task.objects.filter(kind="measure").count() == 1


def test_the_switch_of_the_unit_itself_counts_before_that_of_the_one_above(cast):
    in_force(cast, by_date())
    switched_on(cast, cast.bureau)
    assert cast.school_large in switching.units_on()
    switching.switch(unit=cast.school_large, on=False, by=cast.people.school_office)
    assert cast.school_large not in switching.units_on()
    assert cast.school_small in switching.units_on()
    assert opening.open_due(TODAY()) == 0


def test_what_was_due_before_the_switch_is_nobodys_duty(cast):
    in_force(cast, by_date(days=-3))
    switched_on(cast, since=TODAY())
    assert opening.open_due(TODAY()) == 0


def test_what_was_due_before_it_was_in_force_is_nobodys_duty(cast):
    in_force(cast, measure(rhythm="monthly"))
    switched_on(cast)
    last_month = TODAY().replace(day=1) - timedelta(days=1)
    opening.open_due(last_month)
    assert not Task.objects.filter(kind="measure", due_on__lt=TODAY()).exists()


def test_a_measure_with_a_post_of_its_own_is_due_there(cast):
    in_force(cast, {**by_date(), "post": cast.posts.section_head.pk})
    switched_on(cast)
    opening.open_due(TODAY())
    assert Task.objects.get(kind="measure").post == cast.posts.section_head


def test_an_empty_post_is_asked_nothing(cast):
    in_force(cast, by_date())
    switched_on(cast)
    Appointment.objects.filter(post=cast.posts.staff).update(ends=TODAY() - timedelta(days=1))
    assert opening.open_due(TODAY()) == 0


def test_a_measure_that_has_changed_is_waived(cast):
    turn = opened(cast)
    assert opening.open_due(TODAY()) == 0
    assert not MeasureTurn.objects.get().task.is_settled
    points = turn.version.version.point.__class__.objects
    points.filter(pk=turn.version.version.point_id).update(in_force=None)
    opening.open_due(TODAY())
    assert MeasureTurn.objects.get().task.waived_why == opening.CHANGED


def test_how_often_it_asks_does_not_grow_with_the_measures(cast, django_assert_max_num_queries):
    in_force(cast, by_date(), *(by_date(text=f"换第{number}把锁") for number in range(6)))
    switched_on(cast)
    with django_assert_max_num_queries(50):
        opening.open_due(TODAY())
    assert MeasureTurn.objects.count() == 7
    assert MeasureVersion.objects.filter(turns__isnull=False).distinct().count() == 7
