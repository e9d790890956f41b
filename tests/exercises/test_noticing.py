"""What is noticed about an exercise, as a table: no database."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from reviews.exercises.noticing import (
    Collective,
    Kind,
    Rule,
    Used,
    Way,
    needs_collective,
    not_entered,
    notice,
    yuan,
)

DAY = date(2026, 3, 10)
ABOVE = Rule(Collective.ABOVE, Decimal(50_000), 30)
ALWAYS = Rule(Collective.ALWAYS)
NEVER = Rule(Collective.NEVER)
PLAIN = Used(
    key=1,
    matter="采购办公桌椅",
    decided_on=DAY,
    due_on=DAY + timedelta(days=7),
    entered_on=DAY + timedelta(days=1),
    way=Way.PROCEDURE,
)
TOGETHER = {"way": Way.COLLECTIVE, "has_files": True}


def used(**changes):
    return replace(PLAIN, **changes)


def kinds(one, rule, *beside):
    return [found.kind for found in notice(one, rule, beside)]


@pytest.mark.parametrize(
    ("changes", "rule", "expected"),
    [
        ({}, NEVER, []),
        ({"entered_on": PLAIN.due_on}, NEVER, []),
        ({"entered_on": PLAIN.due_on + timedelta(days=1)}, NEVER, [Kind.LATE]),
        ({"way": Way.ONE}, NEVER, []),
        ({"way": Way.ONE, "has_files": True}, ALWAYS, [Kind.ONE_PERSON]),
        ({"way": Way.ONE}, ALWAYS, [Kind.ONE_PERSON, Kind.NO_MINUTES]),
        ({"way": Way.PROCEDURE, "has_files": True}, ALWAYS, []),
        ({"way": Way.PROCEDURE}, ALWAYS, [Kind.NO_MINUTES]),
        ({"way": Way.ONE, "amount": Decimal(50_000), "has_files": True}, ABOVE, [Kind.ONE_PERSON]),
        ({"way": Way.ONE, "amount": Decimal("49999.99")}, ABOVE, []),
        ({"way": Way.ONE, "amount": None}, ABOVE, []),
        ({"way": Way.COLLECTIVE}, NEVER, [Kind.NO_MINUTES]),
        (TOGETHER, ALWAYS, []),
        (TOGETHER | {"attendees": ("陆怀瑾",), "matter": "陆怀瑾任职"}, ALWAYS, [Kind.AVOIDANCE]),
        (
            TOGETHER | {"attendees": ("陆怀瑾",), "counterparty": "陆怀瑾工作室"},
            ALWAYS,
            [Kind.AVOIDANCE],
        ),
        (
            TOGETHER | {"attendees": ("陆怀瑾",), "avoided": ("陆怀瑾",), "matter": "陆怀瑾任职"},
            ALWAYS,
            [],
        ),
        (TOGETHER | {"attendees": ("陆",), "matter": "陆怀瑾任职"}, ALWAYS, []),
        (TOGETHER | {"attendees": ("叶知秋",), "matter": "陆怀瑾任职"}, ALWAYS, []),
    ],
)
def test_one_by_itself(changes, rule, expected):
    assert kinds(used(**changes), rule) == expected


FIRM = {"amount": Decimal(30_000), "counterparty": "青禾家具（和平）店"}


@pytest.mark.parametrize(
    ("changes", "other", "rule", "is_split"),
    [
        (FIRM, FIRM, ABOVE, True),
        (FIRM, FIRM | {"counterparty": "青禾家具(和平)店"}, ABOVE, True),
        (FIRM, FIRM | {"counterparty": "另一家"}, ABOVE, False),
        (FIRM, FIRM | {"counterparty": "", "matter": "采购办公桌椅（第二批）"}, ABOVE, True),
        (FIRM, FIRM | {"counterparty": "", "matter": "教师体检"}, ABOVE, False),
        (FIRM, FIRM | {"decided_on": DAY - timedelta(days=30)}, ABOVE, True),
        (FIRM, FIRM | {"decided_on": DAY + timedelta(days=30)}, ABOVE, True),
        (FIRM, FIRM | {"decided_on": DAY - timedelta(days=31)}, ABOVE, False),
        # One of them is the whole sum or more: that one is decided together anyway.
        (FIRM, FIRM | {"amount": Decimal(50_000)}, ABOVE, False),
        (FIRM | {"amount": Decimal(50_000)}, FIRM, ABOVE, False),
        # Small change is no part of a sum.
        (FIRM, FIRM | {"amount": Decimal(24_999)}, ABOVE, False),
        (FIRM, FIRM | {"amount": Decimal(25_000)}, ABOVE, True),
        # Half each: together exactly the threshold.
        (FIRM | {"amount": Decimal(25_000)}, FIRM | {"amount": Decimal(25_000)}, ABOVE, True),
        (FIRM, FIRM | {"amount": None}, ABOVE, False),
        (FIRM, FIRM, NEVER, False),
        (FIRM, FIRM, Rule(Collective.NEVER, Decimal(50_000), 30), True),
    ],
)
def test_amounts_split_up(changes, other, rule, is_split):
    one, beside = used(**changes), used(key=2, **other)
    assert (Kind.SPLIT in kinds(one, rule, beside)) is is_split


def test_a_split_names_those_that_belong_together_and_no_figure_of_theirs():
    others = [used(key=key, **FIRM) for key in (2, 3)]
    stranger = used(key=4, amount=Decimal(30_000), counterparty="另一家")
    (found,) = notice(used(**FIRM), ABOVE, [*others, stranger])
    assert found.others == (2, 3)
    assert "5 万元" in found.sentence
    assert "9 万" not in found.sentence


def test_who_kept_away_from_the_same_counterparty_before():
    earlier = used(key=2, counterparty="青禾家具店", avoided=("马达川",))
    now = used(counterparty="青禾家具店", attendees=("马达川", "谭后勤"), **TOGETHER)
    assert kinds(now, NEVER, earlier) == [Kind.AVOIDANCE]
    assert kinds(replace(now, avoided=("马达川",)), NEVER, earlier) == []
    assert kinds(replace(now, counterparty="另一家"), NEVER, earlier) == []
    assert kinds(replace(now, counterparty=""), NEVER, replace(earlier, counterparty="")) == []


@pytest.mark.parametrize(("after", "is_noticed"), [(-1, False), (0, False), (1, True)])
def test_what_a_system_knows_and_nobody_has_entered(after, is_noticed):
    found = not_entered("购置课桌", DAY, DAY + timedelta(days=after))
    assert (found is not None) is is_noticed
    if found:
        assert found.kind is Kind.NOT_ENTERED
        assert "购置课桌" in found.sentence
        assert "3月10日" in found.sentence


@pytest.mark.parametrize(
    ("rule", "amount", "needed"),
    [
        (ALWAYS, None, True),
        (NEVER, Decimal(10**9), False),
        (ABOVE, None, False),
        (ABOVE, Decimal(49_999), False),
        (ABOVE, Decimal(50_000), True),
    ],
)
def test_when_several_decide_together(rule, amount, needed):
    assert needs_collective(rule, amount) is needed


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (Decimal(50_000), " 5 万元"),
        (Decimal(12_340_000), " 1,234 万元"),
        (Decimal(3200), " 3,200 元"),
        (Decimal("3200.50"), " 3,200.50 元"),
        (Decimal(0), " 0 元"),
    ],
)
def test_an_amount_in_words(amount, said):
    assert yuan(amount) == said


@pytest.mark.parametrize("word", ["违规", "违纪", "处分", "必须", "不得", "严禁"])
def test_no_sentence_accuses(word):
    bad = used(
        way=Way.ONE,
        amount=Decimal(60_000),
        entered_on=PLAIN.due_on + timedelta(days=9),
        attendees=("陆怀瑾",),
        matter="陆怀瑾任职",
    )
    said = [*notice(bad, ABOVE), *notice(used(**FIRM), ABOVE, [used(key=2, **FIRM)])]
    assert len(said) == 5
    assert not any(word in found.sentence for found in said)
