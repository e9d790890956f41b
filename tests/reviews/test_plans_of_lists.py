"""What keeps lists from growing with the units, held by plans and counts instead of clocks
(docs/performance.md)."""

import pytest
from django.db import connection
from django.utils import timezone

from registry.access.reach import read_reach
from registry.organisation.models import Unit
from registry.papers.models import Paper
from reviews import offices, waiting
from reviews.visibility import publications_visible_to
from risks.filters import DayFilter
from tests import way

TODAY = timezone.localdate


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
