"""历次公布: the page of a published power says what became of it from version to version."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews import power_history, versions
from reviews.models import Publication
from tests.public import factory
from tests.reviews.test_versions import pair, staged_pair, withdraw

__all__ = ["pair", "staged_pair"]  # fixtures


def history(publication, name):
    row = publication.rows.select_related("power_version").get(content__name=name)
    public = Publication.objects.filter(edition=publication.edition)
    return power_history.history_of(row, versions.row_of_versions(publication, public))


@pytest.mark.parametrize(
    ("of", "name", "stages"),
    [
        (1, "学籍异动审核", [("changed", False), (None, True)]),
        (0, "学籍变动审核", [("changed", False), (None, True)]),
        (1, "课后服务收费", [("added", False)]),
        (0, "奖学金评定", [("removed", False), (None, True)]),
        (1, "校车审批", [("changed", False), (None, True)]),
    ],
)
def test_each_version_says_what_became_of_the_power(pair, of, name, stages):
    found = history(pair[of], name)
    assert [(one.changed and one.changed.sort, one.is_first) for one in found] == stages
    assert [one.is_same for one in found].count(True) == (name == "校车审批")


@pytest.mark.parametrize(
    ("of", "said"), [("学籍异动审核", "法律法规变动：办法修订"), ("校车审批", "")]
)
def test_on_what_ground_it_changed_stands_beside_it(pair, of, said):
    """As the head of the publication says it; control: of another power nothing is said."""
    found = versions.row_of_versions(pair[1], Publication.objects.filter(edition="public"))
    changed = pair[1].rows.get(content__name="学籍异动审核").power_version.power_id
    found[0].head["causes"] = {str(changed): "法律法规变动：办法修订"}
    row = pair[1].rows.select_related("power_version").get(content__name=of)
    assert power_history.history_of(row, found)[0].changed.cause == said


def page(client, publication, name):
    row = publication.rows.get(content__name=name)
    return client.get(reverse("public-power", args=[publication.number, row.position]))


def test_the_page_shows_both_versions_and_leads_to_them(client, pair):
    text = page(client, pair[1], "学籍异动审核").text
    shown = text[text.index("历次公布") :]
    assert "改了什么：职权名称" in shown
    assert "学籍<del>变</del><ins>异</ins>动审核" in shown
    earlier = reverse("public-power", args=[pair[0].number, 1])
    assert f'href="{earlier}"' in shown
    assert "内容没有变化" in page(client, pair[1], "校车审批").text
    gone = page(client, pair[0], "奖学金评定").text
    assert re.search(rf"{pair[1].number}.*?这一版不再列出", gone, re.DOTALL)


def test_of_what_was_withdrawn_number_and_day_alone(client, cast, pair):
    """The canary: the words of the withdrawn version; and who knew the page is told."""
    tag = page(client, pair[1], "学籍异动审核")["ETag"]
    withdraw(cast, pair[0])
    again = page(client, pair[1], "学籍异动审核")
    assert "学籍变动审核" not in again.text
    assert "上一版已经撤回，没有对照" in again.text
    assert pair[0].number in again.text
    assert reverse("public-catalogue", args=[pair[0].number]) not in again.text
    assert again["ETag"] != tag


def test_one_version_needs_no_history(client, cast, db):
    found = factory.catalogue(cast, "场地借用审核")
    assert "历次公布" not in page(client, found, "场地借用审核").text


def test_a_row_of_no_register_has_none(cast, db):
    factory.catalogue(cast, "场地借用审核")
    assert history(factory.catalogue(cast, "场地借用审核"), "场地借用审核") == []


def test_it_asks_no_more_for_many_versions(pair):
    row = pair[1].rows.select_related("power_version").get(content__name="校车审批")
    counts = []
    for number in (1, 2):
        found = versions.row_of_versions(pair[1], Publication.objects.filter(edition="public"))
        with CaptureQueriesContext(connection) as queries:
            assert len(power_history.history_of(row, found[:number])) == number
        counts.append(len(queries))
    assert counts == [1, 1]
