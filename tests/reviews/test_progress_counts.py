"""What the table of progress leaves out and which seat it names: a row for each rule."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Post
from registry.papers.models import Paper
from reviews import workflow
from reviews.models import Step
from risks import heat
from tests import way
from tests.cast import make_programme
from tests.stage import staged

TODAY = timezone.localdate


def _make_papers(cast):
    """Two forms in review, of 教务处 before 总务处, and a draft of one of three teachers."""
    first = way.submitted_form(cast, points=1)
    by = cast.people.other_staff
    second = way.begin_form(cast, post=cast.posts.other_staff, by=by)
    second = way.submit(way.fill_form(second, by, points=1), by)
    draft = way.begin_form(cast, post=cast.posts.teacher, by=cast.people.teacher)
    return {"first": first.pk, "second": second.pk, "draft": draft.pk}


papers = staged(_make_papers)


@pytest.fixture
def line(client, cast, papers, db):
    """The row of the large school as its office reads it, of this year or another."""
    client.force_login(cast.accounts.school_office)

    def read(**narrowed):
        rows = client.get(reverse("progress"), narrowed).context["rows"]
        return rows[0].said

    return read


def due(paper, days_ago):
    day = TODAY() - datetime.timedelta(days=days_ago)
    Step.objects.filter(paper=paper).update(due_on=day)


@pytest.mark.parametrize(
    ("first", "second", "section"),
    [(10, 20, "总务处"), (20, 10, "教务处"), (10, 10, "教务处")],
    ids=["second is older", "first is older", "the same day: the earlier step"],
)
def test_the_seat_named_is_that_of_the_oldest_step(papers, line, first, second, section):
    due(papers["first"], first)
    due(papers["second"], second)
    said = line()
    assert said["held_up"] == 2
    assert said["seat"] == f"科室（年级组）负责人（{section}）"


def test_a_seat_of_another_unit_has_its_name(cast, papers, line):
    due(papers["first"], 10)
    Step.objects.filter(paper=papers["first"]).update(unit=cast.bureau, section=None)
    assert line()["seat"] == f"科室（年级组）负责人（{cast.bureau.name}）"


def test_what_is_held_up_and_on_its_way_is_of_the_year_asked_for(cast, papers, line):
    due(papers["first"], 10)
    due(papers["second"], 10)
    before = make_programme(cast.bureau, cast.year - 1)
    Paper.objects.filter(pk=papers["second"]).update(programme=before)
    for year in (cast.year, cast.year - 1):
        said = line(year=year)
        assert (said["held_up"], said["review"]) == (1, 1)
    assert line(year=cast.year - 1)["draft"] == 0


def test_a_cancelled_form_is_none(cast, papers, line):
    before = line()
    draft = Paper.objects.get(pk=papers["draft"])
    workflow.cancel(paper=draft, by=cast.people.teacher, why="填错了岗位")
    assert (before["draft"], line()["draft"]) == (1, 0)
    assert line()["not_begun"] == before["not_begun"] + 1


def test_a_shared_form_is_nobodys_of_the_year(papers, line):
    """A post where each holder has a form may have one more for what they share."""
    before = line()
    Paper.objects.filter(pk=papers["draft"]).update(holder=None)
    assert (before["draft"], line()["draft"]) == (1, 0)


def test_nothing_is_due_of_a_closed_post(cast, line):
    before = line()["due"]
    Post.objects.filter(pk=cast.posts.keeper.pk).update(closed_on=TODAY())
    assert line()["due"] == before - 1


def test_the_year_chosen_on_the_page_is_the_year_of_the_table(client, cast, line):
    make_programme(cast.bureau, cast.year + 1)
    for asked, shown in (("1999", cast.year), ("", cast.year), (cast.year + 1, cast.year + 1)):
        page = client.get(reverse("progress"), {"year": asked})
        assert page.context["year"] == shown
        assert f'<option value="{shown}" selected>' in page.content.decode(), asked


@pytest.mark.parametrize(
    ("number", "deepest", "shade"),
    [(0, 8, 0), (1, 8, 1), (2, 8, 1), (3, 8, 2), (6, 8, 3), (7, 8, 4), (8, 8, 4), (5, 0, 0)],
)
def test_the_shade_goes_by_the_deepest_number(number, deepest, shade):
    assert heat._tally("", number, "", deepest).shade == shade
