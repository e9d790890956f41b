"""The rules of the first check: what each finds in one row of a catalogue.

Nothing here knows a database: `check` gets the plain content of a row and what stands around it.
An error keeps the catalogue from being handed in, a warning wants a word of reason, a hint is a
thought to take or leave.
"""

from . import (  # noqa: F401 - each registers its rules
    bases,
    benchmarks,
    handed_over,
    names,
    publicity,
    repeats,
    separation,
)
from .finding import (
    ERROR,
    HINT,
    RULES,
    WARNING,
    Around,
    Found,
    Ground,
    Hit,
    Near,
    Rule,
    check,
)

__all__ = [
    "ERROR",
    "HINT",
    "RULES",
    "WARNING",
    "Around",
    "Found",
    "Ground",
    "Hit",
    "Near",
    "Rule",
    "check",
]
