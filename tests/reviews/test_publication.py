"""Publishing: frozen, numbered, digested; what an edition leaves out; replacing and withdrawing."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from powers import editing
from powers.models import Power
from registry.trail.models import TrailEntry
from reviews import publication
from reviews.models import Publication, PublicationRow
from reviews.publication import entries_of, left_out_of, publish, verify, withdraw
from reviews.refusals import NotAllowed, NotReady
from tests.cast import make_programme
from tests.powers import factory as powers
from tests.public import factory
from tests.reviews.publishing import (
    INSIDE,
    PUBLIC,
    confirmed_catalogue,
    confirmed_directory,
    points_in_force,
)


def names(paper, edition):
    return [entry.content["name"] for entry in entries_of(paper, edition)]


@pytest.fixture
def paper(cast):
    return confirmed_catalogue(cast)


@pytest.fixture
def next_year(cast):
    return make_programme(cast.bureau, cast.year + 1)


@pytest.fixture
def office(cast):
    return cast.people.school_office


def test_each_edition_shows_its_rows_and_counts_the_others(paper):
    assert names(paper, PUBLIC) == ["学籍变动审核"]
    assert names(paper, INSIDE) == ["学籍变动审核", "大额采购决定"]
    left_out = {left.reason: left.count for left in left_out_of(paper, PUBLIC)}
    assert left_out == {"只在单位内部公开": 1, "不公开：国家秘密": 1}
    assert [left.count for left in left_out_of(paper, INSIDE)] == [1]


def test_publishing_freezes_numbers_and_digests(paper, office):
    found = publish(paper=paper, edition=PUBLIC, by=office)
    assert found.number == f"LARGE-{paper.programme.year}-PCAT-0001"
    assert found.title == f"和平区第一中学职权目录（{paper.programme.year} 年度）"
    assert [title for _, title in found.head["columns"]][:3] == ["内外部", "序号", "职权名称"]
    assert (found.row_count, found.rows.count()) == (1, 1)
    assert verify(found)
    assert TrailEntry.objects.filter(action="publication.published").count() == 1


def test_the_database_keeps_what_was_published(paper, office):
    found = publish(paper=paper, edition=PUBLIC, by=office)
    for change in (
        lambda: PublicationRow.objects.filter(publication=found).update(content={}),
        lambda: PublicationRow.objects.filter(publication=found).delete(),
        lambda: Publication.objects.filter(pk=found.pk).update(head={}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_head_or_row_changed_behind_our_back_is_noticed(paper, office, tampering):
    found = publish(paper=paper, edition=PUBLIC, by=office)
    with tampering():
        Publication.objects.filter(pk=found.pk).update(head={"columns": []})
    found.refresh_from_db()
    assert not verify(found)


def test_asked_twice_it_publishes_once(paper, office):
    first = publish(paper=paper, edition=PUBLIC, by=office)
    assert publish(paper=paper, edition=PUBLIC, by=office) == first
    assert Publication.objects.count() == 1


def test_a_later_catalogue_replaces_the_one_before(cast, paper, office, next_year):
    first = publish(paper=paper, edition=PUBLIC, by=office)
    inside = publish(paper=paper, edition=INSIDE, by=office)
    later = confirmed_catalogue(cast, {"name": "奖学金评定"}, programme=next_year)
    second = publish(paper=later, edition=PUBLIC, by=office)
    assert second.supersedes == first
    assert list(Publication.objects.standing().order_by("pk")) == [inside, second]


def test_an_older_paper_is_not_published_over_a_newer(cast, paper, office, next_year):
    later = confirmed_catalogue(cast, {"name": "奖学金评定"}, programme=next_year)
    with pytest.raises(NotAllowed, match=later.number):
        publish(paper=paper, edition=PUBLIC, by=office)


@pytest.mark.parametrize("role", ["keeper", "principal", "staff", "office", "small_office"])
def test_only_the_office_of_the_unit_publishes(cast, paper, role):
    with pytest.raises(NotAllowed):
        publish(paper=paper, edition=PUBLIC, by=getattr(cast.people, role))


def test_the_office_above_publishes_where_a_unit_has_none(cast):
    paper = confirmed_catalogue(cast, {"name": "学籍变动审核"}, unit=cast.school_village)
    found = publish(paper=paper, edition=PUBLIC, by=cast.people.office)
    assert found.unit == cast.school_village


def test_an_edition_without_rows_is_refused(cast, office):
    paper = confirmed_catalogue(cast, {"name": "大额采购决定", "visibility": "inside"})
    with pytest.raises(NotReady):
        publish(paper=paper, edition=PUBLIC, by=office)
    assert publish(paper=paper, edition=INSIDE, by=office).row_count == 1


def test_struck_rows_are_left_out_and_counted(cast, office, next_year):
    confirmed_catalogue(cast)
    paper, revision = powers.make_catalogue(cast, programme=next_year)
    editing.strike_power(
        paper=paper, line_id=revision.power_lines.first().pk, why="已经下放", by=office
    )
    powers.confirm(cast, revision)
    assert names(paper, PUBLIC) == []
    assert "本年度取消（销号）" in [left.reason for left in left_out_of(paper, PUBLIC)]


def test_search_column_holds_words_and_no_codes(cast, paper, office):
    catalogue = publish(paper=paper, edition=PUBLIC, by=office).rows.get()
    assert "学籍变动审核" in catalogue.search
    assert "中小学生学籍管理办法" in catalogue.search
    assert not set("[]'{}") & set(catalogue.search)
    directory = factory.directory(cast).rows.get()
    assert "LARGE".lower() not in directory.search
    assert "red" not in directory.search


def test_a_directory_names_no_power_its_edition_does_not_show(cast, office):
    """Canary: the public directory must not tell the name of an inside power."""
    confirmed_catalogue(cast)
    by_name = {power.in_force.name: power for power in Power.objects.all()}
    points_in_force(cast, PUBLIC, power=by_name["大额采购决定"])
    points_in_force(cast, PUBLIC, post=cast.posts.other_staff, power=by_name["学籍变动审核"])
    paper = confirmed_directory(cast)
    public = [entry.content["power"] for entry in entries_of(paper, PUBLIC)]
    inside = [entry.content["power"] for entry in entries_of(paper, INSIDE)]
    assert sorted(inside) == ["大额采购决定", "学籍变动审核"], "control: the name is there inside"
    assert sorted(public) == ["学籍变动审核", "（内部职权）"]


def test_directory_editions_count_what_they_leave_out(cast):
    points_in_force(cast, PUBLIC, INSIDE, INSIDE, "withheld")
    paper = confirmed_directory(cast)
    assert [len(entries_of(paper, edition)) for edition in (PUBLIC, INSIDE)] == [1, 3]
    left_out = {left.reason: left.count for left in left_out_of(paper, PUBLIC)}
    assert left_out == {"只在单位内部公开": 2, "不公开：个人隐私": 1}


def test_a_publicity_of_several_papers_is_numbered_through(cast, office):
    revisions = [
        points_in_force(cast, INSIDE, INSIDE, post=post).first().lines.get().revision
        for post in (cast.posts.staff, cast.posts.other_staff)
    ]
    draft = Publication(
        unit=cast.school_large,
        kind=Publication.Kind.PUBLICITY,
        edition=INSIDE,
        title="公示",
        year=cast.year,
        by=office,
        ends_on=timezone.localdate(),
    )
    entries = publication.point_entries(revisions, INSIDE, names="post")
    with transaction.atomic():
        found = publication.freeze_publication(draft, entries, {})
    rows = found.rows.order_by("position")
    assert [(row.position, row.content["serial"]) for row in rows] == [(n, n) for n in range(1, 5)]
    assert verify(found)


def test_a_directory_costs_as_many_queries_for_many_rows(cast):
    points_in_force(cast, *[PUBLIC] * 2)
    few = confirmed_directory(cast, number="DIR-1")
    points_in_force(cast, *[PUBLIC] * 8, post=cast.posts.other_staff)
    many = confirmed_directory(cast, number="DIR-2")
    counted = []
    for paper in (few, many):
        with CaptureQueriesContext(connection) as queries:
            entries_of(paper, PUBLIC)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_a_directory_over_the_subtree_says_so_and_keeps_units_apart(cast):
    points_in_force(cast, PUBLIC)
    paper = confirmed_directory(cast, unit=cast.bureau, covers="subtree")
    found = publish(paper=paper, edition=PUBLIC, by=cast.people.office)
    assert "及所属单位" in found.title
    assert found.rows.get().unit == cast.school_large
    assert "单位" in [title for _, title in found.head["columns"]]


def test_withdrawing_needs_office_and_reason(cast, paper, office):
    found = publish(paper=paper, edition=PUBLIC, by=office)
    with pytest.raises(NotAllowed):
        withdraw(publication=found, by=cast.people.keeper, why="内容有误")
    with pytest.raises(NotReady):
        withdraw(publication=found, by=office, why=" ")
    gone = withdraw(publication=found, by=office, why="内容有误")
    assert (gone.withdrawn_why, gone.withdrawn_by) == ("内容有误", office)
    assert withdraw(publication=found, by=office, why="再来一次").withdrawn_why == "内容有误"
    assert TrailEntry.objects.filter(action="publication.withdrawn").count() == 1


def test_after_withdrawing_it_is_published_anew_under_a_new_number(paper, office):
    first = publish(paper=paper, edition=PUBLIC, by=office)
    withdraw(publication=first, by=office, why="内容有误")
    second = publish(paper=paper, edition=PUBLIC, by=office)
    assert second.number != first.number
    assert second.supersedes == first
    assert list(Publication.objects.standing()) == [second]


def test_a_publicity_is_not_withdrawn(cast, office):
    running = factory.publicity(cast)
    assert not publication.may_withdraw(running, office)
    with pytest.raises(NotAllowed):
        withdraw(publication=running, by=office, why="内容有误")
