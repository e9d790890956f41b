"""What is withdrawn is gone from every address and leaves a number with day and ground."""

import pytest
from django.urls import reverse

from tests.public import factory

pytestmark = pytest.mark.django_db
SECRET = "只在撤回的一版里的职权"


@pytest.fixture
def withdrawn(cast):
    """The second of three versions."""
    first = factory.catalogue(cast, "学籍变动审核")
    second = factory.catalogue(cast, SECRET)
    factory.withdrawn(second, cast, why="承办科室写错")
    factory.catalogue(cast, "学籍异动审核", unit=cast.school_large)
    return first, second


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("public-catalogue", []),
        ("public-changes", []),
        ("public-power", [1]),
        *(("public-download", [name]) for name in ("xlsx", "pdf", "docx", "csv", "json")),
    ],
)
def test_every_address_of_it_answers_410_with_the_ground(client, withdrawn, name, args):
    second = withdrawn[1]
    response = client.get(reverse(name, args=[second.number, *args]))
    assert response.status_code == 410
    for said in (second.number, "职权目录", "承办科室写错", "请联系公布单位"):
        assert said in response.text
    assert SECRET not in response.text
    assert "noindex" in response.text


@pytest.mark.parametrize("name", ["public-catalogue", "public-download"])
def test_a_cache_asks_again_and_gets_the_410_in_place_of_what_it_kept(client, cast, name):
    """`no-cache`, not `no-store`: what may be stored takes the place of the page from before."""
    found = factory.catalogue(cast, SECRET)
    address = reverse(name, args=[found.number, *(["csv"] if name.endswith("download") else [])])
    before = client.get(address)
    assert before.headers["Cache-Control"] == "no-cache"
    factory.withdrawn(found, cast)
    after = client.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 410
    assert after.headers["Cache-Control"] == "no-cache"
    assert "ETag" not in after.headers


def test_no_page_that_stays_shows_anything_of_it(client, cast, withdrawn):
    first, second = withdrawn
    third = cast.school_large.publications.latest("pk")
    for name, args in (
        ("public-home", []),
        ("public-unit", ["LARGE"]),
        ("public-powers", []),
        ("public-catalogue", [first.number]),
        ("public-catalogue", [third.number]),
        ("public-changes", [third.number]),
        ("public-withdrawn", []),
        ("check", [second.number]),
    ):
        assert SECRET not in client.get(reverse(name, args=args)).text, name
    assert client.get(reverse("public-powers"), {"q": SECRET}).context["cards"] == []


def test_the_check_page_says_that_it_is_withdrawn(client, withdrawn):
    text = client.get(reverse("check", args=[withdrawn[1].number])).text
    assert "撤回，理由：承办科室写错" in text


def test_the_version_before_does_not_come_back(client, cast):
    first, second = factory.catalogue(cast, "甲"), factory.catalogue(cast, "乙")
    factory.withdrawn(second, cast)
    assert client.get(reverse("public-powers")).context["cards"] == []
    text = client.get(reverse("public-catalogue", args=[first.number])).text
    assert "已不是现行版本" in text


def test_withdrawn_numbers_are_listed_with_day_and_ground(client, cast, withdrawn):
    response = client.get(reverse("public-withdrawn"))
    assert list(response.context["page_obj"]) == [withdrawn[1]]
    for said in (withdrawn[1].number, "承办科室写错", cast.school_large.name):
        assert said in response.text


def test_an_inside_edition_is_not_on_the_list(client, cast):
    factory.withdrawn(factory.catalogue(cast, SECRET, edition="inside"), cast, why="内部理由")
    response = client.get(reverse("public-withdrawn"))
    assert "没有撤回过" in response.text
    assert "内部理由" not in response.text
