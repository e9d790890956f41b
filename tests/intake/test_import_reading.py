"""What a file of the organisation says, and what is wrong with it, by row and column."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from registry.files.models import StoredFile
from registry.intake.models import OrganisationImport
from registry.intake.organisation.taking import plan_of
from registry.organisation.models import (
    Person,
)
from tests.intake.books import HEADERS, confirmed, problems_of, sent


def test_a_title_above_and_damaged_text_are_put_up_with(system, cast):
    sheets = {
        "人员": [["LARGE", "林\u3000听\u00a0雨", "办\n事员", None], [None, None], ["—", "", " "]]
    }
    imported = sent(system, sheets, title=["人员名单", "单位（盖章）"])
    (item,) = plan_of(imported).items
    assert item.row == 4
    assert item.changes == [("职务", "学籍管理员", "办事员")]


PROBLEMS = [
    ({"单位": [["NEW", None, None]]}, "单位", 2, "B", "请填写单位名称"),
    ({"单位": [["N W", "x", None]]}, "单位", 2, "A", "只能用字母"),
    ({"单位": [["NEW", "x", "NONE"]]}, "单位", 2, "C", "没有代码为“NONE”的上级单位"),
    ({"单位": [["A", "x", None], ["a", "y", None]]}, "单位", 3, "A", "出现了两次"),
    ({"单位": [["A", "x", "B"], ["B", "y", "A"]]}, "单位", 3, "C", "上级单位不能是"),
    ({"单位": [["BUREAU", "局", "LARGE"]]}, "单位", 2, "C", "上级单位不能是"),
    ({"科室": [["NONE", "德育处", 1]]}, "科室", 2, "A", "没有代码为“NONE”的单位"),
    ({"科室": [["LARGE", "德育处", "第一"]]}, "科室", 2, "C", "请写数字"),
    ({"科室": [["LARGE", "德育处", 1], ["LARGE", "德育处", 2]]}, "科室", 3, "B", "出现了两次"),
    ({"岗位": [["LARGE", "德育处", "干事", "一般岗位"]]}, "岗位", 2, "B", "没有“德育处”这个科室"),
    ({"岗位": [["LARGE", None, "干事", "一般岗位"]]}, "岗位", 2, "B", "必须属于一个科室"),
    ({"岗位": [["LARGE", "教务处", "干事", "重点岗位"]]}, "岗位", 2, "D", "不在可选项里"),
    ({"岗位": [["LARGE", "教务处", "长" * 81, "一般岗位"]]}, "岗位", 2, "C", "太长"),
    ({"人员": [["LARGE", "新人", None, "staff"]]}, "人员", 2, "D", "是林听雨的"),
    ({"人员": [["SMALL", "新人", None, "STAFF"]]}, "人员", 2, "D", "已有人使用"),
    ({"人员": [["LARGE", "新人", None, "a b"]]}, "人员", 2, "D", "不要有空格"),
    (
        {"人员": [["LARGE", "甲", None, "same"], ["LARGE", "乙", None, "same"]]},
        "人员",
        3,
        "D",
        "已写给甲",
    ),
    (
        {"人员": [["LARGE", "林听雨", None, None, None, "驾驶员"]]},
        "人员",
        2,
        "F",
        "没有“驾驶员”这个岗位",
    ),
    (
        {"人员": [["LARGE", "新人", None, None, "教务处", "任课教师", "去年"]]},
        "人员",
        2,
        "G",
        "不是日期",
    ),
    (
        {"人员": [["LARGE", "林听雨", None, None, None, None, None, None, "信息员"]]},
        "人员",
        2,
        "F",
        "席位属于岗位",
    ),
    (
        {"人员": [["LARGE", "叶知秋", None, None, None, "党支部书记", None, None, "党组书记"]]},
        "人员",
        2,
        "I",
        "不在可选项里",
    ),
    (
        {
            "人员": [
                [
                    "LARGE",
                    "叶知秋",
                    None,
                    None,
                    None,
                    "党支部书记",
                    None,
                    None,
                    "分管领导",
                ]
            ]
        },
        "人员",
        2,
        "K",
        "要写明对应的科室",
    ),
]


@pytest.mark.parametrize(("sheets", "sheet", "row", "column", "text"), PROBLEMS)
def test_what_is_wrong_is_said_by_row_and_column(system, cast, sheets, sheet, row, column, text):
    found = problems_of(system, sheets)
    places = [one[:3] for one in found]
    assert (sheet, row, column) in places
    assert any(text in one[3] for one in found)
    assert {one[4] for one in found} == {"error"}


def test_a_missing_column_or_sheet_is_named(system, cast):
    book = Workbook()
    book.active.title = "人员"
    book.active.append(["姓名", "电话"])
    out = BytesIO()
    book.save(out)
    assert "单位代码" in problems_of(system, out.getvalue())[0][3]
    book.active.title = "通讯录"
    out = BytesIO()
    book.save(out)
    assert "没有找到要导入的工作表" in problems_of(system, out.getvalue())[0][3]


def test_a_taken_post_is_worth_a_word(system, cast):
    sheets = {"人员": [["LARGE", "新人", None, None, "教务处", "学籍管理员"]]}
    ((*_, text, severity),) = problems_of(system, sheets)
    assert "林听雨" in text
    assert severity == "warning"


def test_namesakes_are_told_apart_by_the_user_name(system, cast):
    sheets = {"人员": [["LARGE", "林听雨", None, "lin2"]]}
    ((*_, severity),) = problems_of(system, sheets)
    assert severity == "warning"
    confirmed(system, OrganisationImport.objects.latest("id"))
    assert Person.objects.filter(name="林听雨").count() == 2
    found = problems_of(system, {"人员": [["LARGE", "林听雨", "组长", None]]})
    assert "请填写登录名" in found[0][3]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("名单.pdf", b"%PDF-1.7", ".xlsx"),
        ("名单.xlsx", b"%PDF-1.7 ....", "不是 Excel"),
        ("名单.xlsx", b"PK\x03\x04 broken", "读不出来"),
        ("名单.xlsx", b"", "空的"),
    ],
)
def test_what_is_not_a_table_is_refused_and_not_kept(system, cast, name, content, message):
    file = SimpleUploadedFile(name, content)
    response = system.post(reverse("organisation-import"), {"file": file})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not StoredFile.objects.exists()


def test_the_template_has_the_sheets_and_its_own_emptiness_is_said(system, cast):
    content = system.get(reverse("organisation-import-template")).getvalue()
    book = load_workbook(BytesIO(content))
    assert book.sheetnames == ["填写说明", *HEADERS]
    for name, headers in HEADERS.items():
        assert [cell.value for cell in book[name][1]] == headers
        assert book[name].data_validations.dataValidation
    assert problems_of(system, content)[0][3].startswith("没有读到任何内容")


def test_text_that_looks_like_markup_stays_text(system, cast):
    evil = "<img src=x onerror=alert(1)>"
    for sheets in ({"科室": [["LARGE", evil, 1]]}, {"科室": [[evil[:20], "德育处", 1]]}):
        imported = sent(system, sheets)
        url = reverse("organisation-import-detail", args=[imported.pk])
        page = system.get(url).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img" in page


def test_a_look_at_a_large_file_costs_no_more_queries(system, cast, django_assert_max_num_queries):
    rows = [["LARGE", f"教师{n:03}", None, None, "教务处", "任课教师"] for n in range(300)]
    imported = sent(system, {"人员": rows})
    with django_assert_max_num_queries(16):
        plan = plan_of(imported)
    assert len(plan.of("people", "new")) == 300
