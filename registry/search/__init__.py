"""Finding Chinese words of any length in a column, the same on SQLite and PostgreSQL (ADR 0006)."""

from .words import index_text, matching, query_terms

__all__ = ["index_text", "matching", "query_terms"]
