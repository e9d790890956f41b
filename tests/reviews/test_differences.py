"""The differences of many papers say the same as the rows of each one."""

import datetime

import pytest

from registry.organisation.models import Appointment
from registry.papers.models import Paper
from registry.papers.register import Change
from reviews import filing, seats, waiting
from reviews.differences import differences_of
from reviews.kinds import kind_of
from reviews.passing import examinable_together
from risks import editing
from risks.models import PointVersion, RiskPoint
from tests import way
from tests.cast import make_programme
from tests.stage import staged


@staged
def staged_papers(cast):
    """Last year's form and catalogue in force; this year's of each kind, with every change."""
    year = cast.programme
    cast.programme = make_programme(cast.bureau, cast.year - 1)
    way.confirmed_form(cast, points=3)
    way.confirmed_catalogue(cast)
    cast.programme = year
    form, office = way.begin_form(cast), cast.people.school_office
    staff, lines = cast.people.staff, list(form.current.point_lines.order_by("position"))
    editing.save_point(paper=form, content=way.point(4), by=staff, line_id=lines[0].pk)
    editing.strike_point(paper=form, line_id=lines[1].pk, why="已不再经手", by=staff)
    editing.save_point(paper=form, content=way.point(5), by=staff)
    catalogue = filing.start_catalogue(
        unit=cast.school_large, programme=year, by=cast.people.keeper
    )
    content = way.power("奖学金复核", cast.sections.teaching)
    way.power_editing.add_power(paper=catalogue, content=content, by=cast.people.keeper)
    directory = filing.start_directory(
        unit=cast.school_large, programme=year, covers="unit", by=office
    )
    return [form, catalogue, directory]


@pytest.fixture
def papers(staged_papers, db):
    return [Paper.objects.get(pk=paper.pk) for paper in staged_papers]


def told(rows):
    return [(row.line.pk, row.change, bool(row.details["overtaken"])) for row in rows]


def test_a_paper_of_somebody_in_the_group_stays_out_of_the_common_meeting(cast):
    today = datetime.date.today()
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head)
    way.sign(paper, cast.people.supervisor)
    (steps,) = examinable_together(cast.people.group, today).values()
    assert [step.paper for step in steps] == [paper]
    Appointment.objects.create(
        post=cast.posts.staff, person=cast.people.principal, starts=today, acting=True
    )
    assert cast.people.principal in seats.filers(paper)
    assert examinable_together(cast.people.group, today) == {}


def test_who_confirms_is_the_same_asked_for_one_or_for_all(cast):
    paper = way.sign_on(way.submitted_form(cast))
    way.through_publicity(paper, cast.people.school_office)
    found = {
        role
        for role, person in vars(cast.people).items()
        if waiting.papers_to_confirm(person, datetime.date.today()).exists()
    }
    assert found == {"principal"}


def test_nothing_costs_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert differences_of([]) == []


def test_they_say_what_each_paper_says(papers):
    for found in differences_of(papers):
        content = kind_of(found.paper).content
        assert told(found.rows) == told(content.rows(found.paper.current))
        assert found.revision == found.paper.current


def test_every_change_is_counted(papers):
    form, catalogue, directory = differences_of(papers)
    assert form.counts == [("不变", 1), ("调整", 1), ("新增", 1), ("销号", 1)]
    assert catalogue.counts == [("不变", 2), ("新增", 1)]
    assert [each.is_plain for each in (form, catalogue, directory)] == [False, True, True]
    assert (form.unchanged, [row.change for row in form.changed]) == (
        1,
        [Change.ADJUSTED, Change.STRUCK, Change.NEW],
    )


def test_an_adjusted_row_has_both_sentences(papers):
    (form,) = differences_of(papers[:1])
    adjusted = form.changed[0].details
    assert "情形丁" in adjusted["sentence"]
    assert "情形甲" in adjusted["base_sentence"]


def test_an_overtaken_row_is_not_plain(papers):
    version = papers[2].current.point_lines.first().version
    other = PointVersion.objects.get(pk=version.pk)
    other.pk, other.base = None, version
    other.save()
    RiskPoint.objects.filter(pk=version.point_id).update(in_force=other)
    *_, directory = differences_of(papers)
    assert [row.version for row in directory.overtaken] == [version]
    assert not directory.is_plain


def test_three_kinds_cost_few_queries(papers, django_assert_num_queries):
    # The revisions; the rows of each kind; what was found in the points of two of them, and the
    # duties of these.
    with django_assert_num_queries(1 + 3 + 2 + 2):
        differences_of(papers)
