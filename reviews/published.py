"""Reading frozen rows: where searched words stand in them, and marking these in a text."""

import unicodedata

from django.utils.html import format_html, format_html_join

from powers.content import LABELS
from powers.particulars.content import TITLES_OF_PUBLIC
from registry.search import could_be_initials, index_text, initials_of
from risks.tables import SEVEN

AROUND = 24  # characters shown on each side of a word that was found
MOST_SHOWN = 2
POWER_LABELS = {**LABELS, **TITLES_OF_PUBLIC}
POINT_LABELS = {column.key: column.title for column in SEVEN}


def words_found(content, terms, *, beside, labels=POWER_LABELS):
    """[{label, text}] of fields holding words of the search that the fields `beside` lack.

    `labels` names the fields in which to look: those of a power, or POINT_LABELS.
    """
    shown = index_text(*_texts(content, beside))
    missing = [term for term in terms if term not in shown]
    found = [
        {"label": label, "text": _excerpt(text, term)}
        for term in missing
        for field, label in labels.items()
        for text in _texts(content, [field])
        if field not in beside and term in index_text(text)
    ]
    return found[:MOST_SHOWN]


def _texts(content, fields):
    for field in fields:
        value = content.get(field) or ""
        yield from [value] if isinstance(value, str) else map(str, value)


def _excerpt(text, term):
    """The sentence around a word; the whole text where it is short or the place is not clear."""
    place = _alike(text).find(term)
    start, end = max(0, place - AROUND), place + len(term) + AROUND
    if place < 0 or len(text) <= 2 * AROUND:
        return text[: 4 * AROUND]
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{text[start:end]}{after}"


def marked(text, terms):
    """The text, escaped, with every word of the search in <mark>."""
    text = str(text)
    return _drawn(text, _hits(_alike(text), terms))


def marked_name(text, terms):
    """A name, escaped, with the words of the search in <mark>, also where initials found it."""
    text = str(text)
    places = _alike(text)
    hits = _hits(places, terms)
    if letters := [term for term in terms if could_be_initials(term)]:
        by_initials = _hits(initials_of(places), letters)
        hits = [one or other for one, other in zip(hits, by_initials, strict=True)]
    return _drawn(text, hits)


def _hits(places, terms):
    """For each character whether it belongs to a word that was searched for."""
    hits = [False] * len(places)
    for term in terms:
        start = places.find(term)
        while start >= 0:
            hits[start : start + len(term)] = [True] * len(term)
            start = places.find(term, start + len(term))
    return hits


def _drawn(text, hits):
    return format_html_join("", "{}", ((piece,) for piece in _pieces(text, hits)))


def _alike(text):
    """The text written as it is searched, one character for each; unchanged if that cannot be."""
    same = unicodedata.normalize("NFKC", text).casefold()
    return same if len(same) == len(text) else text


def _pieces(text, hits):
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or hits[end] != hits[start]:
            piece = text[start:end]
            yield format_html("<mark>{}</mark>", piece) if hits[start] else piece
            start = end
