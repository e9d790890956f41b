"""Days are written as official documents write them, and in one place: registry.tables.text."""

import re

import pytest

from tests.architecture.tree import ROOT, code

WRITES_THEM = ROOT / "registry" / "tables" / "text.py"
BY_HAND = re.compile(r"%[md]月?日|%m月|%Y年|\.month\}月\{")


def days_by_hand(text):
    return BY_HAND.findall(text)


def test_days_are_written_by_the_functions_that_know_how():
    found = {
        str(path.relative_to(ROOT)): days_by_hand(path.read_text())
        for path in code()
        if path != WRITES_THEM
    }
    assert {path: days for path, days in found.items() if days} == {}


@pytest.mark.parametrize(
    "line",
    [
        'f"{at:%Y年%m月%d日 %H:%M}"',
        'f"{day:%m月%d日}"',
        'f"{day:%Y年}"',
        'f"{day.month}月{day.day}日"',
    ],
)
def test_a_day_by_hand_would_be_found(line):
    assert days_by_hand(line)
