"""What makes digits an identity number, a card, a phone: length, check digit, prefix, words beside.

Each `*_of(window)` gives the number itself (what is hidden is cut from it), or "".
"""

import re
from datetime import date

from .finding import Kind

# GB/T 2260: first two digits of the place.
_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MOBILE = re.compile(r"(?:0|86|086|0086)?(1[3-9]\d{9})")
_AREA = r"(?:(?:10|2\d)[2-8]\d{7}|[3-9]\d{2}[2-8]\d{6,7})"
_LANDLINE = re.compile(rf"0{_AREA}")
_LANDLINE_ABROAD = re.compile(rf"(?:86|0086)0?{_AREA}")
_LOCAL = re.compile(r"[2-8]\d{6,7}")
_CARD = re.compile(r"(?:62|60|68|69)\d{14,17}|9558\d{12,15}|(?:4\d|5[1-5]|35)\d{14}|3[47]\d{13}")
PASSPORT = re.compile(r"(?<![A-Za-z0-9])[A-Za-z](?:[ -]?[A-Za-z])?(?:[ -]?\d){7,10}(?![A-Za-z0-9])")
_PASSPORT = re.compile(r"[EGDSP]\d{8}|E[A-Z]\d{7}|[CHM]\d{8,10}|C[A-Z]\d{7}")

_IDENTITY_WORDS = re.compile(r"(?:身份证|身份号|公民身份|证件号)[^。；;]{0,10}$")
_CARD_WORDS = re.compile(r"(?:卡号|银行卡|工资卡|储蓄卡|信用卡|借记卡|公务卡)[^。；;]{0,10}$")
_PASSPORT_WORDS = re.compile(r"(?:护照|通行证|证件号)[^。；;]{0,12}$")
_PHONE_WORDS = re.compile(r"(?:电话|座机|宅电|固话|住宅|tel)[号码]*[：:是为\.\( ]*$", re.IGNORECASE)
_OFFICE_WORDS = re.compile(
    r"(?:监督|举报|投诉|咨询|服务|值班|办公|受理|信访|热线|总机|传真|窗口|查询|报修|维权|政务|公开)"
    r"[^。；;]{0,10}$|"
    r"[室局处科委办部校院所站厅会心]的?(?:联系)?(?:电话|座机|固话)(?:号码)?[:是为( ]*$"
)
_HOME_WORDS = re.compile(r"家庭|家里|家中|住宅|宅电|私人|个人|本人|家长|亲属")
# Words of numbers that belong to a document or a thing.
_CODE_WORDS = re.compile(
    r"(?:编号|编码|代码|合同号|发票号码?|订单号|流水号|凭证号|档案号|文号|备案号|许可证号|招标号|"
    r"项目号|批号|条码|登记号|注册号|资产号|课题号|准考证号|考号|学号|学籍号|工号|座位号|"
    r"版本号|批次号?)[：:是为第 ]*$"
)
_AMOUNT = re.compile(
    r" ?(?:元(?!旦|月|宵)|万元|亿|千元|美元|%|‰|人次|平方|件|册|吨|公里|字节|个(?!人)|"
    r"\.\d{1,2}(?!\d))"
)
_LETTERS_BEFORE = re.compile(r"([A-Za-z]+)[-_/]?$")
_SERIES_BEFORE = re.compile(r"(?<![A-Za-z])([A-Z]{2,})-$")
_PHONE_LETTERS = {
    *("tel", "phone", "mob", "mobile", "cell", "wx", "vx", "v", "wechat", "qq", "t", "m", "p"),
}


def is_born(year, month, day):
    try:
        return 1900 <= date(year, month, day).year <= 2099
    except ValueError:
        return False


def check_sign(first_17):
    """The eighteenth sign of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first_17, strict=True))
    return _CHECKS[total % 11]


def stands_luhn(digits):
    """ISO/IEC 7812: every second digit from the right doubled."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def identity_of(window):
    signs = window.signs
    if not _PROVINCES.match(signs):
        return ""
    if len(signs) == 18 and signs[:17].isdigit():
        if not is_born(int(signs[6:10]), int(signs[10:12]), int(signs[12:14])):
            return ""
        named = _IDENTITY_WORDS.search(window.before)
        return signs if named or check_sign(signs[:17]) == signs[17] else ""
    if len(signs) == 15 and signs.isdigit() and not _is_numbered(window):
        if _is_among_letters(window) and not _IDENTITY_WORDS.search(window.before):
            return ""
        born = is_born(1900 + int(signs[6:8]), int(signs[8:10]), int(signs[10:12]))
        return signs if born else ""
    return ""


