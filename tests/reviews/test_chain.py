"""The table of empty seats and avoidance, without a database."""

import pytest

from reviews import chain

SECTION = ("section_head", "head")
DEPUTY = ("section_head", "deputy")
SUPERVISOR = ("supervising_leader", "head")
PRINCIPAL = ("principal", "head")
ABOVE = ("unit_supervisor", "head")

CASES = [
    ("section_head", {SECTION: "甲"}, set(), "甲"),
    ("section_head", {SECTION: "甲", SUPERVISOR: "乙"}, set(), "甲"),
    ("section_head", {DEPUTY: "丙", SUPERVISOR: "乙"}, set(), "丙"),
    ("section_head", {SUPERVISOR: "乙"}, set(), "乙"),
    ("section_head", {SECTION: "甲", SUPERVISOR: "乙"}, {"甲"}, "乙"),
    ("section_head", {SECTION: "甲", DEPUTY: "丙"}, {"甲"}, "丙"),
    ("supervising_leader", {SECTION: "甲", PRINCIPAL: "丁"}, set(), "丁"),
    ("supervising_leader", {SUPERVISOR: "乙", PRINCIPAL: "丁"}, {"乙"}, "丁"),
    ("principal", {PRINCIPAL: "丁", ABOVE: "戊"}, {"丁"}, "戊"),
    ("principal", {SECTION: "甲"}, set(), None),
    ("leading_group", {SECTION: "甲", PRINCIPAL: "丁"}, set(), None),
    ("discipline_office", {("discipline_office", "member"): "己"}, set(), "己"),
    ("discipline_office", {("discipline_office", "head"): "己"}, {"己"}, None),
]


@pytest.mark.parametrize(("seat", "sitting", "avoided", "expected"), CASES)
def test_who_takes_the_step(seat, sitting, avoided, expected):
    def holders_of(rung):
        return [
            who for (name, rank), who in sitting.items() if name == rung.seat and rank in rung.ranks
        ]

    found = chain.first_staffed(chain.ladder(seat), holders_of, avoided)
    assert (found[1][0] if found else None) == expected


def test_reaches_is_the_ladder_read_backwards():
    for seat, rungs in chain.LADDERS.items():
        for index, rung in enumerate(rungs):
            assert (seat, rung, rungs[:index]) in chain.reaches(rung.seat)


def test_offices_have_no_ladder():
    assert [seat for seat, _, _ in chain.reaches("leading_group")] == ["leading_group"]
