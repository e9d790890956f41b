"""Whether a text says anything: placeholders, signs, broken characters."""

import re
import unicodedata
from functools import lru_cache

# Every rule asks of the same few texts again: those of the last rows are kept.
KEPT = 2048

# Blanks of a template: alone they say nothing, inside a text somebody missed them.
BLANKS = (
    r"【[^】]{0,20}】"
    r"|[×xX＊*○〇_＿]+[个名次年月日工作天元项条款处科室岗位单位人员学校内]+"
    r"|[×xX＊*○〇_＿]{2,}"
)
_BLANK = re.compile(rf"{BLANKS}|某{{2,3}}")
_PLACEHOLDERS = re.compile(
    rf"{BLANKS}|\[[^\]]{{0,20}}\]|[（(][^（()）]{{0,4}}[）)]"
    r"|[A-Za-zＡ-Ｚ]岗位?|某{1,3}(?:岗位|单位|科室|同志|人)?|…+|\.{2,}"
    r"|待(?:填|定|补充?)|暂无|无|同上|略"
)
_BROKEN = {"Cc", "Cs", "Cn", "Co"}
_SIGNS = re.compile(r"[\W_]+")
_NO_SIGNS = re.compile(r"[^\W_]+")
_SPACES = dict.fromkeys(map(ord, " \t\n\r\u3000\u00a0"))


@lru_cache(maxsize=KEPT)
def says_something(text):
    """Whether anything is left once placeholders, digits, signs and spaces are taken away."""
    return any(map(str.isalpha, _without_placeholders(text)))


@lru_cache(maxsize=KEPT)
def is_damaged(text):
    """Broken characters (U+FFFD, lone surrogates, control signs), or mostly no text at all."""
    signs = text.translate(_SPACES)
    # What can be printed is not broken; hardly a text has to be looked at sign by sign.
    if not signs.isprintable() and any(unicodedata.category(sign) in _BROKEN for sign in signs):
        return True
    if "\ufffd" in text:
        return True
    rest = _without_placeholders(text).translate(_SPACES)
    if not any(map(str.isalpha, rest)):
        return False
    marks = sum(unicodedata.category(sign)[0] == "M" for sign in _NO_SIGNS.sub("", rest))
    return (len(core(rest)) + marks) * 2 < len(rest)


@lru_cache(maxsize=KEPT)
def _without_placeholders(text):
    return _PLACEHOLDERS.sub("", text)


def blank_left(text):
    """The first blank of a template that was left standing in a text, or an empty text."""
    found = _BLANK.search(text)
    return found.group() if found else ""


@lru_cache(maxsize=KEPT)
def core(text):
    """Letters and digits alone: what two texts are compared by."""
    return _SIGNS.sub("", text)