def card_of(window):
    digits = window.signs
    if not _CARD.fullmatch(digits) or _is_numbered(window):
        return ""
    if _CARD_WORDS.search(window.before):
        return digits
    return digits if stands_luhn(digits) and not _is_among_letters(window) else ""


def mobile_of(window):
    """Letters beside do not make it a code (QQ, Mr, Email), but those of a series do: HNJY-138…."""
    found = _MOBILE.fullmatch(window.signs)
    if found is None or _is_numbered(window):
        return ""
    series = _SERIES_BEFORE.search(window.before)
    if series and series.group(1).lower() not in _PHONE_LETTERS:
        return ""
    return found.group(1)


def landline_of(window):
    """With its area, or behind the word for a phone; not where the words before are an office's."""
    digits, before = window.signs, window.before
    abroad = before.endswith(("+", "+(")) or digits.startswith("0086")
    named = _PHONE_WORDS.search(before)
    is_one = (
        _LANDLINE.fullmatch(digits)
        or (abroad and _LANDLINE_ABROAD.fullmatch(digits))
        or (_LOCAL.fullmatch(digits) and named)
    )
    if not is_one or _is_numbered(window) or (_is_among_letters(window) and not named):
        return ""
    of_office = _OFFICE_WORDS.search(before) and not _HOME_WORDS.search(before)
    return "" if of_office else digits


def is_passport(signs, before):
    return bool(_PASSPORT.fullmatch(signs) and _PASSPORT_WORDS.search(before))


def _is_numbered(window):
    """Digits of a document, a thing or an amount, by the words beside them."""
    return bool(_CODE_WORDS.search(window.before) or _AMOUNT.match(window.after))


def _is_among_letters(window):
    """Digits in the middle of a code; where words name the number, they are believed instead."""
    letters = _LETTERS_BEFORE.search(window.before)
    if letters and letters.group(1).lower() not in _PHONE_LETTERS:
        return True
    return window.after[:1].isascii() and window.after[:1].isalpha()


# In this order: what has a check digit first.
ORDERED = {
    Kind.ID_NUMBER: identity_of,
    Kind.BANK_CARD: card_of,
    Kind.MOBILE: mobile_of,
    Kind.LANDLINE: landline_of,
}
# How people split such numbers, where more digits stand before or behind.
SPLITS = {
    Kind.ID_NUMBER: {
        (6, 8, 4), (6, 4, 4, 4), (3, 3, 4, 4, 4), (6, 8, 3, 1), (6, 4, 2, 2, 4), (6, 4, 4, 3, 1),
        (6, 12), (14, 4), (17, 1), (4, 4, 4, 4, 2), (6, 6, 3), (6, 9), (3, 3, 3, 3, 3),
        (1,) * 18, (1,) * 15,
    },
    Kind.BANK_CARD: {
        (4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 7), (6, 13),
        (6, 10), (4, 6, 5), (8, 8), (6, 4, 4, 5), (1,) * 16, (1,) * 17, (1,) * 18, (1,) * 19,
    },
    Kind.MOBILE: {
        (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 3, 4), (5, 6), (4, 4, 3), (3, 4, 2, 2), (6, 5),
        (3, 2, 2, 2, 2), (2, 3, 3, 3), (1,) * 11,
        (2, 11), (3, 11), (4, 11), (2, 3, 4, 4), (3, 3, 4, 4), (4, 3, 4, 4), (2, 3, 8), (2, 7, 4),
    },
    Kind.LANDLINE: {
        (3, 8), (4, 7), (4, 8), (3, 4, 4), (4, 4, 4), (4, 3, 4), (4, 4), (3, 4),
        (2, 2, 8), (2, 3, 7), (2, 3, 8), (2, 2, 4, 4), (2, 3, 4, 4), (2, 3, 3, 4),
    },
}  # fmt: skip
EVERY_SPLIT = frozenset().union(*SPLITS.values())
