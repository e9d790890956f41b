"""Stories are played together in the order of time, by a clock that never goes back."""

from datetime import date, datetime

import pytest
from django.db import transaction
from django.utils import timezone

from registry.organisation.defaults import shipped_holidays
from reviews.demo.clock import Clock, set_clock
from reviews.demo.scans import scan_of_signature
from reviews.demo.timeline import play
from reviews.demo.workdays import Workdays


def moment(day, hour=9):
    return timezone.make_aware(datetime(2025, 3, day, hour))


def story(name, days, seen):
    for day in days:
        yield moment(day)
        seen.append((name, timezone.localdate().day))


def played(*stories):
    months = []
    with transaction.atomic(), set_clock(moment(1)) as clock:
        play(stories, clock, on_month=lambda *month: months.append(month))
    return months


def test_scenes_of_all_stories_come_in_the_order_of_time(db):
    seen = []
    played(story("a", [3, 9], seen), story("b", [5], seen), story("c", [4, 10], seen))
    assert seen == [("a", 3), ("c", 4), ("b", 5), ("a", 9), ("c", 10)]


def test_a_scene_that_asks_for_the_past_happens_now(db):
    seen = []
    played(story("a", [8, 2], seen))
    assert seen == [("a", 8), ("a", 8)]


def test_what_waits_for_the_commit_happens_with_its_scene(db):
    told = []

    def telling(day):
        yield moment(day)
        transaction.on_commit(lambda: told.append(timezone.localdate().day))

    played(telling(3), telling(7))
    assert told == [3, 7]


def test_each_month_is_announced_once(db):
    assert played(story("a", [3, 9], []), story("b", [5], [])) == [(2025, 3)]


def test_the_clock_is_the_real_one_again_afterwards():
    before = timezone.now
    with set_clock(moment(1)):
        assert timezone.now() == moment(1)
    assert timezone.now is before


def test_the_clock_never_goes_back():
    clock = Clock(moment(5))
    clock.put_to(moment(2))
    assert clock.moment == moment(5)


@pytest.fixture
def days(db):
    shipped_holidays()
    return Workdays(date(2026, 11, 23))


def test_days_are_counted_back_over_weekends_and_holidays(days):
    assert days.ago(1) == date(2026, 11, 20)
    assert Workdays(date(2026, 10, 9)).ago(2) == date(2026, 9, 30)


def test_a_holiday_of_last_year_gives_the_next_working_day(days):
    assert days.last_year(5, 1) == date(2025, 5, 6)


def test_the_same_matter_has_the_same_time_in_office_hours(days):
    times = [days.at(date(2026, 11, 20), f"paper {number}") for number in range(200)]
    assert times == [days.at(date(2026, 11, 20), f"paper {number}") for number in range(200)]
    assert {time.hour for time in times} <= set(range(8, 19))
    assert not any(time.hour == 12 for time in times)


def test_a_scan_is_a_picture_and_no_two_are_the_same():
    one, other = (scan_of_signature(what).read() for what in ("1", "2"))
    assert one.startswith(b"\x89PNG\r\n\x1a\n")
    assert one != other
