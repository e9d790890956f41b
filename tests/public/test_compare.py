"""The published powers of two units side by side."""

import pytest

from tests.public import factory

ADDRESS = "/public/powers/compare/"


@pytest.mark.django_db
def test_two_units_by_the_names_of_their_powers(cast, client):
    factory.catalogue(cast, "学生学籍变动审核", "奖学金评定")
    factory.catalogue(cast, "学生学籍异动审核", "奖学金评定", unit=cast.school_small)
    factory.catalogue(cast, "内部的一项审批", unit=cast.bureau, edition=factory.Edition.INSIDE)
    asked = client.get(ADDRESS)
    assert "found" not in asked.context
    assert "BUREAU" not in {choice.value for choice in asked.context["units"]}
    same = client.get(f"{ADDRESS}?one=LARGE&other=LARGE")
    assert "请选两个不同的单位" in same.content.decode()
    assert "found" not in client.get(f"{ADDRESS}?one=LARGE&other=BUREAU").context
    page = client.get(f"{ADDRESS}?one=LARGE&other=SMALL")
    found = page.context["found"]
    names = {key: [_names(each) for each in rows] for key, rows in found.items()}
    assert names == {
        "same": [("奖学金评定", "奖学金评定")],
        "alike": [("学生学籍变动审核", "学生学籍异动审核")],
        "only_here": [],
        "only_there": [],
    }
    assert "名称相同 1 项，相近 1 项" in page.content.decode()


def _names(rows):
    return tuple(row.content["name"] for row in rows) if isinstance(rows, tuple) else rows
