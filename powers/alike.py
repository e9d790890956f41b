"""Two lists of names beside each other: the same, nearly the same, only in one of them."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel

from .checklist import name_key
from .first_check.rules.repeats import ALIKE


@dataclass(frozen=True)
class SideBySide:
    """Places in the two lists: pairs, and what has no pair; in the order of the first list."""

    same: tuple
    alike: tuple
    only_here: tuple
    only_there: tuple


@lru_cache(maxsize=64)
def side_by_side(here, there):
    """Each name has one partner at most: the same name, else the one most like it that is free.

    Both are tuples of names. Of two pairs the closer one goes first; from `ALIKE` on names are
    nearly the same, as in the first check.
    """
    ours, theirs = ([name_key(name) for name in names] for names in (here, there))
    left, same = _same(ours, theirs)
    alike = _nearest(ours, theirs, *left)
    paired_here = {place for place, _ in same + alike}
    paired_there = {place for _, place in same + alike}
    return SideBySide(
        same=tuple(same),
        alike=tuple(alike),
        only_here=tuple(place for place in range(len(ours)) if place not in paired_here),
        only_there=tuple(place for place in range(len(theirs)) if place not in paired_there),
    )


def _same(ours, theirs):
    """What is left on either side, and the pairs of one name."""
    free = {}
    for place, name in enumerate(theirs):
        free.setdefault(name, []).append(place)
    pairs = [(place, free[name].pop(0)) for place, name in enumerate(ours) if free.get(name)]
    taken = {place for place, _ in pairs}
    left = [place for place in range(len(ours)) if place not in taken]
    return (left, sorted(place for places in free.values() for place in places)), pairs


def _nearest(ours, theirs, left_here, left_there):
    names = [theirs[place] for place in left_there]
    found = []
    for place in left_here:
        likes = process.extract(
            ours[place],
            names,
            scorer=Indel.normalized_similarity,
            processor=None,
            limit=None,
            score_cutoff=ALIKE,
        )
        found += [(-like, place, left_there[at]) for _, like, at in likes]
    pairs, used = {}, set()
    for _, place, other in sorted(found):
        if place not in pairs and other not in used:
            pairs[place] = other
            used.add(other)
    return sorted(pairs.items())
