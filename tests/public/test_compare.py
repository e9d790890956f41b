"""The published powers of two units side by side."""

import pytest
from django.core.management import call_command

from registry.tables.formats import FORMATS
from reviews.views.public import comparing
from reviews.views.public.browsing import Choice
from tests.public import factory

ADDRESS = "/public/powers/compare/"
QUERIES = 4


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


@pytest.mark.django_db
@pytest.mark.parametrize("powers", [2, 40])
def test_long_lists_are_compared_with_as_many_queries(
    cast, client, django_assert_num_queries, powers
):
    factory.catalogue(cast, *(f"{number} 号事项审批" for number in range(powers)))
    names = (f"{number} 号事项审批" for number in range(powers))
    factory.catalogue(cast, *names, unit=cast.school_small)
    with django_assert_num_queries(QUERIES):
        page = client.get(f"{ADDRESS}?one=LARGE&other=SMALL")
    assert len(page.context["found"]["same"]) == powers


@pytest.mark.parametrize(
    ("sizes", "count"), [((3,), 3), ((1, 1), 0), ((12,), 65), ((30,), 245), ((2, 3), 4)]
)
def test_pairs_on_a_disk_grow_with_the_units(monkeypatch, sizes, count):
    """Each of thirty with ten that follow it; nobody with a unit of another superior."""
    superiors = {f"{group}-{at}": group for group, size in enumerate(sizes) for at in range(size)}
    monkeypatch.setattr(comparing.Unit.objects, "values_list", lambda *names: superiors.items())
    pairs = comparing.pairs_on_disk([Choice(code, code, 1) for code in superiors])
    assert len(set(pairs)) == len(pairs) == count
    assert all(superiors[one.value] == superiors[other.value] for one, other in pairs)


@pytest.mark.django_db
def test_comparisons_and_item_sheets_are_on_the_disk(cast, tmp_path, monkeypatch):
    monkeypatch.setattr("reviews.exporting.ROWS_AT_ONCE", dict.fromkeys(FORMATS, 0))
    published = factory.catalogue(cast, "学生学籍变动审核")
    factory.catalogue(cast, "学生学籍异动审核", unit=cast.school_small)
    factory.catalogue(cast, "民办学校设立审批", unit=cast.bureau)
    root = tmp_path / "site"
    call_command("build_site", "--out", str(root))
    pages = {path: path.read_text() for path in root.glob("public/powers/compare/*.html")}
    assert len(pages) == 5, "the units, one for each of them, one pair"
    compared = [text for text in pages.values() if "<table" in text]
    assert ["名称相同 0 项，相近 1 项" in text for text in compared] == [True]
    assert sum("没有可以对照的" in text for text in pages.values()) == 1, "nobody beside the bureau"
    sheets = root / f"public/powers/{published.number}/1"
    assert {path.name for path in sheets.glob("sheet.*")} == {"sheet.xlsx", "sheet.docx"}


def _names(rows):
    return tuple(row.content["name"] for row in rows) if isinstance(rows, tuple) else rows
