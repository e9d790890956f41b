"""Which points an inspection looks at: by risk and by chance, and so that it can be shown later.

Every candidate has a weight; the draw is made with a seed that is kept, so that the same list comes
out again and nobody can say a point was picked. Plain Python, no database.
"""

import random
from collections.abc import Hashable, Sequence

# One level higher counts twice as much; so does a point that nobody looked at for a year.
PER_LEVEL = 2
NOT_SEEN_LATELY = 2


def weight(steps_above_lowest: int, *, seen_lately: bool) -> int:
    """How likely a point is drawn, against 1 for one of the lowest level that was seen lately."""
    return PER_LEVEL**steps_above_lowest * (1 if seen_lately else NOT_SEEN_LATELY)


def draw(candidates: Sequence[tuple[Hashable, int]], count: int, seed: int) -> list[Hashable]:
    """At most `count` of the keys of [(key, weight)], each once, in the order drawn.

    The same candidates in the same order with the same seed give the same list. Weights are
    positive; ValueError where one is not.
    """
    if any(each <= 0 for _, each in candidates):
        raise ValueError("a weight must be positive")
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    # Efraimidis and Spirakis: the highest u**(1/w) are a weighted draw without replacement.
    drawn = [(chance.random() ** (1 / each), key) for key, each in candidates]
    drawn.sort(key=lambda pair: pair[0], reverse=True)
    return [key for _, key in drawn[:count]]
