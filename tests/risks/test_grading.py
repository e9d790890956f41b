"""Levels and grades as tables, and the promise that more points never lower a grade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.organisation.defaults import RULES
from risks.grading import GRADES, Graded, Scale, is_frequent, post_grade, propose

PAIR = "likelihood_harm"
NAMES = {3: "一级（高）", 2: "二级（中）", 1: "三级（低）"}


@pytest.mark.parametrize(
    ("likelihood", "severity", "rank"),
    [
        (1, 1, 1),
        (1, 2, 1),
        (2, 1, 1),
        (1, 3, 2),
        (3, 1, 2),
        (2, 2, 2),
        (2, 3, 3),
        (3, 2, 3),
        (3, 3, 3),
    ],
)
def test_the_level_is_likelihood_times_severity(likelihood, severity, rank):
    answers = {"likelihood": likelihood, "severity": severity}
    assert propose(PAIR, RULES, answers, NAMES).rank == rank


def test_the_proposal_explains_itself_line_by_line():
    why = propose(PAIR, RULES, {"likelihood": 2, "severity": 2}, NAMES).why
    assert why == (
        "可能性：有时发生（2 分）",
        "危害程度：较重（2 分）",
        "2 × 2 = 4，3 至 5 分建议定为二级（中）。",
    )


@pytest.mark.parametrize("answers", [{}, {"likelihood": 2}, {"likelihood": 9, "severity": 1}])
def test_nothing_is_proposed_while_an_answer_is_missing(answers):
    assert propose(PAIR, RULES, answers, NAMES) is None


def test_high_frequency_is_the_highest_likelihood_of_the_scheme():
    assert is_frequent(PAIR, RULES, {"likelihood": 3})
    assert not is_frequent(PAIR, RULES, {"likelihood": 2, "severity": 3})


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ([], ""),
        ([(None, None)], ""),
        ([(1, 1)], "C"),
        ([(1, 3)] * 9, "C"),
        ([(2, 1)], "B"),
        ([(2, 3)], "B"),
        ([(2, 3), (2, 2)], "B"),
        ([(2, 2)] * 5, "B"),
        ([(2, 3), (2, 3)], "A"),
        ([(3, 1)], "A"),
        ([(1, 1), (3, None)], "A"),
        ([(1, 3), (1, 3), (2, 1)], "B"),
    ],
)
def test_the_grade_of_a_post(points, grade):
    proposal = post_grade([Graded(rank, likelihood == 3) for rank, likelihood in points])
    assert proposal.grade == grade
    assert proposal.why


def test_the_ends_of_another_scale_count():
    points = [Graded(3, True), Graded(4, True)]
    assert post_grade(points, Scale(lowest=2, top=5)).grade == "A"
    assert post_grade(points[:1], Scale(lowest=2, top=5)).grade == "B"
    assert post_grade([Graded(2, True)], Scale(lowest=2, top=5)).grade == "C"


graded = st.builds(Graded, st.integers(1, 5), st.booleans())
scales = st.sampled_from([Scale(1, 3), Scale(1, 5), Scale(1, 2), Scale(2, 4)])


@given(st.lists(graded, max_size=6), graded, scales)
def test_more_points_never_lower_a_grade(points, more, scale):
    order = ("", *GRADES)
    before, after = post_grade(points, scale).grade, post_grade([*points, more], scale).grade
    assert order.index(after) >= order.index(before)


@given(st.lists(graded, min_size=1, max_size=6), scales)
def test_the_order_of_points_does_not_matter(points, scale):
    assert post_grade(points, scale) == post_grade(points[::-1], scale)
