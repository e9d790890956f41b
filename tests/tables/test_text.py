import sys
from datetime import date, datetime
from decimal import Decimal

import pytest

from registry.tables import text as texts
from registry.tables.text import (
    chinese_date,
    chinese_time,
    clean,
    month_and_day,
    neutral,
    paragraphs,
)


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        ("平常的文字", "平常的文字"),
        ("第一行\r\n第二行\r第三行", "第一行\n第二行\n第三行"),
        ("空\x00字\x07符\x1b\x7f\x9b", "空字符"),
        ("分\x0b行\x0c和\u2028段\u2029", "分\n行\n和\n段\n"),
        ("方向\u202e反\u2066转\u200f", "方向反转"),
        ("半个\ud842代理\udfb7", "半个\ufffd代理\ufffd"),
        ("非\uffff字符", "非\ufffd字符"),
        ("扩展区𠮷𪚥𰻞", "扩展区𠮷𪚥𰻞"),
        ("异体字葛\U000e0100", "异体字葛\U000e0100"),
        ("制\t表", "制\t表"),
    ],
)
def test_text_is_cleaned_of_what_no_file_can_hold_and_of_nothing_else(raw, safe):
    assert clean(raw) == safe


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"),
        *(" =1", "\u3000=1", "\u200b=1", "\ufeff=1", "\u00a0 @x"),
    ],
)
def test_a_formula_in_disguise_gets_an_apostrophe(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "   ", "1+1", "——说明", "（-）", "a=b", "《条例》第3条"])
def test_harmless_text_stays_as_it_is(text):
    assert neutral(text) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ()),
        ("", ()),
        ("一\n二", ("一", "二")),
        (7, ("7",)),
        (date(2026, 5, 6), ("2026年5月6日",)),
        (datetime(2026, 5, 6, 14, 3), ("2026年5月6日 14:03",)),
        (["甲", "乙\x00"], ("甲", "乙")),
    ],
)
def test_each_kind_of_value_has_its_paragraphs(value, shown):
    assert paragraphs(value) == shown


@pytest.mark.parametrize("value", [True, Decimal(1), 1.5, {"a": 1}, b"x"])
def test_a_value_that_no_description_allows_is_refused(value):
    with pytest.raises(TypeError):
        paragraphs(value)


def test_dates_have_no_leading_noughts():
    assert chinese_date(date(2026, 11, 3)) == "2026年11月3日"
    assert month_and_day(date(2026, 3, 5)) == "3月5日"
    assert chinese_time(datetime(2026, 3, 5, 9, 5)) == "2026年3月5日 09:05"


def test_short_cuts_pass_over_nothing_that_is_looked_for():
    """Of all characters: what is printable needs no cleaning, a letter hides no sign behind it."""
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    printable = "".join(filter(str.isprintable, every))
    assert printable.translate(texts._CLEANING) == printable
    letters = [each for each in every if each.isalnum()]
    assert not texts._SIGNS.intersection(letters)
    assert all(texts._seen(each) for each in letters)
    # The control: what is cleaned away is not printable, what hides a sign no letter.
    assert not any(chr(code).isprintable() for code in texts._CLEANING)
    assert not "\u200b".isalnum()
    assert not texts._seen("\u200b")
