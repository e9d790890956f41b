"""Lines → points → score → proposed colour, as a table."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from reviews.assessment.scoring import Line, Rules, assess, colour_of, moved, open_lines, points_of

DAY = date(2026, 11, 27)
WEIGHTS = {"returned": 2, "late_task": 3, "low": 1, "middle": 4, "high": 8, "nothing": 0}
RULES = Rules(90, WEIGHTS, (("yellow", 6), ("orange", 12)))


def line(kind="late_task", ago=0, key="", hidden=False):
    """`ago` None: stands until it is mended."""
    on = None if ago is None else DAY - timedelta(days=ago)
    return Line(kind, key or f"{kind}:{ago}", "一件事", on, hidden)


@pytest.mark.parametrize(
    ("kind", "ago", "points"),
    [
        ("high", 0, "8.0"),
        ("high", 90, "4.0"),
        ("high", 180, "2.0"),
        ("high", 270, "1.0"),
        ("high", 360, "0.5"),
        ("high", 720, "0.0"),
        ("high", 45, "5.7"),
        ("middle", 0, "4.0"),
        ("middle", 90, "2.0"),
        ("low", 0, "1.0"),
        ("low", 90, "0.5"),
        ("low", 390, "0.0"),
        ("returned", 30, "1.6"),
        ("late_task", None, "3.0"),
        ("high", None, "8.0"),
        ("nothing", 0, "0.0"),
        ("nothing", None, "0.0"),
        ("never_heard_of", 0, "0.0"),
        ("high", -1, "0.0"),
    ],
)
def test_what_a_line_counts(kind, ago, points):
    assert points_of(line(kind, ago), RULES, DAY) == Decimal(points)


@pytest.mark.parametrize(
    ("half_life", "ago", "points"),
    [(1, 1, "4.0"), (7, 7, "4.0"), (7, 14, "2.0"), (30, 30, "4.0"), (365, 365, "4.0")],
)
def test_half_is_left_after_each_half_life(half_life, ago, points):
    rules = Rules(half_life, WEIGHTS, ())
    assert points_of(line("high", ago), rules, DAY) == Decimal(points)


@pytest.mark.parametrize(
    ("score", "colour"),
    [
        ("0.0", None),
        ("5.9", None),
        ("6.0", "yellow"),
        ("6.1", "yellow"),
        ("11.9", "yellow"),
        ("12.0", "orange"),
        ("999.9", "orange"),
    ],
)
def test_which_colour_a_score_reaches(score, colour):
    assert colour_of(Decimal(score), RULES) == colour


@pytest.mark.parametrize(
    ("thresholds", "score", "colour"),
    [
        ((), "999.0", None),
        ((("orange", 12), ("yellow", 6)), "7.0", "yellow"),
        ((("orange", 12), ("yellow", 6)), "13.0", "orange"),
        ((("orange", 4),), "3.9", None),
        ((("orange", 4),), "4.0", "orange"),
        ((("first", 2), ("second", 4), ("third", 8)), "8.0", "third"),
    ],
)
def test_thresholds_are_data_in_any_order(thresholds, score, colour):
    assert colour_of(Decimal(score), Rules(90, WEIGHTS, thresholds)) == colour


@pytest.mark.parametrize(
    ("lines", "score", "colour"),
    [
        ([], "0.0", None),
        ([line("high", None)], "8.0", "yellow"),
        # "Shown by" 1: an audit finding and two missed duties make an orange warning.
        (
            [line("high", 5), line("late_task", None, "a"), line("late_task", None, "b")],
            "13.7",
            "orange",
        ),
        ([line("late_task", None, "a"), line("late_task", None, "b")], "6.0", "yellow"),
        ([line("late_task", None, "a"), line("late_task", None, "a")], "3.0", None),
        ([line("low", 400), line("low", 500, "b")], "0.0", None),
        ([line("high", -5)], "0.0", None),
        ([line("high", 90), line("middle", 90)], "6.0", "yellow"),
    ],
)
def test_what_lines_come_to(lines, score, colour):
    found = assess(lines, RULES, DAY)
    assert (found.score, found.colour) == (Decimal(score), colour)


def test_the_order_of_lines_makes_no_difference_and_the_heaviest_stands_first():
    lines = [line("low", 0), line("high", 0), line("middle", 0)]
    found = assess(lines, RULES, DAY)
    assert found == assess(lines[::-1], RULES, DAY)
    assert [each.line.kind for each in found.lines] == ["high", "middle", "low"]


def test_a_line_that_has_faded_is_not_explained():
    assert assess([line("low", 400)], RULES, DAY).lines == ()


@pytest.mark.parametrize(
    ("lines", "colour", "open_colour"),
    [
        ([line("high", 0, hidden=True)], "yellow", None),
        ([line("high", 0, hidden=True), line("late_task", None)], "yellow", None),
        (
            [line("high", 0, hidden=True), line("middle", 0), line("late_task", None)],
            "orange",
            "yellow",
        ),
        ([line("high", 0)], "yellow", "yellow"),
        ([], None, None),
    ],
)
def test_what_is_left_without_the_hidden_lines(lines, colour, open_colour):
    assert assess(lines, RULES, DAY).colour == colour
    assert assess(open_lines(lines), RULES, DAY).colour == open_colour


def test_the_open_lines_do_not_tell_whether_there_are_others():
    facts = [line("late_task", None), line("returned", 10)]
    with_report = [*facts, line("high", 0, hidden=True)]
    assert assess(open_lines(with_report), RULES, DAY) == assess(facts, RULES, DAY)


@pytest.mark.parametrize(
    ("half_life", "thresholds"),
    [
        (0, ()),
        (-1, ()),
        (90, (("red", 20),)),
        (90, (("yellow", 6), ("red", 20))),
        (90, (("yellow", 0),)),
    ],
)
def test_rules_that_cannot_be(half_life, thresholds):
    with pytest.raises(ValueError, match=r"."):
        Rules(half_life, WEIGHTS, thresholds)


@pytest.mark.parametrize(
    ("ago", "change"), [(10, "7.4"), (None, "0.0"), (90, "-4.0"), (180, "-2.0")]
)
def test_how_far_a_score_moved_in_ninety_days(ago, change):
    lines = [line("high", ago)]
    before = assess(lines, RULES, DAY - timedelta(days=90))
    assert moved(before, assess(lines, RULES, DAY)) == Decimal(change)
