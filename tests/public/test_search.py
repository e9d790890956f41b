"""查找 and browsing: both kinds on one page, initials, counts as long as their lists."""

from importlib import import_module
from urllib.parse import parse_qs

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.search import initials_of, initials_text
from reviews.models import PublicationRow
from tests.public import factory

pytestmark = pytest.mark.django_db
MIGRATION = import_module("reviews.migrations.0015_initials_of_published_names")


def page(client, name, **query):
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return response


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("职务晋升", "zwjs"),
        ("银行行长", "yhhz"),
        ("重庆", "cq"),
        ("A类ABC 3", "alabc 3"),
        ("𠮷安", "𠮷a"),
        ("", ""),
    ],
)
def test_a_letter_for_each_character(text, letters):
    written = initials_of(text)
    assert len(written) == len(text)
    assert written == letters


def test_names_stand_apart():
    assert initials_text("学籍变动", "", None, "教务处", "学籍变动") == "xjbd jwc"


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("zwjs", {"职务晋升审核"}),
        ("ZWJS", {"职务晋升审核"}),
        ("ＺＷ", {"职务晋升审核"}),
        ("wj", {"职务晋升审核"}),
        ("zwjs 审核", {"职务晋升审核"}),
        ("zwjs 收费", set()),
        ("z", set()),  # one letter means itself only
        ("zwsj", set()),
        ("费", {"收费公示"}),
        ("hpqdyzx", {"职务晋升审核", "收费公示"}),
    ],
)
def test_powers_are_found_by_the_initials_of_names(client, cast, query, found):
    factory.catalogue(cast, "职务晋升审核", "收费公示")
    cards = page(client, "public-powers", q=query).context["cards"]
    assert {card["content"]["name"] for card in cards} == found


def test_what_the_initials_stand_for_is_marked(client, cast):
    factory.catalogue(cast, "职务晋升审核")
    assert "<mark>务晋升</mark>" in page(client, "public-powers", q="wjs").text


def test_what_was_published_before_is_found_after_the_migration(client, cast, tampering):
    factory.catalogue(cast, "职务晋升审核")
    digest = PublicationRow.objects.get().digest
    with tampering():
        PublicationRow.objects.update(initials="")
        assert not page(client, "public-powers", q="zwjs").context["cards"]
        MIGRATION.write_initials(apps, None)
    assert page(client, "public-powers", q="zwjs").context["cards"]
    assert PublicationRow.objects.get().digest == digest


def test_both_kinds_on_one_page(client, cast):
    factory.catalogue(cast, *[f"招生第{number}批" for number in range(12)])
    factory.directory(cast, "招生名额外流", "无关的环节")
    response = page(client, "public-search", q="招生")
    assert (response.context["power_count"], response.context["point_count"]) == (12, 1)
    assert len(response.context["power_cards"]) == 10
    assert "<mark>招生</mark>名额外流" in response.text
    assert f"{reverse('public-powers')}?q=%E6%8B%9B%E7%94%9F" in response.text


def test_points_are_searched_in_all_directories(client, cast):
    publication = factory.directory(cast, "招生名额外流", "无关的环节")
    factory.directory(cast, "名额分配不公开", unit=cast.school_small)
    response = page(client, "public-directories", q="名额")
    assert response.context["page_obj"].paginator.count == 2
    link = f"{reverse('public-directory', args=[publication.number])}?unit=LARGE&amp;q="
    assert link in response.text


@pytest.mark.every_case
@pytest.mark.parametrize("name", ["public-search", "public-powers", "public-directories"])
def test_finding_nothing_says_what_to_try_next(client, cast, name):
    factory.catalogue(cast)
    text = page(client, name, q="海关 学籍").text
    assert "只用一个词试试" in text
    assert 'href="?q=%E6%B5%B7%E5%85%B3"' in text
    assert "拼音首字母" in text
    assert "按单位查看" in text


