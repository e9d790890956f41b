"""A year of a bureau with three schools, day by day: every duty opens, reminds and closes once; ten
days' standstill and ticks that break off at random points say nothing twice and lose nothing.
"""

import random
from collections import Counter
from datetime import date, timedelta
from zlib import crc32

import pytest

from registry.notices.models import Notice
from registry.tasks import clock, opening, settling, telling
from registry.tasks.models import Task, TaskRule

pytestmark = pytest.mark.walk
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
STANDSTILLS = [(date(2026, 3, 18), 10), (date(2026, 6, 1), 10), (date(2026, 9, 24), 10)]


class Killed(BaseException):
    """What a killed worker does not come to."""


def lot(key):
    return crc32(key.encode())


def work(day):
    """People do their tasks: most before the day, some late, every tenth never."""
    for task in Task.objects.begun(day).select_related("post", "person"):
        due = task.due_on + timedelta(days=lot(task.key) % 7 - 5)
        if lot(task.key) % 10 and due <= day and (people := task.people_on(day)):
            settling.complete(task=task, by=people[0])


def run(days, tick=clock.tick):
    for day in days:
        tick(day)
        work(day)


def said():
    """{(key of the task, what): how many were told it}."""
    keys = {str(pk): key for pk, key in Task.objects.values_list("pk", "key")}
    told = Counter()
    for key in Notice.objects.filter(kind="task").values_list("key", flat=True):
        _, pk, what = key.split(":", 2)
        told[keys[pk], what] += 1
    return told


@pytest.fixture
def year(cast):
    TaskRule.objects.filter(unit=None).update(is_on=True)
    return cast


def tick_and_look(day):
    """A tick that says nothing to anybody twice on its day: only the nearest of what was missed."""
    before = Notice.objects.count()
    clock.tick(day)
    fresh = Notice.objects.order_by("-pk")[: Notice.objects.count() - before]
    heard = Counter((notice.person_id, notice.key.split(":")[1]) for notice in fresh)
    assert set(heard.values()) <= {1}


def standing_still():
    still = {
        first + timedelta(days=number) for first, length in STANDSTILLS for number in range(length)
    }
    return [day for day in DAYS if day not in still]


def test_every_duty_opens_reminds_and_closes_once(year):
    run(DAYS)
    opened = Counter(key.split(":")[1] for key in Task.objects.values_list("key", flat=True))
    leaders = {"leaders-report": 4 * 4, "monthly-report": 12 * 3, "group-report": 2 * 3}
    assert {code: opened[code] for code in leaders} == leaders
    assert opened["self-check"] == 2 * 33
    # Each was told to its addressee when it opened, and nobody heard anything twice.
    assert set(Counter(Notice.objects.values_list("key", flat=True)).values()) == {1}
    told = said()
    for task in Task.objects.all():
        assert told[task.key, f"opened:0:{_holder(task)}"] == 1
    never = [task for task in Task.objects.unsettled() if task.due_on < LAST]
    assert never
    assert all(told[task.key, f"late:0:{_holder(task)}"] == 1 for task in never)
    done = Task.objects.filter(done_at__isnull=False)
    assert done.count() + Task.objects.unsettled().count() == Task.objects.count()


def _holder(task):
    return task.people_on(LAST)[0].pk


def test_after_standstills_all_is_there_and_nothing_stale_is_said(year):
    run(standing_still(), tick=tick_and_look)
    told, keys = said(), set(Task.objects.values_list("key", flat=True))
    missed = Counter(what.split(":")[0] for _, what in told)
    assert set(told.values()) == {1}
    Notice.objects.all().delete()
    Task.objects.all().delete()
    TaskRule.objects.update(opened_to=None)
    run(DAYS)
    assert keys == set(Task.objects.values_list("key", flat=True))
    whole = said()
    assert missed["left"] < Counter(what.split(":")[0] for _, what in whole)["left"]


def test_ticks_that_break_off_at_random_points_lose_nothing(year, monkeypatch):
    by_lot, broken = random.Random(20260101), []

    def unsure(function):
        def call(*args, **kwargs):
            if by_lot.random() < 0.05:
                broken.append(function.__name__)
                raise Killed
            return function(*args, **kwargs)

        return call

    def until_done(day):
        while True:
            try:
                return clock.tick(day)
            except Killed:
                continue

    days = DAYS[:150]
    with monkeypatch.context() as patched:
        patched.setattr(telling, "notify", unsure(telling.notify))
        patched.setattr(opening, "record", unsure(opening.record))
        patched.setattr(clock.telling, "next_after", unsure(telling.next_after))
        run(days, tick=until_done)
    assert len(set(broken)) == 3
    told = said()
    Notice.objects.all().delete()
    Task.objects.all().delete()
    TaskRule.objects.update(opened_to=None)
    run(days)
    assert told == said()
