"""Personal data in a text that is about to be shown: pure rules, no database.

`found_in` names each place with its kind and what it looks like when hidden. What belongs to an
office (hotlines, rooms, document numbers, unified social credit codes, dates, amounts) is left
alone. Sources: [4] (personal privacy is never published), GB 11643 (identity numbers), ISO/IEC
7812 (cards).
"""

from .finding import Finding, Kind
from .homes import homes_in
from .legible import read, worth_reading
from .mailboxes import mailboxes_in
from .numbers import numbers_in

__all__ = ["Finding", "Kind", "found_in", "masked"]


def found_in(text):
    """The findings in a text, in order; where two overlap the longer one stays."""
    if not worth_reading(text):
        return []
    legible = read(text)
    found = [*mailboxes_in(legible), *numbers_in(legible), *homes_in(legible)]
    kept = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: one.start)


def masked(text, findings):
    """The text with these findings hidden."""
    for each in sorted(findings, key=lambda one: one.start, reverse=True):
        text = text[: each.start] + each.masked + text[each.end :]
    return text
