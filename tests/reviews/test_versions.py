"""与上一版相比: from frozen rows, matched by power or point, nothing of what is withdrawn."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from powers import editing
from reviews import publication, versions
from reviews.models import Publication
from tests.cast import make_programme
from tests.powers import factory as powers
from tests.public import factory
from tests.reviews.publishing import INSIDE, PUBLIC, confirmed_catalogue
from tests.stage import staged

FIRST = [{"name": "学籍变动审核"}, {"name": "奖学金评定"}, {"name": "校车审批"}]


def next_catalogue(cast):
    """Next year: one power renamed, one struck, one added, one as it was."""
    programme = make_programme(cast.bureau, cast.year + 1)
    paper, revision = powers.make_catalogue(cast, programme=programme)
    by = cast.people.school_office
    renamed, struck, _ = revision.power_lines.order_by("serial")
    content = powers.power_content(name="学籍异动审核", sections=[cast.sections.teaching.pk])
    editing.change_power(paper=paper, line_id=renamed.pk, content=content, by=by)
    editing.strike_power(paper=paper, line_id=struck.pk, why="已经下放", by=by)
    powers.add(cast, paper, name="课后服务收费")
    powers.confirm(cast, revision)
    paper.refresh_from_db()
    return paper


def two_versions(cast):
    by, found = cast.people.school_office, []
    for make in (lambda cast: confirmed_catalogue(cast, *FIRST), next_catalogue):
        paper = make(cast)
        for edition in (PUBLIC, INSIDE):
            found.append(publication.publish(paper=paper, edition=edition, by=by))
    return found


staged_pair = staged(two_versions)


@pytest.fixture
def pair(staged_pair, db):
    first, _, second, _ = (Publication.objects.get(pk=each.pk) for each in staged_pair)
    return first, second


def page(client, found, name="public-changes", **query):
    return client.get(reverse(name, args=[found.number]), query)


def withdraw(cast, found):
    return publication.withdraw(publication=found, by=cast.people.school_office, why="内容有误")


def test_rows_are_matched_by_what_they_are_of_not_by_their_words(pair):
    first, second = pair
    changes = versions.changes_between(first, second)
    found = versions.rows_at(changes.places)
    assert [(row.label, row.heading) for row in found] == [
        ("修改", "学籍异动审核"),
        ("新增", "课后服务收费"),
        ("删去", "奖学金评定"),
    ]
    assert [(said.title, said.old, said.new) for said in found[0].said] == [
        ("职权名称", "学籍变动审核", "学籍异动审核")
    ]
    assert (changes.added, changes.changed, changes.removed, changes.unchanged) == (1, 1, 1, 1)


def test_a_row_that_only_moved_to_another_place_is_unchanged(cast, db):
    """The third power of the first version is the second of the next; colours do not count."""
    first = factory.publish(cast, "catalogue", [factory.power_content(n) for n in "甲乙"])
    second = factory.publish(
        cast, "catalogue", [factory.power_content(n, level_colour="red") for n in "乙甲"]
    )
    assert versions.changes_between(first, second).total == 0


@pytest.mark.parametrize("key", ["side", "kind", "steps", "conditions", "bases"])
def test_whatever_a_reader_sees_of_a_row_counts_as_a_change(cast, db, key):
    changed = {key: ["乙"] if key in ("steps", "bases") else "乙"}
    old = versions.Changed("changed", *_rows(cast, {}, changed))
    assert [said.title for said in old.said] == [versions.TITLES.get(key, key)]
    assert versions.TITLES[key] != key, "in Chinese"


def _rows(cast, *changes):
    found = [factory.publish(cast, "catalogue", [factory.power_content(**c)]) for c in changes]
    return [each.rows.get() for each in found]


def test_public_page_shows_both_sides_with_the_words_marked(client, pair):
    text = page(client, pair[1]).text
    assert "新增 <strong>1</strong> 条，修改 <strong>1</strong> 条，删去 <strong>1</strong>" in text
    assert "学籍变动审核</p>" in text
    assert "学籍<del>变</del><ins>异</ins>动审核" in text
    assert "校车审批" not in text, "what is unchanged is only counted"


@pytest.mark.parametrize(
    ("only", "headings"),
    [("added", ["课后服务收费"]), ("removed", ["奖学金评定"]), ("nonsense", None)],
)
def test_one_kind_of_change_can_be_looked_at(client, pair, only, headings):
    shown = [row.heading for row in page(client, pair[1], only=only).context["page_obj"]]
    assert shown == headings if headings else len(shown) == 3


def test_the_first_version_says_that_it_is_the_first(client, pair):
    response = page(client, pair[0])
    assert response.status_code == 200
    assert "这是第一版" in response.text


def test_nothing_of_a_withdrawn_version_is_shown(client, cast, pair):
    first, second = pair
    withdraw(cast, first)
    response = page(client, second)
    assert "上一版已经撤回，没有对照" in response.text
    assert "奖学金评定" not in response.text
    assert "内容有误" in response.text, "number, day and ground stay"
    detail = client.get(reverse("public-catalogue", args=[second.number])).text
    assert reverse("public-changes", args=[second.number]) not in detail
    assert reverse("public-catalogue", args=[first.number]) not in detail
    assert "撤回，理由：内容有误" in detail


def test_changes_of_a_withdrawn_version_are_gone(client, cast, pair):
    withdraw(cast, pair[1])
    assert page(client, pair[1]).status_code == 410


def test_inside_pages_show_the_row_of_their_edition_only(client, cast, pair):
    client.force_login(cast.accounts.staff)
    inside = Publication.objects.get(edition=INSIDE, supersedes__isnull=False)
    detail = client.get(reverse("publication-detail", args=[inside.number]))
    assert {each.edition for each in detail.context["versions"]} == {INSIDE}
    assert (
        "学籍<del>变</del><ins>异</ins>动审核" in page(client, inside, "publication-changes").text
    )
    withdraw(cast, inside.supersedes)
    assert "奖学金评定" not in page(client, inside, "publication-changes").text
    withdraw(cast, inside)
    assert "这一版已经撤回" in page(client, inside, "publication-changes").text


def test_strangers_do_not_find_the_changes_of_an_inside_edition(client, cast, pair):
    client.force_login(cast.accounts.small_staff)
    inside = Publication.objects.filter(edition=INSIDE).first()
    assert page(client, inside, "publication-changes").status_code == 404
    assert page(client, inside).status_code == 404


def test_a_publicity_has_no_versions(client, cast, db):
    shown = factory.publicity(cast)
    assert page(client, shown).status_code == 404
    client.force_login(cast.accounts.school_office)
    assert page(client, shown, "publication-changes").status_code == 404


def test_unchanged_pages_are_answered_304_until_a_version_is_withdrawn(client, cast, pair):
    first, second = pair
    for name in ("public-changes", "public-catalogue"):
        tag = page(client, second, name).headers["ETag"]
        assert _again(client, second, name, tag) == 304
    tags = {n: page(client, second, n).headers["ETag"] for n in ("public-changes",)}
    withdraw(cast, first)
    assert _again(client, second, "public-changes", tags["public-changes"]) == 200


def _again(client, found, name, tag):
    address = reverse(name, args=[found.number])
    return client.get(address, headers={"If-None-Match": tag}).status_code


def test_a_long_comparison_is_paged_and_asks_no_more(client, cast, db):
    counts = []
    for size in (3, 60):
        factory.catalogue(cast, *(f"旧职权{n}" for n in range(size)))
        second = factory.catalogue(cast, *(f"新职权{n}" for n in range(size)))
        page(client, second)
        with CaptureQueriesContext(connection) as queries:
            response = page(client, second)
        counts.append(len(queries))
        assert len(response.context["page_obj"]) == min(2 * size, versions.PAGE_SIZE)
    assert counts[0] == counts[1]
    assert "第 2 页" in response.text or "page=2" in response.text