@pytest.fixture
def several(cast):
    """Two schools with powers of two kinds, in sections that share some; points of two levels."""
    kinds = ["行政许可", "行政许可", "行政确认", "其他职权", "行政确认"]
    sections = [["教务处"], ["教务处", "总务处"], ["总务处"], [], ["教务处", "教务处"]]
    served = ["自然人", "自然人、法人和其他组织", "法人和其他组织", None, None]
    contents = [
        factory.power_content(f"职权{at}", kind=kind, sections=names)
        for at, (kind, names) in enumerate(zip(kinds, sections, strict=True))
    ]
    for content, said in zip(contents, served, strict=True):
        content |= {"served": said} if said else {}
    factory.publish(cast, factory.Kind.CATALOGUE, contents)
    factory.publish(cast, factory.Kind.CATALOGUE, contents[:2], unit=cast.school_small)
    factory.catalogue(cast, "看不到的", edition=factory.Edition.INSIDE)
    low = {"level": "三级(低)", "level_rank": 1, "section": "总务处"}
    points = [factory.point_content(f"环节{at}", **(low if at % 2 else {})) for at in range(5)]
    factory.publish(cast, factory.Kind.DIRECTORY, points)
    factory.publish(cast, factory.Kind.DIRECTORY, points[:2], unit=cast.school_small)


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("name", "sets"),
    [
        (
            "public-powers",
            {"unit": "units", "kind": "kinds", "served": "served", "section": "sections"},
        ),
        ("public-directories", {"unit": "units", "level": "levels", "section": "sections"}),
    ],
)
@pytest.mark.parametrize(
    "start",
    [
        {},
        {"unit": "LARGE"},
        {"q": "1"},
        {"unit": "LARGE", "kind": "行政许可", "level": "三级(低)"},
        {"unit": "LARGE", "section": "总务处"},
        {"kind": "行政许可", "served": "citizen"},
    ],
)
def test_every_count_is_the_length_of_its_list(client, several, name, sets, start):
    asked = 0
    context = page(client, name, **start).context
    for key, choices in sets.items():
        for choice in context[choices]:
            changed = {**start, key: choice.value}
            if key == "unit":
                changed.pop("section", None)
                if "section" in start:
                    continue
            listed = page(client, name, **changed).context["page_obj"].paginator.count
            assert listed == choice.count > 0, (key, choice)
            asked += 1
    assert asked >= 3


def test_sections_are_offered_within_a_unit_only(client, several):
    assert page(client, "public-powers").context["sections"] == []
    names = [each.value for each in page(client, "public-powers", unit="LARGE").context["sections"]]
    assert names == ["教务处", "总务处"]


def test_a_power_that_serves_both_counts_for_each(client, several):
    served = page(client, "public-powers", unit="LARGE").context["served"]
    assert [(each.value, each.count) for each in served] == [("citizen", 2), ("organisation", 2)]
    text = page(client, "public-map").text
    assert "面向自然人的职权" in text
    assert f"{reverse('public-powers')}?served=organisation" in text


def test_a_choice_taken_again_is_taken_back(client, several):
    text = page(client, "public-powers", unit="LARGE", section="教务处", page="1").text
    links = [
        parse_qs(part.split('"')[0].replace("&amp;", "&"))
        for part in text.split('href="?')[1:]
        if 'aria-current="true"' in part.split(">")[0]
    ]
    assert {frozenset(link) for link in links} == {frozenset(), frozenset({"unit"})}


@pytest.mark.every_case
@pytest.mark.parametrize("name", ["public-search", "public-powers", "public-directories"])
def test_as_many_queries_for_many_rows_as_for_few(client, cast, name):
    counted = []
    for size in (3, 300):
        names = [f"第{number}项" for number in range(size)]
        factory.catalogue(cast, *names)
        factory.directory(cast, *names)
        with CaptureQueriesContext(connection) as queries:
            page(client, name, q="项", unit="LARGE")
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 7
