"""The rules of the first check: what each finds in one row of a catalogue.

Nothing here knows a database: `check` gets the plain content of a row and what stands around it.
An error keeps the catalogue from being handed in, a warning wants a word of reason, a hint is a
thought to take or leave.
"""

from . import bases, benchmarks, names, publicity, repeats, separation  # noqa: F401 - each registers its rules
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
