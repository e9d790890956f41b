"""Who may read which rows of the register: the row "register" of design §4, as a table."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from registry.access import reach as reach_module
from registry.access.reach import NOBODY, reach_of, read_reach, shortest_prefixes
from registry.organisation.models import Appointment, Seat, Unit
from risks.models import RiskPoint
from tests.cast import SINCE, seat

# key: (unit, section, post); a point belongs to a post, a section or the unit
POINTS = {
    "bureau": ("bureau", None, None),
    "finance": ("bureau", "bureau_finance", None),
    "bureau_staff": ("bureau", None, "bureau_staff"),
    "large": ("school_large", None, None),
    "teaching": ("school_large", "teaching", None),
    "staff": ("school_large", None, "staff"),
    "teacher": ("school_large", None, "teacher"),
    "principal": ("school_large", None, "principal"),
    "general_affairs": ("school_large", "general_affairs", None),
    "other_staff": ("school_large", None, "other_staff"),
    "small": ("school_small", None, None),
    "small_staff": ("school_small", None, "small_staff"),
    "village": ("school_village", None, None),
    "village_staff": ("school_village", None, "village_staff"),
}
BUREAU = {"bureau", "finance", "bureau_staff"}
LARGE = {
    "large",
    "teaching",
    "staff",
    "teacher",
    "principal",
    "general_affairs",
    "other_staff",
}
SMALL = {"small", "small_staff"}
VILLAGE = {"village", "village_staff"}
EVERYTHING = BUREAU | LARGE | SMALL | VILLAGE
NOTHING = set()

READERS = {
    # own post
    "staff": {"staff"},
    "teacher": {"teacher"},
    "second_teacher": {"teacher"},
    "other_staff": {"other_staff"},
    "bureau_staff": {"bureau_staff"},
    "small_staff": {"small_staff"},
    "village_staff": {"village_staff"},
    # section head: section
    "section_head": {"teaching", "staff", "teacher"},
    "other_section_head": {"general_affairs", "other_staff"},
    "bureau_section_head": {"finance", "bureau_staff"},
    # supervising leader: the sections supervised
    "supervisor": {"teaching", "staff", "teacher"},
    "other_supervisor": {"general_affairs", "other_staff"},
    # group and offices: unit
    "group": LARGE,
    "bureau_secretary": BUREAU,
    "principal": LARGE,
    "school_office": LARGE,
    "small_group": SMALL,
    "small_principal": SMALL,
    "small_office": SMALL,
    "village_principal": VILLAGE,
    # superior offices and leaders: subtree
    "office": EVERYTHING,
    "discipline": EVERYTHING,
    "bureau_leader": EVERYTHING,
    "bureau_deputy": LARGE | SMALL | VILLAGE | {"finance", "bureau_staff"},
    # lists of the unit, filing bodies, administrators: nothing of the register
    "keeper": NOTHING,
    "legal": NOTHING,
    "establishment": NOTHING,
    "openness": NOTHING,
    "system_admin": NOTHING,
    "security_admin": NOTHING,
    "auditor": NOTHING,
}


@pytest.fixture
def points(cast):
    return {
        key: RiskPoint.objects.create(
            unit=getattr(cast.units, unit),
            section=getattr(cast.sections, section) if section else None,
            post=getattr(cast.posts, post) if post else None,
        )
        for key, (unit, section, post) in POINTS.items()
    }


def read_by(person, points, **lookups):
    reached = RiskPoint.objects.filter(reach_of(person).register_q(**lookups)).distinct()
    keys = {point.pk: key for key, point in points.items()}
    return {keys[point.pk] for point in reached}


@pytest.mark.parametrize("role", READERS)
def test_everyone_reads_what_the_table_says(cast, points, role):
    assert read_by(getattr(cast.people, role), points) == READERS[role]


def test_without_the_condition_everything_is_there_to_leak(points):
    assert RiskPoint.objects.count() == len(EVERYTHING)


@pytest.mark.parametrize("role", ["office", "discipline", "bureau_leader"])
def test_the_table_notices_when_superiors_lose_the_subtree(cast, points, role, monkeypatch):
    monkeypatch.setattr(reach_module, "SUBTREE_SEATS", set())
    assert read_by(getattr(cast.people, role), points) != READERS[role]


def test_nobody_reads_nothing(points):
    assert read_by(None, points) == NOTHING


def test_a_unit_whose_code_only_begins_alike_is_not_below(cast, points):
    Unit.objects.create(code="BUREAU2", name="另一个局")
    twin = Unit.objects.create(code="LARGE-2", name="第一中学分校", parent=cast.bureau)
    RiskPoint.objects.create(unit=twin)
    assert not RiskPoint.objects.filter(
        reach_of(cast.people.principal).register_q(), unit=twin
    ).exists()


def test_no_code_differs_from_another_by_case_only(cast):
    """SQLite compares the beginning of a path without regard to case."""
    with pytest.raises(IntegrityError):
        Unit.objects.create(code="large", name="冒充的单位", parent=cast.bureau)


def test_the_section_of_the_post_counts_so_a_moved_post_is_read_by_its_new_head(cast, points):
    cast.posts.staff.section = cast.sections.general_affairs
    cast.posts.staff.save()
    assert "staff" not in read_by(cast.people.section_head, points)
    assert "staff" in read_by(cast.people.other_section_head, points)


def test_rows_are_found_by_path_never_by_a_list_of_rows(cast, points):
    def sql():
        return str(RiskPoint.objects.filter(reach_of(cast.people.office).register_q()).query)

    before = sql()
    assert "/BUREAU/" in before
    RiskPoint.objects.bulk_create([RiskPoint(unit=cast.school_small)] * 20)
    assert sql() == before


@pytest.mark.parametrize(
    ("lookups", "expected"),
    [
        ({"section": None}, {"staff", "teacher"}),
        ({"post": None}, {"teaching"}),
        ({"section": None, "post": None}, set()),
    ],
)
def test_models_without_section_or_post_leave_the_lookup_out(cast, points, lookups, expected):
    assert read_by(cast.people.section_head, points, **lookups) == expected


@pytest.mark.parametrize(
    ("starts", "ends", "reads"),
    [(-10, None, True), (-10, 0, True), (0, None, True), (-10, -1, False), (1, None, False)],
)
def test_a_mandate_counts_from_its_first_to_its_last_day(cast, points, starts, ends, reads):
    today = timezone.localdate()
    seat(
        cast.posts.staff,
        Seat.LEADING_GROUP,
        cast.school_small,
        starts=today + timedelta(days=starts),
        ends=None if ends is None else today + timedelta(days=ends),
    )
    assert ("small" in read_by(cast.people.staff, points)) is reads


def test_an_acting_holder_reads_as_the_holder_does(cast, points):
    today = timezone.localdate()
    Appointment.objects.create(
        post=cast.posts.section_head, person=cast.people.staff, starts=today, acting=True
    )
    assert read_by(cast.people.staff, points) == READERS["section_head"]


def test_whoever_has_left_the_post_reads_nothing_the_next_day(cast, points):
    today = timezone.localdate()
    cast.people.office.appointments.update(ends=today)
    assert reach_of(cast.people.office).holds(Seat.PREVENTION_OFFICE)
    tomorrow = read_reach(cast.people.office, today + timedelta(days=1))
    assert not tomorrow.takes_part
    assert not RiskPoint.objects.filter(tomorrow.register_q()).exists()


def test_a_deactivated_account_reaches_nothing_even_in_a_queued_job(cast):
    cast.accounts.office.is_active = False
    cast.accounts.office.save()
    cast.people.office.refresh_from_db()
    assert reach_of(cast.people.office) is NOBODY


def test_an_administrator_with_a_post_reads_what_the_post_gives(cast, points):
    Appointment.objects.create(
        post=cast.posts.bureau_staff, person=cast.people.system_admin, starts=SINCE
    )
    assert read_by(cast.people.system_admin, points) == {"bureau_staff"}


def test_seats_are_asked_with_unit_and_section(cast):
    reach = reach_of(cast.people.section_head)
    assert reach.holds(Seat.SECTION_HEAD)
    assert reach.holds(Seat.SECTION_HEAD, cast.school_large)
    assert reach.holds(Seat.SECTION_HEAD, cast.school_large, cast.sections.teaching)
    assert not reach.holds(Seat.SECTION_HEAD, cast.school_small)
    assert not reach.holds(Seat.SECTION_HEAD, cast.school_large, cast.sections.general_affairs)
    assert not reach.holds_any(Seat.PRINCIPAL, Seat.PREVENTION_OFFICE)


def test_a_superior_office_oversees_but_does_not_hold_the_seat_below(cast):
    reach = reach_of(cast.people.office)
    assert reach.oversees(cast.school_village)
    assert not reach.holds(Seat.PREVENTION_OFFICE, cast.school_village)
    assert not reach_of(cast.people.school_office).oversees(cast.bureau)


def test_units_read_as_a_whole_are_found_as_units_too(cast):
    deputy = reach_of(cast.people.bureau_deputy)
    assert set(Unit.objects.filter(deputy.units_q(""))) == {
        cast.school_large,
        cast.school_small,
        cast.school_village,
    }
    assert not Unit.objects.filter(reach_of(cast.people.staff).units_q("")).exists()


def test_a_reach_costs_two_queries(cast, django_assert_num_queries):
    person = cast.people.office
    assert person.account.is_active
    with django_assert_num_queries(2):
        assert reach_of(person).register_q()


@pytest.mark.parametrize(
    ("paths", "kept"),
    [
        ([], ()),
        (["/A/", "/A/B/"], ("/A/",)),
        (["/A/B/", "/A/"], ("/A/",)),
        (["/A/", "/AB/"], ("/A/", "/AB/")),
        (["/A/B/", "/A/C/", "/A/B/"], ("/A/B/", "/A/C/")),
    ],
)
def test_prefixes_under_another_are_left_out(paths, kept):
    assert shortest_prefixes(paths) == kept
