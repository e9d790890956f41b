"""The rules of a row, as a table."""

import pytest

from powers.checklist import default_visibility, faults, gaps, name_key

GOOD = {
    "name": "学生学籍变动审核",
    "side": "external",
    "kind": "confirmation",
    "exercising_body": "和平区第一中学",
    "handling_body": "教务处",
    "time_limit": "五个工作日",
    "supervision_channel": "",
    "content": "",
    "conditions": "",
    "procedure": "",
    "disposition": "keep",
    "visibility": "public",
    "ground": "",
    "bases": [{"law": "中小学生学籍管理办法", "article": "第三章"}],
    "sections": [1],
    "steps": ["受理", "审核", "办结"],
}


def test_a_good_row_has_neither_faults_nor_gaps():
    assert faults(GOOD) == []
    assert gaps(GOOD) == []


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"name": "  "}, ["name"]),
        ({"name": "招生"}, ["name"]),
        ({"name": "招 生　录"}, ["name"]),
        ({"name": "学籍管理"}, []),
        ({"name": "【A岗位】物资采购审批"}, ["name"]),
        ({"time_limit": "XX个工作日"}, ["time_limit"]),
        ({"handling_body": "××科"}, ["handling_body"]),
        ({"content": "按某某办法执行"}, ["content"]),
        ({"procedure": "____"}, ["procedure"]),
        ({"conditions": "X光机一台"}, []),
        ({"visibility": "inside"}, ["visibility"]),
        ({"visibility": "withheld"}, ["ground"]),
        ({"visibility": "withheld", "ground": " "}, ["ground"]),
        ({"visibility": "withheld", "ground": "国家秘密"}, []),
        ({"side": "internal", "visibility": "inside"}, []),
        ({"side": "internal", "visibility": "public"}, []),
        ({"served": "both"}, []),
        ({"side": "internal", "visibility": "inside", "served": "citizen"}, ["served"]),
        ({"steps": ["审核", "审核"]}, ["steps"]),
        ({"steps": ["长" * 61]}, ["steps"]),
        ({"steps": []}, []),
    ],
)
def test_faults(change, fields):
    assert [fault.field for fault in faults({**GOOD, **change})] == fields


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"bases": []}, ["bases"]),
        ({"sections": []}, ["sections"]),
        ({"bases": [], "sections": []}, ["bases", "sections"]),
    ],
)
def test_gaps(change, fields):
    assert [gap.field for gap in gaps({**GOOD, **change})] == fields


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("学籍变动审核", "学籍变动 审核", True),
        ("评优（评先）", "评优(评先)", True),
        ("学籍变动审核", "学籍变动审批", False),
    ],
)
def test_same_names(one, other, same):
    assert (name_key(one) == name_key(other)) is same


def test_default_visibility_follows_the_side():
    assert default_visibility("external") == "public"
    assert default_visibility("internal") == "inside"
