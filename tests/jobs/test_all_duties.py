"""Every duty that comes round, day by day, in a world where something of every kind waits: stopped
for ten days at a time, or killed at random points, they tell nobody twice and lose nothing (issue
6, "Shown by" 2). What people do meanwhile is `tests/tasks/test_a_year.py`; real processes that are
killed are `tests/tasks/test_clock_races.py`.
"""

import random
from collections import Counter
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from registry.access.appointing import hand_over
from registry.jobs import kinds, schedule
from registry.notices.models import Notice
from registry.organisation.models import Person
from registry.tasks.models import Task, TaskRule
from risks import editing
from tests import way
from tests.architecture.access_world import World
from tests.architecture.test_access import undone
from tests.cast import make_account
from tests.fulfilment.hands import measure, switched_on

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.xdist_group("duties")]

FIRST, LAST = date(2026, 11, 2), date(2027, 1, 4)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
# The first without anything, and the first on which something runs again.
STANDSTILLS = [
    (date(2026, 11, 6), date(2026, 11, 16)),
    (date(2026, 12, 1), date(2026, 12, 11)),
    (date(2026, 12, 19), date(2026, 12, 29)),
]
# What the duties speak of, by the first word of the keys of what they say.
SPEAK_OF = {
    *("alert", "arrival", "commitment", "disposal", "law", "opinions", "records-due", "remind"),
    *("talk", "talks", "task"),
}
# What keeps files and the trail says nothing to anybody, and has tests of its own.
SILENT = {"downloads.clean", "files.sweep", "trail.checkpoint", "missives.forget"}
KILLED_ONCE_IN = 20  # writes


class Killed(BaseException):
    """What a killed worker does not come to."""


def noon(day):
    return timezone.make_aware(datetime.combine(day, time(12)))


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(noon(FIRST)):
        found = World()
        unit, by = found.cast.school_large, found.people.system_admin
        TaskRule.objects.filter(unit=None).update(is_on=True)
        carried_out_each_month(found.cast)
        newcomer = Person.objects.create(unit=unit, name="新来者", account=make_account("newcomer"))
        hand_over(post=found.posts.staff, to=newcomer, on=FIRST, by=by)
        Notice.objects.all().delete()
        yield found
        transaction.set_rollback(True)


def carried_out_each_month(cast):
    """A measure of another post in force, that comes round."""
    switched_on(cast, cast.bureau)
    by = cast.people.small_section_head
    paper = way.begin_form(cast, post=cast.posts.small_section_head, by=by)
    way.fill_form(paper, by, points=0)
    content = way.point(3, measures=[measure(rhythm="monthly")])
    editing.save_point(paper=paper, content=content, by=by)
    way.sign_on(way.submit(paper, by))
    way.through_publicity(paper, cast.people.small_office)
    way.confirm(paper, cast.people.small_principal)


def once(handler):
    handler(SimpleNamespace(arguments={}, said=""))


def played(days, do=once):
    """({day: what was said on it, as (person, about what, which turn)}, keys of all tasks)."""
    names = sorted(set(schedule._duties) - SILENT)
    heard, last = {}, 0
    with undone():
        for day in days:
            with time_machine.travel(noon(day)):
                for name in names:
                    do(kinds.kind_named(name).handler)
            fresh = Notice.objects.filter(pk__gt=last)
            heard[day] = list(fresh.values_list("person", "key"))
            last = max(fresh.values_list("pk", flat=True), default=last)
        tasks = dict(Task.objects.values_list("pk", "key"))
    return {day: _said(notices, tasks) for day, notices in heard.items()}, set(tasks.values())


def _said(notices, tasks):
    """The number of a task is another each time it is opened: its key says which it is."""
    split = [(person, key.split(":")) for person, key in notices]
    return [
        (person, (word, tasks[int(number)] if word == "task" else number), tuple(rest))
        for person, (word, number, *rest) in split
    ]


def matters(said):
    return {(person, about) for person, about, _ in said}


def days_of(standstill):
    first, again = standstill
    return [first + timedelta(days=number) for number in range((again - first).days)]


def lost(undisturbed, after, standstill):
    """Of what would have been said while nothing ran, what is not said when something does."""
    missed = {pair for day in days_of(standstill) for pair in matters(undisturbed[day])}
    assert missed
    return missed - matters(after[standstill[1]])


@pytest.fixture(scope="module")
def undisturbed(world):
    return played(DAYS)


def test_every_duty_that_speaks_has_something_to_say(undisturbed):
    heard, tasks = undisturbed
    assert {about[0] for said in heard.values() for _, about, _ in said} == SPEAK_OF
    assert {key.split(":")[0] for key in tasks} >= {"recurring", "measure"}


def test_stopped_for_ten_days_nothing_is_lost_and_nothing_said_twice(undisturbed):
    heard, tasks = undisturbed
    still = {day for standstill in STANDSTILLS for day in days_of(standstill)}
    after, opened = played([day for day in DAYS if day not in still])
    assert opened == tasks
    assert [lost(heard, after, each) for each in STANDSTILLS] == [set()] * len(STANDSTILLS)
    for said in after.values():
        pairs = Counter((person, about) for person, about, _ in said)
        assert set(pairs.values()) <= {1}, "of what was missed the nearest only"


def test_what_a_day_more_would_lose_is_found(undisturbed):
    """The control."""
    first, again = STANDSTILLS[0]

    def late(handler):
        if timezone.localdate() != again:
            once(handler)

    after, _ = played([day for day in DAYS if day < first or day == again], late)
    assert lost(undisturbed[0], after, STANDSTILLS[0])


class Unsure:
    """Now and then a worker is killed before it writes."""

    def __init__(self, seed):
        self.lot, self.killed = random.Random(seed), 0

    def __call__(self, execute, sql, params, many, context):
        writes = sql.startswith(("INSERT", "UPDATE", "DELETE"))
        if writes and self.lot.random() < 1 / KILLED_ONCE_IN:
            self.killed += 1
            raise Killed
        return execute(sql, params, many, context)


def killed_now_and_then(days, *, tries_again):
    """(what is played, how often somebody was killed)."""
    unsure = Unsure(20261102)

    def until_done(handler):
        while True:
            try:
                with connection.execute_wrapper(unsure):
                    return once(handler)
            except Killed:
                # No statement failed: only what was within the innermost transaction is undone.
                transaction.set_rollback(False)
                if not tries_again:
                    return None

    return played(days, until_done), unsure.killed


def test_killed_at_random_points_nothing_is_lost_and_nothing_said_twice(undisturbed):
    found, killed = killed_now_and_then(DAYS, tries_again=True)
    assert killed > 25
    whole, tasks = undisturbed
    assert found[1] == tasks
    for day, said in found[0].items():
        assert sorted(said) == sorted(whole[day]), day


def test_what_is_not_tried_again_would_be_missed(undisturbed):
    """The control."""
    days = DAYS[:5]
    (heard, _), killed = killed_now_and_then(days, tries_again=False)
    assert killed
    assert {day: sorted(said) for day, said in heard.items()} != {
        day: sorted(undisturbed[0][day]) for day in days
    }
