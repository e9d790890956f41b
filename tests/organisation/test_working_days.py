"""Working days counted for many at once agree with those counted for one."""

from datetime import date, timedelta

from registry.organisation.models import Holiday, SchoolHoliday
from registry.organisation.working_days import add_many, add_working_days

MONDAY = date(2031, 3, 3)


def test_working_days_from_several_starts_are_counted_together(cast, django_assert_num_queries):
    Holiday.objects.create(day=MONDAY + timedelta(1), name="假", is_working=False)
    SchoolHoliday.objects.create(
        unit=cast.school_large, first=MONDAY + timedelta(7), last=MONDAY + timedelta(40)
    )
    asked = {
        (unit.path, MONDAY + timedelta(start), number)
        for unit in (cast.bureau, cast.school_large)
        for start in (0, 2, 5, 30)
        for number in (1, 7)
    }
    with django_assert_num_queries(2):
        found = add_many(asked)
    assert found == {one: add_working_days(one[1], one[2], one[0]) for one in asked}


def test_nothing_asked_is_nothing_found(db):
    assert add_many(set()) == {}
