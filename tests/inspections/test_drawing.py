"""Which points an inspection looks at: repeatable, each once, the graver ones more often."""

from collections import Counter

import pytest

from reviews.inspections.drawing import draw, weight


@pytest.mark.parametrize(
    ("steps", "seen_lately", "expected"),
    [(0, True, 1), (0, False, 2), (1, True, 2), (1, False, 4), (2, True, 4), (2, False, 8)],
)
def test_a_higher_level_and_a_point_not_seen_lately_count_twice(steps, seen_lately, expected):
    assert weight(steps, seen_lately=seen_lately) == expected


CANDIDATES = [("low", 1), ("middle", 2), ("high", 4), ("other", 1)]


@pytest.mark.parametrize(("count", "drawn"), [(0, 0), (1, 1), (3, 3), (4, 4), (9, 4)])
def test_as_many_as_asked_for_each_once(count, drawn):
    found = draw(CANDIDATES, count, seed=7)
    assert len(found) == len(set(found)) == drawn


def test_the_seed_brings_the_same_list_again_and_another_seed_another():
    again = [draw(CANDIDATES, 3, seed=11) for _ in range(3)]
    assert again[0] == again[1] == again[2]
    assert len({tuple(draw(CANDIDATES, 4, seed=seed)) for seed in range(50)}) > 5


def test_drawn_first_as_often_as_the_weight_says():
    """Of 4,000 draws of one: 4, 2, 1 and 1 in eight; five standard deviations are allowed."""
    first = Counter(draw(CANDIDATES, 1, seed=seed)[0] for seed in range(4000))
    for key, each in CANDIDATES:
        expected = 4000 * each / 8
        assert abs(first[key] - expected) < 5 * (expected * (1 - each / 8)) ** 0.5, key


@pytest.mark.parametrize("bad", [0, -1])
def test_a_weight_that_is_none_is_refused(bad):
    with pytest.raises(ValueError, match="positive"):
        draw([("a", bad)], 1, seed=1)
