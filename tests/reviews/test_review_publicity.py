"""Publicity: nothing waits for what cannot be shown, each paper has the outcome of its own."""

import datetime
import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reviews import actions, filing, opinions, publicity, workflow
from reviews.models import Publication, PublicityPaper
from reviews.publication import entries_of
from reviews.refusals import NotReady
from risks import editing
from tests import way
from tests.reviews.test_confirmation import next_year

TODAY = timezone.localdate


def slugs(paper, person):
    paper.refresh_from_db()
    return {action.slug for action in actions.available(paper, person, TODAY())}


def over(publication):
    """As it is the day after its last."""
    yesterday = TODAY() - datetime.timedelta(days=1)
    Publication.objects.filter(pk=publication.pk).update(ends_on=yesterday)
    publication.refresh_from_db()
    return publication


def amended(cast, change):
    """A form in force, and an amendment of it, signed by everybody."""
    way.confirmed_form(cast)
    paper = way.begin_form(cast)
    line = paper.current.point_lines.order_by("position").first()
    change(paper, line.pk)
    way.submit(paper, cast.people.staff)
    return way.sign_on(paper)


def test_a_paper_that_only_strikes_rows_has_nothing_to_publicise(cast):
    def strike(paper, line_id):
        editing.strike_point(paper=paper, line_id=line_id, why="业务已取消", by=cast.people.staff)

    paper = amended(cast, strike)
    assert paper.state == "ready"
    way.confirm(paper, cast.people.principal)


def test_a_paper_without_rows_in_the_range_does_not_wait_for_ever(cast):
    """For society, and every row of the form is for the inside."""
    cast.programme.publicity_range = "public"
    cast.programme.save()
    assert way.sign_on(way.submitted_form(cast)).state == "ready"


def test_what_can_be_shown_is_publicised(cast):
    def change(paper, line_id):
        content = way.point(5)
        editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line_id)

    assert amended(cast, change).state == "cleared"


# --- one paper reopened, the batch goes on -----------------------------------------------


def two_forms(cast):
    papers = []
    for post, who in (("staff", "staff"), ("other_staff", "other_staff")):
        by = getattr(cast.people, who)
        paper = way.begin_form(cast, post=getattr(cast.posts, post), by=by)
        papers.append(way.sign_on(way.submit(way.fill_form(paper, by), by)))
    return papers


def reopened_in_batch(cast):
    """(paper reopened and through the chain again, the other, the running publication)."""
    papers = two_forms(cast)
    office = cast.people.school_office
    publication = publicity.open_publicity(papers=papers, by=office)
    paper, other = papers
    paper.refresh_from_db()
    line = paper.current.point_lines.order_by("position").first()
    workflow.reopen_rows(paper=paper, by=office, line_ids=[line.pk])
    paper.refresh_from_db()
    line = paper.current.point_lines.order_by("position").first()
    editing.save_point(paper=paper, content=way.point(5), by=cast.people.staff, line_id=line.pk)
    way.submit(paper, cast.people.staff)
    way.sign_on(paper)
    return paper, other, publication


def outcomes(publication):
    found = publication.publicity_papers.order_by("pk").values_list("outcome", flat=True)
    return list(found)


def test_closing_the_batch_leaves_the_reopened_paper_alone(cast):
    paper, other, first = reopened_in_batch(cast)
    publicity.close_publicity(publication=over(first), by=cast.people.school_office)
    assert outcomes(first) == ["reopened", "stands"]
    paper.refresh_from_db()
    other.refresh_from_db()
    assert (paper.state, other.state) == ("cleared", "ready")


def test_publicised_again_while_the_first_batch_still_runs(cast):
    office = cast.people.school_office
    paper, other, first = reopened_in_batch(cast)
    second = publicity.open_publicity(papers=[paper], by=office)
    over(first)
    assert "close_publicity" in slugs(other, office)
    assert "close_publicity" not in slugs(paper, office), "its own publicity still runs"
    publicity.close_publicity(publication=first, by=office)
    paper.refresh_from_db()
    assert paper.state == "publicity"
    with pytest.raises(NotReady):
        publicity.close_publicity(publication=second, by=office)
    publicity.close_publicity(publication=over(second), by=office)
    paper.refresh_from_db()
    assert paper.state == "ready"
    assert (outcomes(first), outcomes(second)) == (["reopened", "stands"], ["stands"])


