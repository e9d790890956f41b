"""What is searched and what is searched for, both written one way; the finding itself is LIKE.

A column filled by `index_text` and a query cut by `query_terms` meet character by character, so
one character, a rare one like 𠮷 and a word of any length are found, and nothing has to know where
Chinese words end.
"""

import unicodedata

from django.db.models import Q

MOST_TERMS = 8
LONGEST_TERM = 60
SHORTEST_INITIALS = 2  # one letter would find nearly everything

# Invisible in a word, yet they would part it: soft hyphen, joiners, direction and variation marks.
_MARKS = (
    0xAD,
    0x180E,
    0xFEFF,
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *range(0xFE00, 0xFE10),
    *range(0xE0100, 0xE01F0),
)
_DROPPED = dict.fromkeys(_MARKS)


def index_text(*texts):
    """One line to search in: compatible forms made equal, lower case, single spaces."""
    plain = unicodedata.normalize("NFKC", " ".join(str(text) for text in texts if text))
    seen = "".join(_visible(character) for character in plain.translate(_DROPPED))
    return " ".join(seen.casefold().split())


def query_terms(query):
    """The words of a query, written like the index; at most a few, none of absurd length."""
    terms = dict.fromkeys(term[:LONGEST_TERM] for term in index_text(query).split())
    return list(terms)[:MOST_TERMS]


def matching(queryset, field, query, initials=None):
    """Rows whose column `field` (filled by `index_text`) holds every word of the query.

    With `initials`, a column filled by `initials_text`, a word of letters may stand there instead.
    """
    for term in query_terms(query):
        queryset = queryset.filter(word_in(term, field, initials))
    return queryset


def word_in(term, field, initials=None):
    """A condition: one word, as `query_terms` cut it, in the column, or as initials in the other.

    Nothing of LIKE is left in the word: Django escapes % and _.
    """
    found = Q(**{f"{field}__contains": term})
    if initials and could_be_initials(term):
        found |= Q(**{f"{initials}__contains": term})
    return found


def mentioning(fields, query):
    """A condition on columns as people typed them: every word of the query in one of the fields."""
    condition = Q()
    for term in query_terms(query):
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": term})
        condition &= anywhere
    return condition


def could_be_initials(term):
    """Whether a word of a query may mean initials: plain letters, two or more of them."""
    return len(term) >= SHORTEST_INITIALS and term.isascii() and term.isalpha()


def _visible(character):
    """Blanks for what no database should be asked for: controls and halves of a surrogate pair."""
    return " " if unicodedata.category(character) in ("Cc", "Cs") else character
