"""Wording in an imported table is judged by the rules of the form, not by others of its own."""

import pytest

from risks.sheets.remarks import remark
from tests.risks.test_sheet_reading import HEAD, ROW, of, rules


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("不准确登记数量，造成损失", "prohibition"),
        ("学生不得不另行缴费，造成不公", "prohibition"),
        ("未核对材料是否齐全就受理，造成不公", "question"),
        ("将严禁公开的名单外传，造成损失", "prohibition"),
    ],
)
def test_the_rules_of_wording_are_those_of_the_form(text, rule):
    """Each was held against the row while the import had patterns of its own."""
    reading = of(HEAD, [1, "教务处", "学籍管理员", "转学审核", text, "高", "两人复核", ""])
    remark(reading)
    assert rule not in rules(reading.rows[0])


def test_the_name_of_any_power_of_the_unit_is_no_risk():
    reading = of(HEAD, [*ROW[:4], "学籍变动办理风险", *ROW[5:]])
    remark(reading, powers=["学籍变动办理"])
    assert "only_the_power" in rules(reading.rows[0])
