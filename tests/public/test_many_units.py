"""Where many units have published, a visitor types a part of a name; no menu of all of them."""

import pytest
from django.urls import reverse

from reviews.views.public import browsing, directories, keeping, units
from tests.public import factory

LISTS = ("public-powers", "public-directories")


@pytest.fixture
def published(cast):
    for unit in (cast.school_large, cast.school_small):
        factory.catalogue(cast, "学生学籍变动审核", "奖学金评定", unit=unit)
    return cast


@pytest.fixture
def many(monkeypatch):
    for module in (browsing, units):
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


PLACES = [("public-home", []), ("public-unit", ["BUREAU"])]


@pytest.mark.parametrize(("name", "args"), PLACES)
def test_few_units_are_all_there(client, published, name, args):
    page = client.get(reverse(name, args=args)).text
    assert published.school_small.name in page
    assert 'name="unit_named"' not in page


@pytest.mark.parametrize(("name", "args"), PLACES)
def test_one_of_many_units_is_found_by_its_name(client, published, many, name, args):
    small, large = published.school_small, published.school_large
    address = reverse(name, args=args)
    page = client.get(address).text
    assert 'name="unit_named"' in page
    assert reverse("public-unit", args=[small.code]) not in page.split("最近公布")[0]
    found = client.get(address, {"unit_named": small.name[-4:]})
    assert [node.code for node in found.context["named_units"]] == [small.code]
    assert reverse("public-unit", args=[small.code]) in found.text
    # Of too many the first, and how many there are.
    both = client.get(address, {"unit_named": "和平区"})
    shown = [node.code for node in both.context["named_units"]]
    assert len(shown) == 1
    assert both.context["named_count"] > 1
    assert "写得更全" in both.text
    nothing = client.get(address, {"unit_named": "没有这个"})
    assert "请换一个字词" in nothing.text
    assert large.code not in {node.code for node in nothing.context["named_units"]}


def test_on_a_disk_all_units_are_there(published, many, rf):
    tree = units.published_tree()
    request = rf.get("/")
    assert units.offered(request, tree)["asks_name"], "the control: a server asks for the name"
    request.on_disk = object()
    assert not units.offered(request, tree)["asks_name"]


def test_publicity_of_many_units_comes_page_by_page(client, published, monkeypatch):
    monkeypatch.setattr(directories, "PAGE_SIZE", 1)
    shown = []
    for unit in (published.school_large, published.school_small):
        factory.publicity(published, "放宽接收条件", unit=unit)
    for number in (1, 2):
        page = client.get(reverse("public-publicity"), {"page": number})
        shown += [each.unit for each in page.context["running"]]
    assert shown == [published.school_large, published.school_small]
