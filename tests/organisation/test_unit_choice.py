"""By which unit a list is narrowed: a menu of few, a part of the name of many."""

import pytest
from django.urls import reverse

from registry.organisation import unit_choice
from registry.organisation.models import Post, Unit
from registry.organisation.unit_choice import UnitChoice
from tests import way
from tests.stage import staged

ALL = {"BUREAU", "LARGE", "SMALL", "VILLAGE"}
# most, asked → offered in the menu, the one chosen, what a list is narrowed to.
TABLE = [
    (9, {}, ALL, None, ALL),
    (9, {"unit": "SMALL"}, ALL, "SMALL", {"SMALL"}),
    (9, {"unit": "NOBODY"}, ALL, None, ALL),
    (9, {"unit_named": "中学"}, ALL, None, ALL),  # few: there is no such field
    (3, {}, set(), None, ALL),
    (3, {"unit": "SMALL"}, {"SMALL"}, "SMALL", {"SMALL"}),
    (3, {"unit": "NOBODY"}, set(), None, ALL),
    (3, {"unit_named": "和平区"}, "和平区", None, "和平区"),
    (3, {"unit_named": "第一中学"}, {"LARGE"}, "LARGE", {"LARGE"}),
    (3, {"unit_named": "large"}, {"LARGE"}, "LARGE", {"LARGE"}),  # or its code
    (3, {"unit_named": "没有这个"}, set(), None, set()),
    (3, {"unit_named": " \0 "}, set(), None, ALL),
    (3, {"unit_named": "%"}, set(), None, set()),
    (3, {"unit_named": "第一中学", "unit": "SMALL"}, {"LARGE"}, "LARGE", {"LARGE"}),  # left behind
    (1, {"unit_named": "和平区"}, set(), None, "和平区"),  # too many found for a menu
]


def codes(expected):
    if isinstance(expected, str):
        return set(Unit.objects.filter(name__contains=expected).values_list("code", flat=True))
    return expected


@pytest.mark.parametrize(("most", "asked", "offered", "chosen", "left"), TABLE)
def test_what_is_offered_and_what_is_left(cast, monkeypatch, most, asked, offered, chosen, left):
    monkeypatch.setattr(unit_choice, "MOST", most)
    found = UnitChoice(Unit.objects.all(), asked, key="code")
    assert {unit.code for unit in found.offered} == codes(offered)
    assert (found.chosen.code if found.chosen else None) == chosen
    narrowed = Post.objects.filter(found.narrowed())
    assert set(narrowed.values_list("unit__code", flat=True)) == codes(left)


@pytest.mark.parametrize("value", ["x", "-1", "9" * 40, "²", ""])
def test_a_key_that_is_none_chooses_nothing(cast, monkeypatch, value):
    monkeypatch.setattr(unit_choice, "MOST", 1)
    assert UnitChoice(Unit.objects.all(), {"unit": value}).chosen is None


@pytest.mark.parametrize(
    ("most", "units", "nearest"),
    [
        (9, ALL, ["BUREAU"]),
        (1, ALL, ["BUREAU"]),
        (1, {"LARGE", "SMALL"}, ["BUREAU"]),
        (1, {"LARGE"}, ["LARGE", "BUREAU"]),
        (9, set(), []),
    ],
)
def test_the_nearest_unit_above_all(cast, monkeypatch, most, units, nearest):
    monkeypatch.setattr(unit_choice, "MOST", most)
    found = UnitChoice(Unit.objects.filter(code__in=units), {})
    assert found.nearest_above_all() == nearest


confirmed = staged(lambda cast: way.confirmed_form(cast).pk)
# The page, and what it calls a unit by.
PAGES = [
    ("paper-list", "code"),
    ("archive", "code"),
    ("point-list", "pk"),
    ("progress", "code"),
    ("not-begun", "code"),
    ("due-list", "code"),
    ("publication-list", "code"),
    ("board", "code"),
]


@pytest.mark.parametrize(("page", "key"), PAGES)
def test_a_page_asks_for_the_name_where_units_are_many(
    client, cast, confirmed, monkeypatch, page, key
):
    client.force_login(cast.accounts.office)
    monkeypatch.setattr(unit_choice, "MOST", 0)
    text = client.get(reverse(page)).text
    assert 'name="unit_named"' in text
    assert 'hx-trigger="submit, change' not in text  # a choice changes what else is offered
    known = cast.school_large
    found = client.get(reverse(page), {"unit": getattr(known, key)}).context["form"].place
    assert found.chosen in (known, None)  # where the page has nothing of it, it is not offered
    nothing = client.get(reverse(page), {"unit_named": "没有这个"})
    assert nothing.status_code == 200
    assert nothing.context["form"].place.chosen is None
