"""A catalogue's workbook, cell by cell: what goes out, and what a cell that comes back means."""

import pytest
from openpyxl.utils import get_column_letter

from powers.offline.book import POWERS, make_book
from powers.offline.planning import draft_of
from registry.offline.book import OPTIONS
from tests.offline_hands import FIRST, places, put, value

from .factory import add
from .offline_plans import FULL, plan, seen_of

# --- what goes out, and comes back as it was ---------------------------------------------------


def test_the_workbook_has_rows_drop_downs_and_hidden_marks_and_changes_nothing(cast, draft):
    paper, revision = draft
    add(cast, paper)
    add(cast, paper, **FULL)
    book = make_book(draft_of(revision))
    sheet = book[POWERS]
    assert (book.sheetnames, book[OPTIONS].sheet_state) == ([POWERS, OPTIONS], "hidden")
    assert sheet.column_dimensions["A"].hidden
    assert value(sheet, FIRST, "承办科室") == "教务处"
    assert value(sheet, FIRST + 1, "办理环节") == "受理、登记\n审核"
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    ruled = {
        area.min_col
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for area in rule.sqref.ranges
    }
    lists = ("内外部", "职权类型", "服务对象", "承办科室", "公开范围", "清理意见")
    assert {places(sheet)[header] for header in lists} == ruled
    found = plan(revision, book)
    assert (seen_of(found), found.faults, found.missing) == ([("same", [], [])] * 2, [], [])


# --- one cell, one answer ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "typed", "taken"),
    [
        ("职权名称", "学生学籍异动审核", ["name"]),
        ("职权类型", "其他职权", ["kind"]),
        ("职权类型", "", []),
        ("承办科室", "教务处、总务处", ["sections"]),
        ("承办科室", "", ["sections"]),
        ("法律依据", "《中小学生学籍管理办法》 第三章；《甲法》第二条", ["bases"]),
        ("法律依据", "1.《中小学生学籍管理办法》第三章。", []),
        ("办理环节", "受理→审核→办结", []),
        ("办理环节", "受理\n审核", ["steps"]),
        ("裁量基准", "主动改正的：罚款，1000元以上、不满3000元", ["benchmarks"]),
        ("子项", "零星采购（0101）", ["sub_items"]),
        ("办理期限", "=1+1", ["time_limit"]),
        ("不公开的理由", "只在不公开时才有", []),
        ("调整理由", "还没有生效的不用写", []),
    ],
)
def test_a_cell_is_taken_by_what_it_means(cast, draft, header, typed, taken):
    paper, revision = draft
    add(cast, paper)
    book = make_book(draft_of(revision))
    put(book[POWERS], FIRST, **{header: typed})
    found = plan(revision, book)
    assert found.faults == []
    assert seen_of(found) == [("changed" if taken else "same", taken, [])]


@pytest.mark.parametrize(
    ("header", "typed", "told"),
    [
        ("职权名称", "", "职权名称空了"),
        ("职权名称", "食堂采购项目审批", "同一个名称"),
        ("职权类型", "审核类", "不在可选的内容里"),
        ("公开范围", "单位内部公开", "面向社会公开"),
        ("承办科室", "没有的处", "没有“没有的处”这个科室"),
        ("法律依据", "第三条", "看不出是哪部法律"),
        ("裁量基准", "看着办", "看不出情形"),
        ("职权名称", "审批", ""),
        ("办理期限", "字" * 400, "太长"),
    ],
)
def test_what_cannot_be_taken_is_told_by_its_cell(cast, draft, header, typed, told):
    paper, revision = draft
    add(cast, paper)
    add(cast, paper, name="食堂采购项目审批")
    book = make_book(draft_of(revision))
    sheet = book[POWERS]
    put(sheet, FIRST, **{header: typed})
    [fault] = plan(revision, book).faults
    assert told in fault.text
    assert fault.row in (FIRST, FIRST + 1)
    assert fault.letter == get_column_letter(places(sheet)[header])


@pytest.mark.parametrize(
    ("typed", "visibility", "ground"),
    [
        ({}, "public", ""),
        ({"内外部": "内部职权"}, "inside", ""),
        ({"公开范围": "不公开", "不公开的理由": "涉及隐私"}, "withheld", "涉及隐私"),
        ({"不公开的理由": "涉及隐私"}, "public", ""),
    ],
)
def test_a_new_row_says_the_rest_by_itself(draft, typed, visibility, ground):
    _, revision = draft
    book = make_book(draft_of(revision))
    put(book[POWERS], FIRST, 职权名称="新生入学资格审核", **typed)
    [row] = plan(revision, book).rows
    assert (row.action, row.said["kind"], row.said["disposition"]) == ("added", "other", "keep")
    assert (row.said["visibility"], row.said["ground"]) == (visibility, ground)


def test_a_text_that_no_cell_holds_stays_as_it_is(cast, draft):
    paper, revision = draft
    duty = {"stage": "受理", "text": "字" * 1_900, "basis": ""}
    add(cast, paper, responsibilities=[duty] * 18)
    book = make_book(draft_of(revision))
    assert "放不下" in value(book[POWERS], FIRST, "责任事项")
    assert seen_of(plan(revision, book)) == [("same", [], [])]
    put(book[POWERS], FIRST, 办理期限="三日")
    assert seen_of(plan(revision, book)) == [("changed", ["time_limit"], [])]
