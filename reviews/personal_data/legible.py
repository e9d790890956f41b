"""A text as a reader takes it in: full-width, styled and unseen signs made plain, places kept."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from .finding import Finding

CHINESE_DIGITS = "〇零○洞一幺壹二贰三叁四肆五伍六陆七柒八捌九玖"
_CHINESE = str.maketrans(CHINESE_DIGITS, "00001112233445566778899")
_DASHES = "‐‑‒–—―−－﹣－ー"
_DOTS = "·•‧・∙⋅。｡．"
_SAME = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_DOTS, "."),
    **dict.fromkeys("×ⅩⅹХхΧ", "X"),
    "﹫": "@",
}
_UNSEEN = {"Cf", "Cc", "Mn", "Me"}  # zero-width signs, direction marks, joined accents
_A_DIGIT = re.compile(r"[\d①-⑨⓪⓿❶-❾➀-➉〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]")
_A_MAILBOX = re.compile(r"[@＠﹫]|艾特|\bat\b|[\[(（【]\s*at", re.IGNORECASE)


def worth_reading(text):
    """A quick look: most texts of a register hold neither a number nor a mailbox."""
    return bool(_A_DIGIT.search(text) or _A_MAILBOX.search(text))


@dataclass(frozen=True)
class Legible:
    """`signs` is what is read, `origins[n]` the place of its n-th sign in `text`."""

    text: str
    signs: str
    origins: tuple

    def finding(self, kind, start, end, masked):
        first, last = self.origins[start], self.origins[end - 1] + 1
        return Finding(kind, first, last, self.text[first:last], masked)

    @cached_property
    def with_digits(self):
        """Chinese numerals read out one by one (一三八…) as digits."""
        return Legible(self.text, self.signs.translate(_CHINESE), self.origins)

    @cached_property
    def without_blanks(self):
        kept = [at for at, sign in enumerate(self.signs) if sign != " "]
        signs = "".join(self.signs[at] for at in kept)
        return Legible(self.text, signs, tuple(self.origins[at] for at in kept))


def read(text):
    signs, origins = [], []
    for at, sign in enumerate(text):
        for plain in _plain(sign):
            signs.append(plain)
            origins.append(at)
    return Legible(text, "".join(signs), tuple(origins))


def _plain(sign):
    if sign.isspace():
        return " "
    if sign in _SAME:
        return _SAME[sign]
    if unicodedata.category(sign) in _UNSEEN:
        return ""
    return "".join(_SAME.get(each, each) for each in unicodedata.normalize("NFKC", sign))
