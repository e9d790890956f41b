"""Real processes at once: a turn of the clock is done once, whoever is killed; with controls."""

import random
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from registry.notices.models import Notice
from registry.tasks.clock import tick
from registry.tasks.models import Task, TaskRule
from registry.tasks.opening import Due, open_tasks
from registry.trail.models import TrailEntry
from tests.cast import make_cast
from tests.tasks.factory import make_commitment, make_duty

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).resolve().parents[2]
ACTORS, DEADLINE = 3, 120
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def start(child_environment):
    """Start a process; whatever still runs at the end of the test is killed."""
    processes = []

    def start_process(*command):
        process = subprocess.Popen(
            [sys.executable, *map(str, command)],
            cwd=ROOT,
            env=child_environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        return process

    yield start_process
    for process in processes:
        process.kill()
        process.wait()
        process.stdout.close()


def ticker(start, how, folder, name="one", actors=1, first=FIRST, last=LAST):
    return start("-m", "tests.tasks.ticker", how, folder, name, actors, first, last)


def some_tasks(cast):
    """Open since the 1st, told; a week before they are due each is reminded."""
    dues = [
        Due(post.unit, "自查", FIRST, date(2026, 3, 20), f"race:{post.pk}", post=post)
        for post in (cast.posts.staff, cast.posts.section_head, cast.posts.principal)
    ]
    return open_tasks(kind="recurring", dues=dues, by=None, day=FIRST)


def told_together(start, how, tmp_path):
    processes = [
        ticker(start, how, tmp_path, f"actor-{number}", ACTORS, FIRST, date(2026, 3, 13))
        for number in range(ACTORS)
    ]
    assert [process.wait(DEADLINE) for process in processes] == [0] * ACTORS
    return Counter(Notice.objects.filter(text__contains="到期").values_list("person", flat=True))


def test_three_clocks_at_once_tell_each_once(cast, start, tmp_path):
    tasks = some_tasks(cast)
    assert sorted(told_together(start, "together", tmp_path).values()) == [1] * len(tasks)


def test_without_its_guards_the_clock_tells_more_than_once(cast, start, tmp_path):
    some_tasks(cast)
    assert max(told_together(start, "unguarded", tmp_path).values()) > 1


def test_three_clocks_at_once_open_each_once(cast, start, tmp_path):
    make_duty()
    make_commitment()
    processes = [
        ticker(start, "together", tmp_path, f"actor-{number}", ACTORS, FIRST, date(2026, 3, 16))
        for number in range(ACTORS)
    ]
    assert [process.wait(DEADLINE) for process in processes] == [0] * ACTORS
    assert Task.objects.count() == 3 + 33
    assert Notice.objects.filter(text__contains="月报").count() == 3
    assert TrailEntry.objects.filter(action="task.opened").count() == 3 + 4


def done_by(processes):
    """How many of these did the turn of the clock themselves."""
    lines = [
        line
        for process in processes
        for line in process.communicate(timeout=DEADLINE)[0].splitlines()
        if "开启和提醒任务：" in line
    ]
    assert len(lines) == ACTORS
    return sum("已经办过" not in line and "别的进程" not in line for line in lines)


def test_of_any_number_that_tick_by_hand_one_does_it(cast, start):
    make_duty()
    processes = [start("manage.py", "tick", "--at", "2026-03-16") for _ in range(ACTORS)]
    assert done_by(processes) == 1
    assert Task.objects.count() == 3


def test_without_the_key_of_the_job_each_does_it(cast, start, tmp_path):
    make_duty()
    processes = [ticker(start, "keyless", tmp_path, f"actor-{number}") for number in range(ACTORS)]
    assert done_by(processes) == ACTORS
    assert Task.objects.count() == 3  # the keys of the tasks hold all the same


def killed_again_and_again(start, tmp_path, seed):
    """A process ticks through the month; it is killed at random points and started again where it
    had come to, as the lease of a job makes it. How often it was killed.
    """
    by_lot, killed, at = random.Random(seed), 0, FIRST
    deadline = time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        process = ticker(start, "days", tmp_path, first=at)
        further = at + timedelta(by_lot.randint(1, 5)) if killed < 6 else date.max
        if was_killed(process, tmp_path / "reached", further):
            killed += 1
        else:
            assert process.returncode == 0
            return killed
        reached = tmp_path / "reached"
        at = date.fromisoformat(reached.read_text() or f"{at}") if reached.exists() else at
    raise AssertionError("it never came to the end")


def was_killed(process, reached, day):
    """Whether it was killed, somewhere after this day; else it came to the end."""
    while True:
        try:
            process.wait(0.01)
        except subprocess.TimeoutExpired:
            written = reached.read_text() if reached.exists() else ""
            if written and date.fromisoformat(written) >= day:
                process.kill()
                process.wait()
                return True
        else:
            return False


def all_told():
    return sorted(Notice.objects.values_list("text", "person__name"))


def test_killed_at_random_points_it_tells_nothing_twice_and_loses_nothing(
    cast, start, tmp_path, child_environment
):
    make_duty()
    make_commitment()
    assert killed_again_and_again(start, tmp_path, seed=6) > 0
    told, keys = all_told(), sorted(Task.objects.values_list("key", flat=True))
    assert len(keys) == 3 + 33

    Notice.objects.all().delete()
    Task.objects.all().delete()
    TaskRule.objects.update(opened_to=None)
    for number in range((LAST - FIRST).days + 1):
        tick(FIRST + timedelta(days=number))
    assert told == all_told()
    assert keys == sorted(Task.objects.values_list("key", flat=True))