def test_reopened_a_second_time_only_the_second_publicity_says_so(cast):
    office = cast.people.school_office
    paper, _, first = reopened_in_batch(cast)
    publicity.close_publicity(publication=over(first), by=office)
    second = publicity.open_publicity(papers=[paper], by=office)
    line = paper.current.point_lines.order_by("position").first()
    workflow.reopen_rows(paper=paper, by=office, line_ids=[line.pk])
    assert (outcomes(first), outcomes(second)) == (["reopened", "stands"], ["reopened"])


def test_closing_twice_has_one_effect(cast):
    office = cast.people.school_office
    paper = way.sign_on(way.submitted_form(cast))
    publication = over(publicity.open_publicity(papers=[paper], by=office))
    publicity.close_publicity(publication=publication, by=office)
    closed_at = Publication.objects.get(pk=publication.pk).closed_at
    publicity.close_publicity(publication=publication, by=office)
    assert Publication.objects.get(pk=publication.pk).closed_at == closed_at
    assert PublicityPaper.objects.count() == 1


def test_one_publicity_that_cannot_be_closed_does_not_hold_up_the_others(cast):
    office = cast.people.school_office
    papers = two_forms(cast)
    publications = [over(publicity.open_publicity(papers=[p], by=office)) for p in papers]
    # As if the paper had been moved by other means: it is no longer in publicity.
    type(papers[0]).objects.filter(pk=papers[0].pk).update(state="draft")
    publicity.close_all_due(TODAY())
    papers[1].refresh_from_db()
    assert papers[1].state == "ready"
    publications[0].refresh_from_db()
    assert publications[0].closed_at is None


@pytest.mark.parametrize(("has_opinion", "errors"), [(True, 0), (False, 1)])
def test_one_that_waits_for_answers_is_no_error(cast, caplog, has_opinion, errors):
    """The control: a paper that was moved by other means is one."""
    office = cast.people.school_office
    paper = way.sign_on(way.submitted_form(cast))
    publication = publicity.open_publicity(papers=[paper], by=office)
    if has_opinion:
        receipt = opinions.receipt_in(opinions.new_receipt(publication), publication)
        opinions.give(publication=publication, text="写清由谁来查", by=None, receipt=receipt)
    else:
        type(paper).objects.filter(pk=paper.pk).update(state="draft")
    over(publication)
    with caplog.at_level(logging.INFO, "reviews.publicity"):
        publicity.close_all_due(TODAY())
    assert [line.levelname for line in caplog.records] == ["ERROR"] * errors or ["INFO"]
    assert sum(line.exc_info is not None for line in caplog.records) == errors


def test_a_row_carried_by_many_revisions_is_shown_once(cast):
    """The version of an unchanged row stands in last year's form, this year's, and a directory."""
    way.confirmed_form(cast)
    paper = next_year(cast)
    editing.save_point(paper=paper, content=way.point(6), by=cast.people.staff)
    way.sign_on(way.submit(paper, cast.people.staff))
    publication = publicity.open_publicity(papers=[paper], by=cast.people.school_office)
    assert publication.row_count == 3
    directory = filing.start_directory(
        unit=cast.school_large,
        programme=cast.programme,
        covers="unit",
        by=cast.people.school_office,
    )
    assert [entry.content["serial"] for entry in entries_of(directory, "inside")] == [1, 2]


def test_the_page_asks_as_often_for_two_papers_as_for_one(cast, client, django_assert_num_queries):
    client.force_login(cast.accounts.school_office)
    way.sign_on(way.submitted_form(cast))
    client.get("/publicity/")
    with CaptureQueriesContext(connection) as first:
        client.get("/publicity/")
    by = cast.people.other_staff
    paper = way.begin_form(cast, post=cast.posts.other_staff, by=by)
    way.sign_on(way.submit(way.fill_form(paper, by), by))
    with django_assert_num_queries(len(first)):
        page = client.get("/publicity/")
    assert [len(batch["papers"]) for batch in page.context["batches"]] == [2]


def test_only_the_office_is_offered_to_end_a_publicity(cast, client):
    paper = way.sign_on(way.submitted_form(cast))
    over(publicity.open_publicity(papers=[paper], by=cast.people.school_office))
    for role, offered in (("school_office", True), ("staff", False), ("office", False)):
        client.force_login(getattr(cast.accounts, role))
        assert ("结束公示" in client.get("/publicity/").content.decode()) == offered, role
