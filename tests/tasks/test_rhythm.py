"""When duties come round, as a table."""

from datetime import date

import pytest

from registry.tasks.rhythm import turns

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("every", "month", "day", "found"),
    [
        ("quarter", 3, 10, [("2026-Q1", "2026-03-10"), ("2026-Q2", "2026-06-10")]),
        ("half_year", 5, 15, [("2026-H1", "2026-05-15"), ("2026-H2", "2026-11-15")]),
        ("year", 3, 1, [("2026", "2026-03-01")]),
        # A month that is shorter: its last day.
        ("month", 1, 31, [("2026-01", "2026-01-31"), ("2026-02", "2026-02-28")]),
        ("year", 2, 30, [("2026", "2026-02-28")]),
    ],
)
def test_turns_of_a_year(every, month, day, found):
    turned = [(turn.code, f"{turn.begins_on}") for turn in turns(every, month, day, FIRST, LAST)]
    assert turned[: len(found)] == found


@pytest.mark.parametrize(
    ("every", "number"), [("month", 12), ("quarter", 4), ("half_year", 2), ("year", 1)]
)
def test_a_year_has_so_many_turns(every, number):
    assert len(list(turns(every, 1, 1, FIRST, LAST))) == number


def test_turns_go_on_over_the_end_of_the_year():
    found = turns("month", 1, 16, date(2026, 12, 16), date(2027, 1, 16))
    assert [turn.label for turn in found] == ["2026年12月", "2027年1月"]


def test_both_ends_count_and_nothing_beyond():
    assert list(turns("year", 1, 5, date(2026, 1, 6), date(2026, 12, 31))) == []
    assert len(list(turns("year", 1, 5, date(2026, 1, 5), date(2026, 1, 5)))) == 1


@pytest.mark.parametrize(
    ("every", "month", "label"),
    [("quarter", 1, "2026年第一季度"), ("half_year", 1, "2026年上半年"), ("year", 1, "2026年")],
)
def test_what_a_turn_is_called(every, month, label):
    assert next(iter(turns(every, month, 1, FIRST, LAST))).label == label
