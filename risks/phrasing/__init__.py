"""How a risk point is worded: the sentence from its parts, and what the rules find in it.

A point is put exactly and concretely as source, point and harm, neither empty, nor inflated, nor
for form's sake [3]. Nothing here knows a database: `check` gets the parts of one point and what
stands around them. An error keeps a paper from being handed in, a warning wants a word of reason,
a hint is a thought to take or leave.
"""

from . import errors, hints, warnings  # noqa: F401 - each registers its rules
from .composing import BEHAVIOUR, CAUSE_EFFECT, OWN, compose, tidy_part, unwrapped
from .findings import (
    ERROR,
    EXAMPLES,
    HINT,
    NAMES,
    RULES,
    WARNING,
    Around,
    Finding,
    Neighbour,
    Parts,
    Resemblance,
    Rule,
    check,
    check_text,
)
from .legible import blank_left, core, is_damaged, says_something
from .warnings import bare

__all__ = [
    "BEHAVIOUR",
    "CAUSE_EFFECT",
    "ERROR",
    "EXAMPLES",
    "HINT",
    "NAMES",
    "OWN",
    "RULES",
    "WARNING",
    "Around",
    "Finding",
    "Neighbour",
    "Parts",
    "Resemblance",
    "Rule",
    "bare",
    "blank_left",
    "check",
    "check_text",
    "compose",
    "core",
    "is_damaged",
    "says_something",
    "tidy_part",
    "unwrapped",
]
