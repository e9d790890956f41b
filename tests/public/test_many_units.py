"""Where many units have published, a visitor types a part of a name; no menu of all of them."""

import pytest
from django.urls import reverse

from reviews.views.public import browsing, comparing, keeping
from tests.public import factory

LISTS = ("public-powers", "public-directories")


@pytest.fixture
def published(cast):
    for unit in (cast.school_large, cast.school_small):
        factory.catalogue(cast, "学生学籍变动审核", "奖学金评定", unit=unit)
    return cast


@pytest.fixture
def many(monkeypatch):
    for module in (browsing, comparing):
        monkeypatch.setattr(module, "MOST", 1)


def test_few_are_a_menu(client, published):
    page = client.get(reverse("public-powers")).text
    assert 'name="unit_named"' not in page
    assert f'<option value="{published.school_small.code}">' in page


def test_of_many_a_name_is_typed(client, published, many):
    small, large = published.school_small, published.school_large
    page = client.get(reverse("public-powers"))
    assert 'name="unit_named"' in page.text
    assert "<option" not in page.text.split('name="unit_named"')[1].split("职权类型")[0]
    found = client.get(reverse("public-powers"), {"unit_named": small.name})
    assert {card["row"].unit for card in found.context["cards"]} == {small}
    # The menu offers what was found; a unit chosen before is left behind.
    assert [each.value for each in found.context["units"]] == [small.code]
    again = client.get(reverse("public-powers"), {"unit_named": small.name, "unit": large.code})
    assert {card["row"].unit for card in again.context["cards"]} == {small}
    nothing = client.get(reverse("public-powers"), {"unit_named": "没有这个"})
    assert nothing.status_code == 200
    assert not nothing.context["cards"]
    assert "清除条件" in nothing.text


@pytest.mark.parametrize("page", LISTS)
def test_what_a_visitor_types_is_not_kept(client, published, many, settings, page):
    settings.PUBLIC_PAGES_KEPT = 3
    keeping.SHELF.clear()
    client.get(reverse(page), {"unit_named": published.school_small.name})
    assert not keeping.SHELF._pages
    client.get(reverse(page))
    assert keeping.SHELF._pages, "the control: a page without words is kept"
    keeping.SHELF.clear()


def test_two_of_many_are_compared_by_their_names(client, published, many):
    small, large = published.school_small, published.school_large
    page = client.get(reverse("public-compare"))
    assert "<select" not in page.text
    asked = {"one": small.name, "other": large.code}
    found = client.get(reverse("public-compare"), asked)
    assert "found" in found.context
    unclear = client.get(reverse("public-compare"), {"one": "学", "other": large.name})
    assert "found" not in unclear.context
    assert "请写全" in unclear.text
