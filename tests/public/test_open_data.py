"""开放数据: whole, since a day, without what was withdrawn, the same until something changes."""

import csv
import json
from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reviews import open_data
from reviews.models import Publication
from tests.public import factory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def get(client, name="publications", format_name="json", **query):
    response = client.get(reverse("public-data", args=[name, format_name]), query)
    assert response.status_code == 200
    return b"".join(response)


def rows(client, name="publications", **query):
    return json.loads(get(client, name, "json", **query))["rows"]


def published(publication, days_ago, tampering):
    with tampering():
        at = timezone.now() - timedelta(days=days_ago)
        Publication.objects.filter(pk=publication.pk).update(at=at)


@pytest.fixture
def site(cast):
    replaced = factory.catalogue(cast, "旧职权")
    standing = factory.catalogue(cast, "=1+1", "收费公示")
    taken_back = factory.withdrawn(
        factory.directory(cast, "撤掉的风险", unit=cast.school_small), cast, why="内容有误"
    )
    directory = factory.directory(cast, "放宽接收条件")
    running = factory.publicity(cast, "公示的风险")
    ended = factory.publicity(cast, "过期的风险", ends_on=TODAY() - timedelta(days=1))
    factory.catalogue(cast, "内部职权", edition=factory.Edition.INSIDE)
    return {
        "现行有效": {standing.number, directory.number},
        "已有新版": {replaced.number},
        "已经撤回": {taken_back.number},
        "正在公示": {running.number},
        "公示结束": {ended.number},
    }


def test_every_number_is_listed_with_what_became_of_it(client, site):
    found = {}
    for row in rows(client):
        found.setdefault(row["state"], set()).add(row["number"])
    assert found == site


def test_of_what_was_withdrawn_number_date_and_ground_are_left(client, site):
    (row,) = [row for row in rows(client) if row["state"] == "已经撤回"]
    assert row["withdrawn_on"] == TODAY().isoformat()
    assert row["withdrawn_why"] == "内容有误"
    assert (row["title"], row["digest"], row["row_count"]) == ("", "", "")


def test_rows_are_those_of_what_stands(client, site):
    assert {row["name"] for row in rows(client, "powers")} == {"=1+1", "收费公示"}
    (point,) = rows(client, "points")
    assert point["risk"] == "放宽接收条件"
    assert point["number"] in site["现行有效"]
    assert (point["unit_code"], point["serial"]) == ("LARGE", 1)
    standing = "".join(get(client, name).decode() for name in open_data.SETS if name != "changes")
    assert "旧职权" not in standing
    everything = standing + get(client, "changes").decode()
    for word in ("撤掉的风险", "内部职权", "公示的风险", "过期的风险"):
        assert word not in everything


def test_every_column_is_described(client, site):
    page = client.get(reverse("public-data-about")).text
    for name in open_data.SETS:
        said = json.loads(get(client, name))
        assert set(said) == {"title", "source", "number", "digest", "columns", "rows"}
        keys = [column["key"] for column in said["columns"]]
        assert all(list(row) == keys for row in said["rows"])
        assert all(f"<code>{key}</code>" in page for key in keys)


def test_no_cell_of_the_csv_is_a_formula(client, site):
    text = get(client, "powers", "csv").decode("utf-8-sig")
    head, titles, *lines = csv.reader(StringIO(text))
    assert head[1].startswith("来源：公开网站公布的内容")
    assert titles[0] == "编号"
    assert "'=1+1" in lines[0]
    cells = [cell for line in (head, titles, *lines) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_since_a_day_only_what_changed(client, cast, tampering):
    old = factory.catalogue(cast, "早先的")
    published(old, 30, tampering)
    recent = factory.directory(cast)
    published(recent, 3, tampering)
    yesterday = (TODAY() - timedelta(days=1)).isoformat()
    week = (TODAY() - timedelta(days=7)).isoformat()
    assert [row["number"] for row in rows(client)] == [old.number, recent.number]
    assert [row["number"] for row in rows(client, since=week)] == [recent.number]
    assert rows(client, since=yesterday) == []
    assert rows(client, "powers", since=week) == []
    factory.withdrawn(old, cast)
    (row,) = rows(client, since=yesterday)
    assert (row["number"], row["state"]) == (old.number, "已经撤回")


@pytest.mark.parametrize("since", ["gestern", "2026-13-01", "20260101", "2026-1-1", "\x00"])
def test_a_strange_day_is_refused_in_words(client, db, since):
    address = reverse("public-data", args=["publications", "json"])
    response = client.get(address, {"since": since})
    assert response.status_code == 400
    assert "2026-01-31" in response.text


@pytest.mark.parametrize(("name", "format_name"), [("papers", "json"), ("powers", "xlsx")])
def test_there_are_no_other_tables(client, db, name, format_name):
    assert client.get(reverse("public-data", args=[name, format_name])).status_code == 404


@pytest.mark.parametrize("name", open_data.SETS)
def test_the_tag_lives_as_long_as_the_table(client, cast, site, name):
    address = reverse("public-data", args=[name, "csv"])
    first = client.get(address)
    first.close()
    known = {"If-None-Match": first.headers["ETag"]}
    assert not first.cookies
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, headers=known).status_code == 304
    assert len(queries) == 1, "no row is read for it"
    kind = factory.catalogue if name == "powers" else factory.directory
    factory.withdrawn(kind(cast, "新的", unit=cast.bureau), cast)
    response = client.get(address, headers=known)
    assert response.status_code == 200
    response.close()


def test_as_many_queries_for_many_rows(client, cast):
    counted = []
    for size in (2, 200):
        factory.catalogue(cast, *[f"职权{number}" for number in range(size)])
        with CaptureQueriesContext(connection) as queries:
            get(client, "powers")
        counted.append(len(queries))
    assert counted == [2, 2]


def test_the_page_for_developers_names_every_column():
    text = (settings.BASE_DIR / "docs" / "open-data.md").read_text()
    keys = {column.key for _, columns in open_data.SETS.values() for column in columns}
    assert {key for key in keys if f"`{key}`" not in text} == set()
