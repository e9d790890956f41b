"""Pages of a list by its order: nothing left out, nothing shown twice, from either end."""

from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from registry.organisation.models import Appointment
from registry.paging.addresses import at_place, without_place
from registry.paging.keyset import Key, list_page, query_page
from risks.models import RiskPoint

ORDER = (
    Key("unit__path", str),
    Key("post__section__order", nullable=True),
    Key("section__order", nullable=True),
    Key("post_id", nullable=True),
    Key("pk"),
)
SIZE = 4


@pytest.fixture
def points(cast):
    """Of units, of sections, of posts with a section and without: every key decides some of them,
    and what a key leaves open is sometimes missing."""
    sections, posts = cast.sections, cast.posts
    of = [
        {"section": sections.teaching},
        {"section": sections.general_affairs},
        {"post": posts.staff},
        {"post": posts.principal},
        {"post": posts.other_staff},
        {},
    ]
    RiskPoint.objects.bulk_create(
        RiskPoint(unit=unit, **changes)
        for changes in of * 2
        for unit in (cast.school_small, cast.school_large)
    )
    return RiskPoint.objects.select_related("unit", "section", "post__section")


def in_memory(count):
    return [{"serial": number} for number in range(1, count + 1)]


def of_query(points):
    return lambda asked: query_page(points, ORDER, QueryDict(asked), SIZE)


def of_list(count):
    def page(asked):
        return list_page(in_memory(count), lambda row: row["serial"], QueryDict(asked), SIZE)

    return page


def walked(page_at, way, start):
    """The pages from one end to the other, as whoever clicks sees them."""
    pages = [page_at(start)]
    while place := getattr(pages[-1], way):
        pages.append(page_at(f"{way}={place}"))
    return pages


def shown(pages):
    return [row for page in pages for row in page]


def test_every_row_of_a_query_once_in_order(points):
    ordered = list(points.order_by(*(key.ascending() for key in ORDER)))
    forward = walked(of_query(points), "after", "")
    assert shown(forward) == ordered
    assert [(page.first, page.last, page.count) for page in forward] == [
        (first, first + SIZE - 1, 24) for first in range(1, 24, SIZE)
    ]
    backward = walked(of_query(points), "before", "last=1")
    assert shown(reversed(backward)) == ordered


@pytest.mark.parametrize("count", [0, 1, 4, 5, 8, 11])
def test_every_row_in_memory_once_in_order(count):
    forward = walked(of_list(count), "after", "")
    assert shown(forward) == in_memory(count)
    backward = walked(of_list(count), "before", "last=1")
    assert backward[0].rows == in_memory(count)[-SIZE:]
    assert backward[-1].first == min(1, count)


def test_a_page_begins_with_the_row_that_was_asked_for(points):
    tenth = walked(of_query(points), "after", "")[2].rows[1]
    place = f"{tenth.unit.path}~" + "~".join(
        "-" if value is None else str(value)
        for value in (
            tenth.post.section.order if tenth.post and tenth.post.section else None,
            tenth.section and tenth.section.order,
            tenth.post_id,
            tenth.pk,
        )
    )
    assert of_query(points)(f"from={place}").rows[0] == tenth
    assert of_list(9)("from=6").first == 6


def test_rows_that_come_or_go_before_a_page_do_not_move_it(points):
    second = of_query(points)("")
    place = second.after
    following = of_query(points)(f"after={place}").rows
    points.filter(pk__in=[row.pk for row in second]).delete()
    again = of_query(points)(f"after={place}")
    # What is left before it is no page: then one begins at the start, and nothing is left out.
    assert (again.rows, again.first, again.before) == (following, 1, "")


@pytest.mark.parametrize(
    "asked",
    [
        *("after=", "after=x", "after=1", "before=1~2", "from=~~~~", "after=/A/~-~-~-~-"),
        "after=/A/~1~1~1~99999999999999999999999999",
        "after=/A/%00~1~1~1~1",
        "before=/A/~1~1~1~1",
        "after=/zzz/~9999~9999~9999~9999",
        "page=3",
    ],
)
def test_a_place_that_cannot_be_read_is_the_first_page(points, asked):
    assert of_query(points)(asked).rows == of_query(points)("").rows


def test_the_last_page_costs_as_many_queries_as_the_second(points):
    def cost(asked):
        with CaptureQueriesContext(connection) as queries:
            of_query(points)(asked)
        return len(queries)

    second = f"after={of_query(points)('').after}"
    assert cost("") == 2
    assert cost(second) == cost("last=1") == 3


def test_the_address_of_a_place_keeps_what_the_list_is_narrowed_by():
    asked = QueryDict("words=学籍&unit=&columns=kind&columns=side&after=7")
    narrowed = "words=%E5%AD%A6%E7%B1%8D&columns=kind&columns=side"
    assert without_place(asked) == narrowed
    assert at_place(asked, before="3") == f"?{narrowed}&before=3"
    assert at_place(asked, address="/papers/1/") == f"/papers/1/?{narrowed}"


# --- newest first -------------------------------------------------------------------------------

LATEST = (Key("starts", date, falling=True), Key("pk", falling=True))


@pytest.fixture
def appointments(cast):
    """Several on each of three days."""
    days = [date(2026, 3, day) for day in (9, 10, 11)] * 3
    posts, person = cast.posts, cast.people.staff
    of = [getattr(posts, name) for name in ("group", "principal", "supervisor")]
    Appointment.objects.bulk_create(
        Appointment(post=of[number // 3], person=person, starts=day, ends=day)
        for number, day in enumerate(days)
    )
    return Appointment.objects.filter(person=person, starts__year=2026)


def test_every_row_once_with_the_latest_first(appointments):
    def page(asked):
        return query_page(appointments, LATEST, QueryDict(asked), 3)

    ordered = list(appointments.order_by("-starts", "-pk"))
    assert len(ordered) == 9
    assert shown(walked(page, "after", "")) == ordered
    assert shown(reversed(walked(page, "before", "last=1"))) == ordered


@pytest.mark.parametrize("asked", ["after=x~1", "after=2026-02-30~1", "before=20260310~x"])
def test_a_day_that_is_none_is_the_first_page(appointments, asked):
    found = query_page(appointments, LATEST, QueryDict(asked), SIZE)
    assert found.first == 1
