"""A row taller than a page is printed in pieces, each a row of its own that says 续."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from registry.tables.description import Column, Row
from registry.tables.text import Value, paragraphs

GOES_ON = "（续）"


@dataclass(frozen=True, slots=True)
class Room:
    """What a printed row holds: Chinese characters on a line, by column key, and lines at most."""

    characters: Mapping[str, int]
    lines: int


def room(columns: Sequence[Column], width: float, letter: float, lines: int) -> Room:
    """Room in columns that share `width` mm, at `letter` mm a character and 3 mm of padding."""
    scale = width / sum(column.width for column in columns)
    return Room(
        {c.key: max(1, int((c.width * scale - 3) / letter)) for c in columns},
        lines,
    )


def in_pieces(columns: Sequence[Column], rows: Iterable[Row], room: Room) -> Iterator[Row]:
    """The rows, those too tall replaced by several; what fits passes unchanged.

    A merged cell that is too tall spreads over the pieces of its first row and stands with its last
    part beside all following rows.
    """
    before: dict[str, list[Value]] = {}
    for row in rows:
        parts = {c.key: _parts(row.get(c.key), room.characters[c.key], room.lines) for c in columns}
        for column in columns:
            if column.merge:
                parts[column.key], before[column.key] = (
                    _rest(parts[column.key], before.get(column.key)),
                    parts[column.key],
                )
        for place in range(max(map(len, parts.values()))):
            yield {c.key: _part(parts[c.key], place, c) for c in columns}


def _rest(parts: list[Value], before: list[Value] | None) -> list[Value]:
    return parts[-1:] if parts == before else parts


def _part(parts: list[Value], place: int, column: Column) -> Value:
    if place < len(parts):
        return parts[place]
    return parts[-1] if column.merge else ""


def _parts(value: Value, characters: int, lines: int) -> list[Value]:
    """The value itself if it fits, or its text in parts of so many lines."""
    texts = paragraphs(value)
    if sum(ceil(len(text.encode("gb18030")) / 2 / characters) or 1 for text in texts) <= lines:
        return [value]
    drawn = [
        (number, text[start : start + characters])
        for number, text in enumerate(texts)
        for start in range(0, len(text) or 1, characters)
    ]
    return [_joined(drawn[start : start + lines], start) for start in range(0, len(drawn), lines)]


def _joined(drawn: list[tuple[int, str]], start: int) -> list[str]:
    texts = ["".join(t for _, t in group) for _, group in groupby(drawn, key=lambda pair: pair[0])]
    return [f"{GOES_ON}{texts[0]}", *texts[1:]] if start else texts
