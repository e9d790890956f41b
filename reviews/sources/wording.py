"""What must not stand in an entry without need, nor go from it into an order: pure."""

import re

from reviews.personal_data import found_in
from risks.phrasing.names import named_person

# As many characters in a row as two people hardly write alike by chance.
SAME_RUN = 10
_LETTERS = re.compile(r"\W+")


def needless(text, names):
    """What in the text leads to somebody: names of the unit's people, kinds of personal data."""
    found = [name for name in names if named_person(text, [name])]
    return found + list(dict.fromkeys(each.kind.label for each in found_in(text)))


def taken_from(source, words):
    """The first run that the new words share with the source; blank where they are worded anew.

    Punctuation and spaces do not make a difference.
    """
    old, new = _bare(source), _bare(words)
    runs = {old[at : at + SAME_RUN] for at in range(len(old) - SAME_RUN + 1)}
    starts = range(len(new) - SAME_RUN + 1)
    return next((new[at : at + SAME_RUN] for at in starts if new[at : at + SAME_RUN] in runs), "")


def _bare(text):
    return _LETTERS.sub("", text)
