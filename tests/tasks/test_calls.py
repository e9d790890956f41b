"""When something is said about a task, as a table."""

from datetime import date, timedelta

import pytest

from registry.tasks.calls import LATE, LEFT, OPENED, RISEN, Call, calls_of, next_after, said_on

OPENS, DUE = date(2026, 3, 1), date(2026, 3, 31)


def march(day):
    return date(2026, 3, 1) + timedelta(days=day - 1)


RISES = [march(36), march(41)]
SAID = calls_of(OPENS, DUE, (30, 7, 1), RISES)


def test_all_that_is_ever_said_in_the_order_of_the_days():
    assert [
        Call(march(1), OPENED),
        Call(march(24), LEFT, 7),
        Call(march(30), LEFT, 1),
        Call(march(32), LATE),
        Call(march(36), RISEN, 1),
        Call(march(41), RISEN, 2),
    ] == SAID


def test_a_reminder_on_the_day_it_opens_is_said_by_opening_it():
    assert Call(OPENS, LEFT, 30) not in SAID
    assert Call(march(2), LEFT, 29) in calls_of(OPENS, DUE, (29,))


@pytest.mark.parametrize(
    ("since", "day", "said"),
    [
        (march(1), march(1), [Call(march(1), OPENED)]),
        (march(24), march(23), []),
        (march(24), march(24), [Call(march(24), LEFT, 7)]),
        # Ten days of standstill: the nearest reminder alone.
        (march(24), march(31), [Call(march(30), LEFT, 1)]),
        (march(1), march(35), [Call(march(32), LATE)]),
        # Those above are different people: each step is said.
        (march(32), march(50), [Call(march(32), LATE), *SAID[4:]]),
        (march(36), march(50), SAID[4:]),
        (march(42), march(60), []),
    ],
)
def test_what_is_said_after_some_silence(since, day, said):
    assert said_on(SAID, since, day) == said


def test_next_day_on_which_something_is_said():
    assert next_after(SAID, march(1)) == march(24)
    assert next_after(SAID, march(40)) == march(41)
    assert next_after(SAID, march(41)) is None
