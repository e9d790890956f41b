"""Every page of the public site, through the client, without a sign-in."""

import json
from datetime import date

import pytest
from django.urls import reverse

from powers.particulars import content as particulars
from powers.sheets.particulars import rows_of
from tests.public import factory

pytestmark = pytest.mark.django_db


def page(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def test_home_lists_units_with_counts(client, cast):
    factory.catalogue(cast, "学籍变动审核", "奖学金评定")
    factory.directory(cast, "放宽接收条件")
    response = page(client, "public-home")
    assert response.status_code == 200
    assert "职权 2 项" in response.text
    assert "风险点 1 个" in response.text
    assert cast.school_large.name in response.text
    assert cast.bureau.name in response.text, "the unit above gives the tree its shape"
    assert cast.school_small.name not in response.text


def test_home_counts_points_of_a_subtree_once(client, cast):
    factory.directory(cast, "甲", "乙")
    factory.directory(
        cast,
        "甲",
        "乙",
        "丙",
        unit=cast.bureau,
        covers="subtree",
        units=[cast.school_large, cast.school_large, cast.bureau],
    )
    response = page(client, "public-home")
    assert response.context["point_count"] == 3


def test_home_without_publications_says_what_will_come(client, db):
    response = page(client, "public-home")
    assert response.status_code == 200
    assert "还没有公布的内容" in response.text


def test_unit_shows_catalogue_directory_and_earlier_versions(client, cast):
    old = factory.catalogue(cast, "学籍变动审核")
    new = factory.catalogue(cast, "学籍变动审核", "奖学金评定")
    found = factory.directory(cast)
    response = page(client, "public-unit", "LARGE")
    assert response.context["catalogues"] == [new]
    assert response.context["directories"] == [found]
    assert response.context["earlier"] == [old]
    for format_name in ("xlsx", "pdf", "csv", "json"):
        assert reverse("public-download", args=[new.number, format_name]) in response.text


def test_unit_links_to_the_directory_of_its_superior(client, cast):
    publication = factory.directory(
        cast, "甲", "乙", unit=cast.bureau, covers="subtree", units=[cast.bureau, cast.school_small]
    )
    response = page(client, "public-unit", "SMALL")
    assert "其中本单位 1 个风险点" in response.text
    assert f"{reverse('public-directory', args=[publication.number])}?unit=SMALL" in response.text


def test_unit_without_publications_is_not_there(client, cast):
    assert page(client, "public-unit", "SMALL").status_code == 404
    assert page(client, "public-unit", "NOBODY").status_code == 404


def test_a_closed_unit_says_so_and_stays_readable(client, cast):
    factory.catalogue(cast)
    cast.school_large.closed_on = date(2026, 1, 5)
    cast.school_large.save()
    assert cast.school_large.name in page(client, "public-home").text
    assert "已于 2026年1月5日 撤销" in page(client, "public-unit", "LARGE").text


@pytest.mark.parametrize("words", ["学", "学籍", "学籍变动", "学籍变动审核", "办法 第三章", "归档"])
def test_search_finds_words_of_any_length(client, cast, words):
    factory.catalogue(cast, "学籍变动审核", "收费公示")
    response = page(client, "public-powers", q=words)
    assert response.context["cards"][0]["row"].content["name"] == "学籍变动审核"


def test_search_shows_powers_named_so_before_those_that_mention_it(client, cast):
    factory.catalogue(cast, "甲", "归档管理")
    response = page(client, "public-powers", q="归档")
    assert [card["content"]["name"] for card in response.context["cards"]] == ["归档管理", "甲"]


def test_search_marks_the_words_and_nothing_else(client, cast):
    factory.catalogue(cast, "学籍变动审核", "收费公示")
    response = page(client, "public-search", q="变动审核")
    assert "学籍<mark>变动审核</mark>" in response.text
    assert "收费公示" not in response.text


def test_search_shows_where_else_the_words_stand(client, cast):
    factory.catalogue(cast, "奖学金评定")
    response = page(client, "public-powers", q="第三章")
    assert "法律依据：" in response.text
    assert "<mark>第三章</mark>" in response.text


def test_search_is_narrowed_by_unit_and_kind(client, cast):
    factory.catalogue(cast, "学籍变动审核")
    factory.catalogue(cast, "招生报名审核", unit=cast.school_small)
    assert page(client, "public-powers", unit="SMALL").context["page_obj"].paginator.count == 1
    assert page(client, "public-powers", kind="行政许可").context["page_obj"].paginator.count == 0
    assert page(client, "public-powers", kind="行政确认").context["page_obj"].paginator.count == 2
    assert page(client, "public-powers", unit="x\x00y").context["page_obj"].paginator.count == 0


def test_search_finding_nothing_says_what_to_try(client, cast):
    factory.catalogue(cast)
    assert "换一个说法" in page(client, "public-powers", q="海关").text


def test_power_page_shows_every_published_field(client, cast):
    publication = factory.catalogue(cast)
    response = page(client, "public-power", publication.number, 1)
    for value in factory.power_content().values():
        for text in [value] if isinstance(value, str) else value:
            assert text in response.text
    assert publication.number in response.text
    assert publication.digest in response.text


def test_superseded_power_leads_to_the_one_that_stands(client, cast):
    old = factory.catalogue(cast, "学籍变动审核")
    new = factory.catalogue(cast, "奖学金评定", "学籍变动审核")
    response = page(client, "public-power", old.number, 1)
    assert "已有新版" in response.text
    assert reverse("public-power", args=[new.number, 2]) in response.text
    assert "已有新版" not in page(client, "public-power", new.number, 2).text


def test_power_page_shows_duties_benchmark_and_supervision_and_gives_them_as_a_file(client, cast):
    given = particulars.public(
        {
            "supervision_phone": "0600-8120012",
            "sub_items": rows_of("sub_items", "转入（01）"),
            "responsibilities": rows_of("responsibilities", "受理：一次告知（《办法》第三条）"),
            "accountabilities": rows_of("accountabilities", "不按先后接收"),
            "benchmarks": rows_of("benchmarks", "严重：罚款，10元以上、不满30元"),
        }
    )
    contents = [factory.power_content(**given), factory.power_content("奖学金评定")]
    publication = factory.publish(cast, "catalogue", contents)
    shown = page(client, "public-power", publication.number, 1).text
    for text in ("责任事项", "依据：《办法》第三条", "追责情形", "10元以上、不满30元", "编码 01"):
        assert text in shown
    assert "责任事项" not in page(client, "public-power", publication.number, 2).text
    sheet = reverse("public-power-sheet", args=[publication.number, 1, "json"])
    rows = json.loads(b"".join(client.get(sheet).streaming_content))["rows"]
    assert {"part": "监督方式", "head": "监督电话", "text": "0600-8120012", "basis": ""} in rows


def test_superseded_by_a_withdrawn_version_is_said(client, cast):
    old = factory.catalogue(cast)
    factory.withdrawn(factory.catalogue(cast), cast)
    response = page(client, "public-catalogue", old.number)
    assert "已不是现行版本" in response.text
    assert page(client, "public-unit", "LARGE").context["catalogues"] == []


def test_directory_is_narrowed_by_words_unit_and_level(client, cast):
    contents = [
        factory.point_content("放宽接收条件"),
        factory.point_content("漏登礼品", level="三级(低)", level_rank=1, level_colour="blue"),
    ]
    publication = factory.publish(
        cast,
        factory.Kind.DIRECTORY,
        contents,
        unit=cast.bureau,
        covers="subtree",
        units=[cast.bureau, cast.school_large],
    )
    shown = page(client, "public-directory", publication.number)
    assert shown.context["levels"] == ["一级(高)", "三级(低)"]
    assert [unit.code for unit in shown.context["units"]] == ["BUREAU", "LARGE"]
    for query in ({"q": "礼品"}, {"level": "三级(低)"}, {"unit": "LARGE"}):
        narrowed = page(client, "public-directory", publication.number, **query)
        assert "放宽接收条件" not in narrowed.text
        assert narrowed.context["page_obj"].paginator.count == 1


def test_catalogue_rows_lead_to_the_pages_of_their_powers(client, cast):
    publication = factory.catalogue(cast, "学籍变动审核", "奖学金评定")
    response = page(client, "public-catalogue", publication.number)
    assert reverse("public-power", args=[publication.number, 2]) in response.text


def test_running_publicity_is_listed_and_shown(client, cast):
    publication = factory.publicity(cast, "放宽接收条件")
    assert publication.number in page(client, "public-publicity").text
    response = page(client, "public-publicity-detail", publication.number)
    assert "放宽接收条件" in response.text
    assert "还没有生效" in response.text


def test_directories_are_listed(client, cast):
    publication = factory.directory(cast)
    assert publication.number in page(client, "public-directories").text


def test_statement_says_that_nothing_is_collected(client, db):
    assert "不设 Cookie" in page(client, "public-statement").text


def test_unknown_numbers_are_not_found(client, cast):
    factory.catalogue(cast)
    for name in ("public-catalogue", "public-directory", "public-publicity-detail"):
        assert page(client, name, "LARGE-2020-PCAT-9999").status_code == 404
    assert client.get("/public/catalogues/%00/").status_code == 404
    assert (
        client.get("/public/powers/LARGE-2020-PCAT-0001/99999999999999999999/").status_code == 404
    )


def test_posting_is_refused(client, cast):
    assert client.post(reverse("public-home")).status_code == 405
