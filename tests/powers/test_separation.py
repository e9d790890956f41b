"""分权: one post on two sides of a split is found; a body that decides together is not."""

import pytest

from powers import flow
from powers.first_check.rules import WARNING, Around, check
from powers.separation import PARTS, SPLITS, conflicts, part_named

from .factory import power_content


def content(**sides):
    """A power whose steps are tagged: {label: (part, handler)}, or with a post's id."""
    details = {
        label: dict(zip(("part", "handler", "post_id"), said, strict=False))
        for label, said in sides.items()
    }
    return power_content(steps=list(sides), details=details, ways=[])


FOUND = [
    ("two-sides", {"审核": ("decision", "教务主任"), "检查": ("supervision", "教务主任")}, 1),
    ("two-posts", {"审核": ("decision", "教务主任"), "检查": ("supervision", "副校长")}, 0),
    ("same-side", {"初审": ("execution", "教务主任"), "复审": ("execution", "教务主任")}, 0),
    ("two-splits", {"审核": ("decision", "教务主任"), "评审": ("funds_review", "教务主任")}, 0),
    ("together", {"审议": ("decision", "校务会"), "检查": ("supervision", "校务会")}, 0),
    ("no-handler", {"审核": ("decision", ""), "检查": ("supervision", "")}, 0),
    ("no-part", {"审核": ("", "教务主任"), "检查": ("supervision", "教务主任")}, 0),
    ("case", {"调查": ("case_inquiry", "科长"), "决定": ("case_decision", "科长")}, 1),
    ("by-post", {"审核": ("decision", "甲", 7), "检查": ("supervision", "乙", 7)}, 1),
    ("other-post", {"审核": ("decision", "科长", 7), "检查": ("supervision", "科长", 8)}, 0),
]


@pytest.mark.parametrize(("sides", "number"), [each[1:] for each in FOUND],
                         ids=[each[0] for each in FOUND])  # fmt: skip
def test_who_stands_on_two_sides(sides, number):
    row = content(**sides)
    assert len(conflicts(row)) == number
    found = [one for one in check(row, Around()) if one.rule == "one_post_on_two_sides"]
    assert len(found) == number
    assert all(one.severity == WARNING and "集体决策" in one.text for one in found)


def test_a_part_is_of_one_split():
    codes = [code for split in SPLITS for code in split.parts]
    assert len(codes) == len(set(codes)) == len(PARTS)
    assert part_named("case_decision") == "决定（行政处罚、强制）"


def test_part_and_post_stay_inside_and_a_chart_without_them_is_as_before():
    from powers.tables import public_chart

    row = flow.whole(content(审核=("decision", "教务主任", 7), 检查=("", "副校长")))
    assert "分权：决策（决策、执行、监督）" in flow.in_words(row)
    public = public_chart(row)
    assert not [key for key in public if "part" in key or "post" in key]
    assert "decision" not in str(public)
    plain = flow.whole(content(审核=("", "教务主任"), 检查=("", "副校长")))
    assert plain["details"] == {"审核": {"handler": "教务主任"}, "检查": {"handler": "副校长"}}
