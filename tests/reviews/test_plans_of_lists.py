"""What keeps lists from growing with the units, held by plans and counts instead of clocks
(docs/performance.md)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from registry.organisation.models import Unit
from registry.organisation.unit_choice import MOST, units_with
from registry.papers.models import Paper
from reviews import offices, waiting
from reviews.exercises.models import Exercise
from reviews.views.public import browsing
from reviews.visibility import publications_visible_to
from risks.filters import DayFilter
from tests import way
from tests.architecture.many_exercises import ExerciseRows
from tests.public import factory

TODAY = timezone.localdate


class Uses(ExerciseRows):
    def __init__(self, cast):
        self.cast, self.people = cast, cast.people
        self._make_exercises()

    def next(self, count):
        return range(1, count + 1)


def test_steps_to_enter_are_not_joined_with_the_people_of_all_units(cast):
    way.submitted_form(cast)
    found = waiting.steps_on_paper(Paper.objects.all(), TODAY())
    asked = str(found.query).partition(" WHERE ")[0]
    assert '"reviews_step"' in asked
    assert "organisation_" not in asked


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL walks no index of so few rows"
)
def test_the_latest_publications_are_read_in_order_and_not_put_in_order(cast):
    listed = publications_visible_to(cast.people.office)
    listed = listed.select_related("unit", "superseded_by")
    plan = listed.order_by("-at", "-pk")[:30].explain()
    assert "publication_latest" in plan
    assert "TEMP B-TREE" not in plan
    # The control: another order has no index.
    assert "TEMP B-TREE" in listed.order_by("title")[:30].explain()


def test_units_left_by_nearer_offices_are_found_in_one_walk(cast):
    """As by the definition: none of the offices stands over the unit or over one above it."""
    bureau = cast.bureau
    for code in ("LARGE1", "LARG", "LARGE-A"):  # beside LARGE in the order, not under it
        Unit.objects.create(code=code, name=code, parent=bureau, path=f"{bureau.path}{code}/")
    below = f"{cast.school_large.path}CAMPUS/"
    Unit.objects.create(code="CAMPUS", name="分校", parent=cast.school_large, path=below)
    for paths in ({cast.school_large.path}, {below}, {f"{bureau.path}LARG/", below}, set()):
        units = Unit.objects.within(bureau).values_list("pk", "path")
        meant = {pk for pk, path in units if not any(path.startswith(each) for each in paths)}
        assert set(offices._left_by(bureau, paths)) == meant


def test_what_an_office_looks_after_is_read_once_for_a_page(cast, django_assert_num_queries):
    reach = read_reach(cast.people.office, TODAY())
    list(Paper.objects.filter(offices.managed(reach)))
    with django_assert_num_queries(1):
        list(Paper.objects.filter(offices.managed(reach)))


def test_a_summary_counts_posts_and_sections_by_points(cast, django_assert_num_queries):
    """Of today; what an earlier day said is known by versions alone."""
    way.confirmed_form(cast)
    reach = read_reach(cast.people.office, TODAY())
    rows, of_point = DayFilter({}, reach=reach).counted()
    assert (rows.model.__name__, of_point) == ("RiskPoint", "")
    assert "risks_pointversion" not in str(rows.query).partition(" WHERE ")[0]
    rows, of_point = DayFilter({"on": "2020-01-01"}, reach=reach).counted()
    assert (rows.model.__name__, of_point) == ("PointVersion", "point__")


@pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="PostgreSQL counts what is NULL by itself in its statistics",
)
def test_corrections_are_looked_for_among_corrections_alone(cast):
    """With statistics of many rows that correct nothing, an index of all of them is passed over."""
    Uses(cast).exercises(30)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'exercises_exercise'")
        told = dict(cursor.fetchall())
    assert "exercise_corrected_once" in Exercise.objects.standing().explain()
    assert "exercise_corrected_once" not in told, "no correction, no row of it"
    # The control: of an index of all rows it is told that one value has them all.
    of_all = [stat.split() for index, stat in told.items() if "_corrects_id_" in index]
    assert of_all
    assert all(each == most for most, each in of_all)


@pytest.mark.parametrize("page", ["public-powers", "public-directories", "public-compare"])
def test_rows_are_not_counted_by_units_where_a_name_is_typed(client, cast, monkeypatch, page):
    for unit in (cast.school_large, cast.school_small):
        factory.catalogue(cast, "学生学籍变动审核", unit=unit)
        factory.directory(cast, "放宽接收条件", unit=unit)
    assert _counted_by_units(client, page), "the control: beside the names of few"
    monkeypatch.setattr(browsing, "MOST", 1)
    assert not _counted_by_units(client, page)


def _counted_by_units(client, page):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse(page)).status_code == 200
    by_unit = '"unit_id" AS "unit", COUNT('
    return [each["sql"] for each in asked if by_unit in each["sql"]]


def test_units_to_choose_from_are_left_at_their_first_row(cast):
    """In the order of their paths, and no further than a menu holds."""
    plan = units_with(Exercise.objects.all()).order_by("path")[: MOST + 1]
    assert "EXISTS(" in str(plan.query)
    assert "IN (SELECT" not in str(plan.query)
    if connection.vendor == "sqlite":
        assert "TEMP B-TREE" not in plan.explain()
        assert "CORRELATED" in plan.explain()
