"""How a basis as people write it (a title, an article) is matched to the law register.

Pure functions on text: titles are compared without marks, blanks, width, 中华人民共和国 and
brackets that tell a version or a number; articles by their number, Chinese or Arabic.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

MOST_ARTICLES = 60

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SIGNS = "零一二三四五六七八九"

_DROPPED = re.compile(r"[\s《》〈〉<>“”\"'\u200b-\u200f\ufeff]+")
# （2018年修正） and （教育部令第49号） tell which text is meant; （试行） is part of the title.
_VERSION = re.compile(
    r"[(\[〔【][^()\[\]〔〕【】]*(?:修正|修订|修改|公布|发布|通过|版|号|年|\d)[^()\[\]〔〕【】]*[)\]〕】]"
)
_STATE = "中华人民共和国"
_PASSED_ON = re.compile(r"^.{0,40}?关于印发(.{4,})的通知$")

_COUNT = r"[零〇一二两三四五六七八九十百千\d]{1,9}"
_ARTICLE = re.compile(rf"第({_COUNT})条(?:之({_COUNT}))?")
_RANGE = re.compile(rf"第({_COUNT})条?(?:至|到|[-—–~～])第?({_COUNT})条")


class ArticleNumber(NamedTuple):
    number: int
    inserted: int = 0

    def __str__(self):
        return written_number(*self)


class Cited(NamedTuple):
    """What a basis means: the law (None: not in the register) and the articles it names."""

    law: object
    articles: tuple


@lru_cache(maxsize=8192)
def title_key(text):
    """How a title is compared: 《中华人民共和国教育法》（2021年修正） and 教育法 are one."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _DROPPED.sub("", plain).casefold()
    before = None
    while before != plain:
        before, plain = plain, _VERSION.sub("", plain)
    passed_on = _PASSED_ON.match(plain)
    return (passed_on[1] if passed_on else plain).removeprefix(_STATE)


@lru_cache(maxsize=8192)
def articles_in(text):
    """The articles a text names, each once, in order: 第十二条第二款、第15条 → 12, 15."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found: dict[ArticleNumber, None] = {}
    for match in _RANGE.finditer(plain):
        first, last = number_in(match[1]), number_in(match[2])
        if first <= last < first + MOST_ARTICLES:
            found |= dict.fromkeys(ArticleNumber(number) for number in range(first, last + 1))
    for match in _ARTICLE.finditer(plain):
        found[ArticleNumber(number_in(match[1]), number_in(match[2] or ""))] = None
    return tuple(sorted(found)[:MOST_ARTICLES])


def number_in(text):
    """二十三, 一百零五 and 105 as a number; 0 for what is none."""
    if text.isdecimal():
        return int(text)
    if not text or set(text) - _DIGITS.keys() - _TENS.keys():
        return 0
    if not set(text) & _TENS.keys():
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total = digit = 0
    for sign in text:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = _DIGITS.get(sign, 0)
    return total + digit


def in_chinese(number):
    """105 as 一百零五, up to 9999; that is how laws number their articles."""
    written, gap = "", False
    for value, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            written += ("零" if gap else "") + _SIGNS[digit] + sign
        gap = bool(written) and not digit and number % value != 0
    return written.removeprefix("一") if written.startswith("一十") else written or "零"


def written_number(number, inserted=0):
    """第一百零五条, 第十条之二."""
    after = f"之{in_chinese(inserted)}" if inserted else ""
    return f"第{in_chinese(number)}条{after}"


def by_title(laws):
    """Laws under the keys of their titles, for `match`."""
    found: dict[str, list] = {}
    for law in laws:
        found.setdefault(law.key, []).append(law)
    return found


def match(title, article, known, day):
    """What a cited basis means, `known` being the register as `by_title` gives it.

    Of several of one title the one that is not repealed on the day counts, then the newest.
    """
    laws = known.get(title_key(title), ())
    best = max(laws, key=lambda law: _standing(law, day), default=None)
    return Cited(best, articles_in(article))


def _standing(law, day):
    when = law.issued_on or law.in_force_from
    return law.repeal_on(day) is None, when.toordinal() if when else 0, law.pk or 0
