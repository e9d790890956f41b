"""Repeats and overlaps: one power is listed once, however many sections share it [3]."""

from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Indel

from powers.checklist import name_key

from .finding import WARNING, Hit, rule

# From here on two names read as one power.
ALIKE = 0.8
# More than these, the most alike first, nobody looks through; in a catalogue of a thousand rows
# named by one pattern each would be named beside each.
MOST_NAMED = 5


def near_names(names):
    """{key: keys of rows with nearly the same name} of {key: name}.

    Of rows with the very same name the checklist speaks, and refuses them.
    """
    keys = list(names)
    alike = _alike(tuple(name_key(names[key]) for key in keys))
    return {keys[place]: [keys[other] for other in others] for place, others in alike.items()}


@lru_cache(maxsize=16)
def _alike(names):
    """{place: other places}; a page asks it of the same names for the rows and for what is open."""
    found = {}
    for place, name in enumerate(names):
        likes = process.extract(
            name,
            names,
            scorer=Indel.normalized_similarity,
            processor=None,
            limit=MOST_NAMED + 1,  # the name itself among them
            score_cutoff=ALIKE,
        )
        others = sorted(place for like, _, place in likes if like != name)
        if others:
            found[place] = others
    return found


@rule(
    part="name",
    severity=WARNING,
    clause="[3] 同一职权由几个科室承担的，只列一项",
    message="与{said}名称相近，可能是同一项。是同一项的，合并成一项，承办科室一起列上；不是的，写一句区别在哪里。",
    better="学生学籍变动审核（承办科室：教务处、政教处）",
)
def nearly_same(content, around):
    for near in around.near:
        said = f"第 {near.serial} 行“{near.name}”"
        yield Hit("|".join(sorted((content["name"], near.name))), said, near=near)
