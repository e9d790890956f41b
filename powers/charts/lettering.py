"""How wide a text is and where it breaks, without asking a font.

A full-width character is one em in every Chinese face. Latin letters, figures and signs are given
more room than the usual faces take (Noto Sans, Arial, SimHei), so what fits here fits there.
"""

import re
import unicodedata
from functools import lru_cache

LINE = 1.3  # height of a line in em
BASELINE = 1.03  # from the top of a line to the foot of its letters, in em

_NARROW = dict.fromkeys("ijlI.,:;'!|`[](){} ", 0.42)
_WIDE = dict.fromkeys("mwMWQ@%&—…", 1.0)
_CLOSING = frozenset("，。、；：？！）》」』】〕”’…％·,.;:?!)]}%")
_OPENING = frozenset("（《「『【〔“‘([{")
# Where a phrase may be broken: behind a pause, before a word that joins.
_JOINING = frozenset("并及和与或由")
_PAUSES = frozenset("，。、；：）》」』】,;:) ")
# A run of Latin letters and figures is not torn, nor a number from what it counts (3 个); every
# other character stands alone.
_PIECES = re.compile(
    r"[0-9]+(?:\.[0-9]+)?\.? ?[^\x00-\x7f]|[A-Za-z0-9]+(?:[.\-/][A-Za-z0-9]+)*|\s+|.", re.DOTALL
)


@lru_cache(maxsize=8192)
def _em(character: str) -> float:
    if character in _NARROW:
        return _NARROW[character]
    if character in _WIDE or not character.isascii():
        return 0.0 if unicodedata.category(character) in ("Mn", "Cf") else 1.0
    return 0.78 if character.isupper() else 0.64


@lru_cache(maxsize=65536)
def width_of(text: str) -> float:
    """In em."""
    return sum(map(_em, text))


@lru_cache(maxsize=65536)
def wrapped(text: str, room: float) -> tuple[str, ...]:
    """The lines of a text in `room` em, as few as go, even, broken behind a sign where it can be.

    No line begins with a closing sign or ends with an opening one, and the last line has more than
    one character wherever the text can be broken so. Empty for an empty text.
    """
    text = " ".join(text.split())
    if width_of(text) <= room:
        return (text,) if text else ()
    tokens = _tokens(text, room)
    return tuple("".join(tokens[start:end]).strip() for start, end in _best_lines(tokens, room))


@lru_cache(maxsize=65536)
def line_count(text: str, room: float) -> int:
    """How many lines `wrapped` gives, without looking for the best ones."""
    text = " ".join(text.split())
    if width_of(text) <= room:
        return int(bool(text))
    return len(_filled(_tokens(text, room), room))


def _filled(tokens: list[str], room: float) -> list[int]:
    """Where each line begins when every line takes what it can."""
    starts, width = [0], 0.0
    for end, token in enumerate(tokens, start=1):
        width += width_of(token)
        if not _fits(tokens, starts[-1], end, width, room):
            starts.append(end - 1)
            width = width_of(token)
    return starts


def _tokens(text: str, room: float) -> list[str]:
    """What must not be torn: words, and signs with the character they cling to."""
    tokens, widest = _whole_tokens(text)
    return tokens if widest <= room else _torn_tokens(text, room)


@lru_cache(maxsize=8192)
def _whole_tokens(text: str) -> tuple[list[str], float]:
    tokens = _torn_tokens(text, float("inf"))
    return tokens, max(map(width_of, tokens))


def _torn_tokens(text: str, room: float) -> list[str]:
    tokens: list[str] = []
    for piece in _PIECES.findall(text):
        clings = bool(tokens) and (piece in _CLOSING or tokens[-1][-1] in _OPENING)
        if clings and width_of(tokens[-1] + piece) <= room:
            tokens[-1] += piece
        elif width_of(piece) <= room:
            tokens.append(piece)
        else:
            tokens += _cut(piece, room)
    return tokens


def _cut(word: str, room: float) -> list[str]:
    """A word longer than a line is torn like any other text."""
    parts = [""]
    for character in word:
        if parts[-1] and width_of(parts[-1] + character) > room:
            parts.append("")
        parts[-1] += character
    return parts


def _best_lines(tokens: list[str], room: float) -> list[tuple[int, int]]:
    """(start, end) of each line: first as few lines as go, then the least awkwardness."""
    total, count = sum(map(width_of, tokens)), len(_filled(tokens, room))
    ideal = total / count
    # As few lines as go leave no room for a shorter one; blanks at line ends may be lost.
    least = total - (count - 1) * (room + 0.5)
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]  # lines, awkwardness, start of the last
    for end in range(1, len(tokens) + 1):
        found = (len(tokens) + 1, 0.0, 0)
        width = 0.0
        for start in range(end - 1, -1, -1):
            width += width_of(tokens[start])
            if width > room + 1.0 and start < end - 1:
                break
            if width < least or not _fits(tokens, start, end, width, room):
                continue
            lines, so_far, _ = best[start]
            awkward = so_far + _awkwardness(tokens, start, end, width - ideal)
            found = min(found, (lines + 1, awkward, start))
        best.append(found)
    cuts, end = [], len(tokens)
    while end:
        cuts.append((best[end][2], end))
        end = best[end][2]
    return cuts[::-1]


def _fits(tokens: list[str], start: int, end: int, width: float, room: float) -> bool:
    if end - start == 1 or width <= room + 1e-6:
        return True
    return width_of("".join(tokens[start:end]).strip()) <= room + 1e-6


def _may_break(before: str, after: str) -> bool:
    return before in _PAUSES or after in _OPENING or after in _JOINING


def _awkwardness(tokens: list[str], start: int, end: int, off: float) -> float:
    """Of one line: far from the ideal, broken within a phrase, a single character at the end."""
    awkward = off * off * (1.01 if off < 0 and not start else 1.0)
    if end < len(tokens) and not _may_break(tokens[end - 1][-1], tokens[end][0]):
        awkward += 20.0
    if start and end == len(tokens) and len("".join(tokens[start:end]).strip()) < 2:
        awkward += 1000.0
    return awkward
