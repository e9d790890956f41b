"""Days that count: the holiday table, and the school holidays of a unit and of those above it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Holiday, SchoolHoliday
from registry.organisation.working_days import (
    add_each,
    add_working_days,
    days_between,
    working_days_between,
)
from registry.trail.models import TrailEntry

MONDAY = datetime.date(2090, 1, 2)


def day(number):
    """The day so many days after the Monday."""
    return MONDAY + datetime.timedelta(days=number)


@pytest.fixture
def winter(cast):
    """The bureau's schools are away from Wednesday to the Tuesday after; there is a make-up day."""
    Holiday.objects.create(day=day(5), name="调休", is_working=True)
    return SchoolHoliday.objects.create(unit=cast.bureau, name="寒假", first=day(2), last=day(8))


@pytest.mark.parametrize(
    ("number", "until"),
    [(0, 0), (1, 1), (2, 9), (3, 10), (4, 11), (5, 14)],
)
def test_no_day_of_a_school_holiday_counts(cast, winter, number, until):
    """Nor the Saturday on which others work."""
    assert add_working_days(MONDAY, number, cast.bureau.path) == day(until)
    assert working_days_between(MONDAY, day(until), cast.bureau.path) == number


@pytest.mark.parametrize("school", ["school_large", "school_small", "school_village"])
def test_the_units_below_have_them_too(cast, winter, school):
    assert add_working_days(MONDAY, 2, getattr(cast, school).path) == day(9)


def test_the_holidays_of_a_school_are_not_those_of_the_units_beside_and_above(cast):
    SchoolHoliday.objects.create(unit=cast.school_large, name="秋假", first=day(1), last=day(3))
    paths = {name: getattr(cast, name).path for name in ("bureau", "school_large", "school_small")}
    found = add_each(MONDAY, {(path, 1) for path in paths.values()})
    wanted = {"bureau": 1, "school_large": 4, "school_small": 1}
    assert found == {(paths[name], 1): day(number) for name, number in wanted.items()}


def test_a_long_summer_is_reached_over(cast):
    """The horizon grows with the holiday; the make-up day behind it is known."""
    SchoolHoliday.objects.create(unit=cast.bureau, name="暑假", first=day(1), last=day(60))
    Holiday.objects.create(day=day(61), name="校庆", is_working=False)
    path = cast.bureau.path
    expected = next(day(n) for n in range(62, 70) if day(n).weekday() < 5)
    assert add_working_days(MONDAY, 1, path) == expected


def test_two_queries_for_any_number_of_units_and_days(cast, winter, django_assert_num_queries):
    units = [cast.bureau, cast.school_large, cast.school_small, cast.school_village]
    spans = {(unit.path, day(start), day(20)) for unit in units for start in range(10)}
    with django_assert_num_queries(2):
        found = days_between(spans)
    assert found[cast.bureau.path, MONDAY, day(20)] == 9
    with django_assert_num_queries(2):
        add_each(MONDAY, {(unit.path, number) for unit in units for number in range(5)})


def test_steps_and_publicity_count_for_their_own_unit(cast):
    """A school on holiday; the office above it works on, and so do its steps."""
    from tests import way

    today = timezone.localdate()
    away = datetime.timedelta(days=30)
    SchoolHoliday.objects.create(
        unit=cast.school_large, name="寒假", first=today, last=today + away
    )
    paper = way.submitted_form(cast)
    first = paper.steps.get(position=1)
    assert first.unit == cast.school_large
    assert first.due_on > today + away
    for step in paper.steps.exclude(unit=cast.school_large):
        assert step.due_on <= add_working_days(today, step.days, cast.bureau.path)


# --- the tables themselves -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [(3, 2, "不能早于"), (0, 100, "超过 100 天")],
)
def test_a_school_holiday_that_cannot_be(cast, first, last, says):
    wrong = SchoolHoliday(unit=cast.bureau, name="寒假", first=day(first), last=day(last))
    with pytest.raises(ValidationError, match=says):
        wrong.full_clean()


def test_the_database_holds_the_order_of_days(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        SchoolHoliday.objects.create(unit=cast.bureau, name="寒假", first=day(3), last=day(2))


def test_a_make_up_day_is_no_ordinary_working_day():
    with pytest.raises(ValidationError, match="本来就上班"):
        Holiday(day=MONDAY, is_working=True, name="调休").clean()
    Holiday(day=day(5), is_working=True, name="调休").clean()


@pytest.fixture
def system(client, cast):
    client.force_login(cast.accounts.system_admin)
    return client


def added(client, **typed):
    data = {"name": "国庆节", **{key: str(value) for key, value in typed.items()}}
    return client.post(reverse("admin:organisation_holiday_add"), data)


def test_a_whole_holiday_is_entered_at_once(system):
    assert added(system, day=day(0), last=day(6)).status_code == 302
    found = Holiday.objects.filter(day__year=2090)
    assert [entry.day for entry in found] == [day(number) for number in range(7)]
    assert {(entry.name, entry.is_working) for entry in found} == {("国庆节", False)}
    assert TrailEntry.objects.filter(action="organisation.changed").count() == 1


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"last": day(-1)}, "不能早于"),
        ({"last": day(40)}, "最多 31 天"),
        ({"last": day(5)}, "已经录入过"),
    ],
)
def test_a_span_that_cannot_be_is_refused_whole(system, typed, says):
    Holiday.objects.create(day=day(3), name="已有")
    answer = added(system, day=day(0), **typed)
    assert says in answer.content.decode()
    assert Holiday.objects.filter(day__year=2090).count() == 1


def test_make_up_days_are_entered_one_by_one(system):
    answer = added(system, day=day(5), last=day(6), is_working="on")
    assert "逐天录入" in answer.content.decode()
    assert added(system, day=day(5), is_working="on").status_code == 302


def year_page(client, year):
    return client.get(reverse("admin:organisation_holiday_year", args=[year]))


def test_the_year_says_what_is_entered(system, cast, winter):
    added(system, day=day(9), last=day(11))
    page = year_page(system, 2090)
    assert [(each.name, each.first, each.last) for each in page.context["off"]] == [
        ("国庆节", day(9), day(11))
    ]
    assert [each.days for each in page.context["made_up"]] == [[day(5)]]
    assert list(page.context["school_holidays"]) == [winter]


def test_a_year_without_any_entry_says_so(system):
    assert "2091 年还没有录入任何一天" in year_page(system, 2091).content.decode()
    assert year_page(system, 2300).status_code == 404
