"""Finding Chinese words of any length in a column, the same on SQLite and PostgreSQL (ADR 0006)."""

from .initials import initials_of, initials_text
from .words import could_be_initials, index_text, matching, query_terms, word_in

__all__ = [
    "could_be_initials",
    "index_text",
    "initials_of",
    "initials_text",
    "matching",
    "query_terms",
    "word_in",
]
