"""Brackets, blanks and words in a cell that look like an item or a level, and are not or are."""

from time import process_time

import pytest

from registry.intake.cells import text_of
from registry.intake.columns import header_key
from registry.intake.limited_reader import Sheet
from risks.sheets.reading import read
from risks.sheets.splitting import items_of
from risks.sheets.values import level_in_cell, levels_inside, person_inside

MOST_SECONDS = 2  # of the processor; each of these texts takes a small part of one


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "审批前未核对材料完整性；1）擅自简化办理流程手续",
            ["审批前未核对材料完整性", "1）擅自简化办理流程手续"],
        ),
        ("收受家长礼品;a)放宽接收条件", ["收受家长礼品", "a)放宽接收条件"]),
        (
            "（一是违规审批项目；二是收受（含礼品）礼金；三是泄露信息）",
            ["（一是违规审批项目；二是收受（含礼品）礼金；三是泄露信息）"],
        ),
        (
            "收受家长（含亲友；同学）礼品；放宽接收条件",
            ["收受家长（含亲友；同学）礼品", "放宽接收条件"],
        ),
        (
            "收受家长财物（包括1）礼品礼金；2）各种卡券）；放宽接收条件",
            ["收受家长财物（包括1）礼品礼金；2）各种卡券）", "放宽接收条件"],
        ),
        ("收受礼品（不超过10）；放宽接收条件", ["收受礼品（不超过10）", "放宽接收条件"]),
        ("收受家长（礼品；放宽接收条件", ["收受家长（礼品", "放宽接收条件"]),
        ("收受（家长；亲友（含同学）的礼品", ["收受（家长", "亲友（含同学）的礼品"]),
        ("收受家长礼品；；放宽接收条件；", ["收受家长礼品", "放宽接收条件"]),
    ],
)
def test_a_semicolon_separates_unless_a_pair_of_brackets_holds_it(text, items):
    assert items_of(text) == (items, len(items) > 1)


@pytest.mark.parametrize(
    "text",
    [
        "对B级企业管控后为B级",
        "规范落实后为A；",
        "贫困户等级评定：整改前为二级",
        "贫困户（一般）等级评定：整改前为二级",
        "1）对B级企业管控后为B级",
        "对企业整改后（B级）公示",
    ],
)
def test_what_no_word_of_grading_calls_a_level_stays_in_the_text(text):
    assert levels_inside(text) == (text, "", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("放宽条件（管控后为B级）", ("放宽条件", "", "B级")),
        ("放宽条件[管控后为B级]", ("放宽条件", "", "B级")),
        ("放宽条件（含补录，管控后：B级）", ("放宽条件（含补录）", "", "B级")),
        ("放宽条件（含补录，管控后（B级））", ("放宽条件（含补录）", "", "B级")),
        ("放宽（含补录，管控后：B级）后审批", ("放宽（含补录）后审批", "", "B级")),
        ("放宽条件，管控后风险等级为B级", ("放宽条件", "", "B级")),
        ("放宽条件，管控后风险为B级", ("放宽条件", "", "B级")),
        ("对B级企业管控后为B级（措施后：C级）", ("对B级企业管控后为B级", "", "C级")),
        ("放宽条件【整改前：高】", ("放宽条件", "高", "")),
        ("管控后为B级", ("", "", "B级")),
        ("整改前：高；整改后：低。", ("", "高", "低")),
    ],
)
def test_a_level_by_a_word_of_grading_in_brackets_or_alone_is_taken(text, found):
    rest, *words = levels_inside(text)
    assert (rest.strip("；。"), *words) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("高，措施后：低", ("高", "低")), ("高\n管控后为低", ("高", "低")), ("高", ("高", ""))],
)
def test_a_cell_for_levels_needs_no_word_of_grading(text, found):
    assert level_in_cell(text) == found


BOTH = "措施前（风险等级：高），措施后（风险等级：低）"


@pytest.mark.parametrize(
    ("level", "level_after", "found", "differs"),
    [
        ("中", BOTH, ("中", "低"), "风险等级栏写“中”，文字里写“高”，请核对。"),
        ("中", "高（措施后：低）", ("中", "低"), "风险等级栏写“中”，文字里写“高”，请核对。"),
        ("高", BOTH, ("高", "低"), None),
        ("", BOTH, ("高", "低"), None),
        ("中", "风险等级：低", ("中", "低"), None),
    ],
)
def test_a_column_of_the_level_after_that_says_both_is_held_against_the_other(
    level, level_after, found, differs
):
    rows = [["风险点", "风险等级", "措施后等级"], ["放宽条件", level, level_after]]
    (row,) = read([Sheet("表", rows, [])]).rows
    assert (row.texts["level"], row.texts["level_after"]) == found
    said = [(f.field, f.text) for f in row.findings if f.rule == "levels_differ"]
    assert said == ([("level", differs)] if differs else [])


# --- a long cell takes no long time ------------------------------------------------------------


def test_blanks_of_any_kind_and_those_that_page_marks_leave_become_one():
    assert text_of("级措施后" + " 第1页共1页" * 400 + "x") == "级措施后 x"
    assert text_of("A" + "\u2028\u205f" * 2000 + "B") == "A B"
    assert text_of("甲一\n第1页共1页\n乙二") == "甲一\n乙二"


@pytest.mark.parametrize(
    "text",
    [
        "级措施后" + " " * 4000 + "x",
        "级措施后" + " 第1页共1页" * 4000,
        "级" + " " * 4000 + "措施后" + "\n" * 4000 + "（" + "\u2028" * 4000 + "高",
        "后" + " " * 4000 + "风险等级" + " " * 4000 + "x",
        "责任人：" + " " * 4000 + "x",
        "级" + "措施" * 4000,
        "级" + "措施的" * 4000 + "后",
        "管控后为B级；" * 4000,
        "（" * 4000 + "措施后：低；" * 2000,
        "前为后为" * 4000,
        "；" * 4000 + "收受礼品",
        "收受家长礼品；（" * 4000,
        "收受家长礼品；（放宽条件" * 2000 + "）" * 2000,
    ],
    ids=lambda text: text[:5],
)
def test_a_text_that_repeats_itself_is_read_in_a_short_time(text):
    start = process_time()
    for known in (text, text_of(text)):
        for look in (levels_inside, level_in_cell, person_inside, items_of, header_key):
            look(known)
    assert process_time() - start < MOST_SECONDS
