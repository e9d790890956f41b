"""What is searched and what is searched for, both written one way; the finding itself is LIKE.

A column filled by `index_text` and a query cut by `query_terms` meet character by character, so
one character, a rare one like 𠮷 and a word of any length are found, and nothing has to know where
Chinese words end.
"""

import unicodedata

from django.db.models import Q

MOST_TERMS = 8
LONGEST_TERM = 60

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


def matching(queryset, field, query):
    """Rows whose column `field` (filled by `index_text`) holds every word of the query."""
    for term in query_terms(query):
        queryset = queryset.filter(**{f"{field}__contains": term})
    return queryset


def mentioning(fields, query):
    """A condition on columns as people typed them: every word of the query in one of the fields."""
    condition = Q()
    for term in query_terms(query):
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": term})
        condition &= anywhere
    return condition


def _visible(character):
    """Blanks for what no database should be asked for: controls and halves of a surrogate pair."""
    return " " if unicodedata.category(character) in ("Cc", "Cs") else character
