"""What is asked for many at once is what each one alone would get."""

import datetime

import pytest

from registry.organisation.models import Holiday, Programme, Unit
from registry.organisation.working_days import add_each, add_working_days, working_days_between
from tests.cast import make_programme

pytestmark = pytest.mark.django_db


def test_each_unit_has_its_own_programme_or_the_nearest_above(cast, django_assert_num_queries):
    own = make_programme(cast.school_small, cast.year)
    point = Unit.objects.create(code="POINT", name="教学点", parent=cast.school_small)
    stranger = Unit.objects.create(code="OTHER", name="别的局")
    units = [cast.bureau, cast.school_large, cast.school_small, point, stranger]
    with django_assert_num_queries(1):
        found = Programme.objects.of_units(units, cast.year)
    assert found == {
        cast.bureau.pk: cast.programme,
        cast.school_large.pk: cast.programme,
        cast.school_small.pk: own,
        point.pk: own,
    }
    for unit in units:
        assert Programme.objects.of_unit(unit, cast.year) == found.get(unit.pk)
    assert Programme.objects.of_units(units, cast.year + 1) == {}


def test_several_numbers_of_working_days(django_assert_num_queries):
    monday = datetime.date(2090, 1, 2)
    Holiday.objects.create(day=datetime.date(2090, 1, 4), name="假日", is_working=False)
    Holiday.objects.create(day=datetime.date(2090, 1, 7), name="调休", is_working=True)
    with django_assert_num_queries(2):
        found = add_each(monday, {("/B/", number) for number in (0, 1, 2, 4, 5)})
    days = {0: 2, 1: 3, 2: 5, 4: 7, 5: 9}
    assert found == {("/B/", number): datetime.date(2090, 1, day) for number, day in days.items()}
    for (path, number), day in found.items():
        assert add_working_days(monday, number, path) == day
        assert working_days_between(monday, day, path) == number
    assert add_each(monday, set()) == {}
