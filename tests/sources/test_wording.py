"""Needless names, and words that were copied: tables."""

import pytest

from reviews.sources.wording import needless, taken_from

NAMES = ["石小满", "马达川", "高峰"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("采购分单，没有询价", []),
        ("石小满把采购拆成几单", ["石小满"]),
        ("经马达川同意，石小满把采购拆成几单", ["石小满", "马达川"]),
        ("报名高峰期间没有公示", []),
        ("反映人电话13812341234", ["手机号码"]),
        ("石小满，电话13812341234", ["石小满", "手机号码"]),
    ],
)
def test_what_leads_to_somebody(text, found):
    assert needless(text, NAMES) == found


SOURCE = "总务处采购小额物品，三个月里多次拆成几单，没有询价记录"


@pytest.mark.parametrize(
    ("words", "run"),
    [
        ("", ""),
        ("采购", ""),
        ("零星采购化整为零，绕开比价", ""),
        ("三个月里多次拆成几单", "三个月里多次拆成几单"),
        ("听说三个月里，多次拆成几单。", "三个月里多次拆成几单"),
        ("小额物品 三个月里 采购", ""),
        ("没有询价记录", ""),
        (SOURCE, "总务处采购小额物品三"),
    ],
)
def test_what_was_copied(words, run):
    assert taken_from(SOURCE, words) == run
