"""What may stand in a cell: text safe for every renderer, dates in Chinese, no live formula."""

import unicodedata
from datetime import date, datetime

Value = str | int | date | list[str] | None

_NEW_LINES = dict.fromkeys(map(ord, "\x0b\x0c\x85\u2028\u2029"), "\n")
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])
_DIRECTIONS = dict.fromkeys([0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
# XML knows neither of them, UTF-8 no half of a surrogate pair.
_UNWRITABLE = dict.fromkeys([0xFFFE, 0xFFFF, *range(0xD800, 0xE000)], "\ufffd")
_CLEANING = {**_CONTROLS, **_DIRECTIONS, **_UNWRITABLE, **_NEW_LINES, 0x09: "\t", 0x0A: "\n"}

MOST_DIGITS = 9  # fits every column of numbers

# The full-width signs count too: spreadsheets with a Chinese locale read them as the plain ones.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def clean(text: str) -> str:
    """Drop control characters and direction overrides; put U+FFFD where nothing can be written.

    Variation selectors, zero-width joiners and every CJK extension stay: they are part of names.
    """
    if text.isprintable():  # none of those is
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEANING)


def neutral(text: str) -> str:
    """The text with a leading apostrophe where a spreadsheet could take it for a formula.

    Blanks and invisible characters before the sign do not hide it.
    """
    if not text or text[0].isalnum():  # most texts: neither hidden nor a sign
        return text
    return f"'{text}" if text.startswith(FORMULA_SIGNS) or _seen(text)[:1] in _SIGNS else text


def paragraphs(value: Value) -> tuple[str, ...]:
    """The cleaned paragraphs of a cell; an empty cell has none.

    Raises TypeError for anything that the description of a table does not allow.
    """
    match value:
        case None | "":
            return ()
        case str():
            return tuple(clean(value).split("\n"))
        case bool():
            raise TypeError("是/否 must reach a table as text")
        case int():
            return (str(value),)
        case datetime():
            return (chinese_time(value),)
        case date():
            return (chinese_date(value),)
        case list() | tuple():
            return tuple(clean(part) for part in value)
    raise TypeError(f"no cell can hold a {type(value).__name__}")


def chinese_date(day: date) -> str:
    """2026年5月6日, without leading noughts, as in official documents (GB/T 9704)."""
    return f"{day.year}年{month_and_day(day)}"


def month_and_day(day: date) -> str:
    """5月6日, where the year goes without saying."""
    return f"{day.month}月{day.day}日"


def chinese_time(at: datetime) -> str:
    """2026年5月6日 09:30, in the zone that `at` is in: whoever asks makes it local first."""
    return f"{chinese_date(at)} {at:%H:%M}"


_SIGNS = frozenset(FORMULA_SIGNS)


def _seen(text: str) -> str:
    """The text from its first visible character on (the first few characters decide)."""
    for place, character in enumerate(text):
        if not character.isspace() and unicodedata.category(character) not in ("Cf", "Mn"):
            return text[place:]
    return ""


def number_in(text):
    """The number that was sent as digits, an id for instance; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
