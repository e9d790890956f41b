"""Coverage: numbers for the office, steps of five for the prevention office of the same unit."""

from datetime import date

import pytest
from django.urls import reverse

from reviews.sources import entering, figures
from reviews.sources.models import Source, SourceOrder
from risks.models import RiskPoint, Suggestion
from tests import way
from tests.cast import seat
from tests.sources.factory import entered

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "少于 5"),
        (1, "少于 5"),
        (4, "少于 5"),
        (5, "5 以上"),
        (9, "5 以上"),
        (10, "10 以上"),
        (104, "100 以上"),
    ],
)
def test_in_steps(number, said):
    assert figures.in_steps(number) == said


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 27), date(2025, 12, 1), date(2026, 11, 1)),
        (date(2026, 1, 31), date(2025, 2, 1), date(2026, 1, 1)),
        (date(2028, 2, 29), date(2027, 3, 1), date(2028, 2, 1)),
    ],
)
def test_twelve_months(today, first, last):
    found = figures.first_of_months(today)
    assert (found[0], found[-1], len(found)) == (first, last, 12)


def page_for(client, account):
    client.force_login(account)
    return client.get(reverse("source-coverage")).text


def rows(page):
    return page[page.index("<tbody>") : page.rindex("</tbody>")]


def test_the_office_reads_numbers(client, cast):
    for _ in range(3):
        entered(cast)
    assert '<td>审计</td><td class="num">3</td>' in page_for(client, cast.accounts.discipline)


def test_for_the_prevention_office_four_are_as_none(client, cast):
    none = page_for(client, cast.accounts.office)
    for _ in range(4):
        entered(cast)
    assert rows(page_for(client, cast.accounts.office)) == rows(none)
    entered(cast)
    assert '<td>审计</td><td class="num">5 以上</td>' in page_for(client, cast.accounts.office)


def test_what_was_received_above_leaves_no_mark_in_the_unit(client, cast):
    none = page_for(client, cast.accounts.school_office)
    for _ in range(12):
        entered(cast)
    assert rows(page_for(client, cast.accounts.school_office)) == rows(none)


def test_the_unit_counts_what_its_own_office_received(client, cast):
    seat(cast.posts.keeper, "discipline_office", cast.school_large)
    for _ in range(5):
        entered(cast, by=cast.people.keeper)
    assert "5 以上" in page_for(client, cast.accounts.school_office)


@pytest.fixture
def point(cast):
    way.confirmed_form(cast)
    return RiskPoint.objects.in_force().filter(post=cast.posts.staff).first()


def covered():
    return Source.objects.covered().count()


def test_an_entry_linked_to_a_point_in_force_is_covered_until_the_link_is_dropped(cast, point):
    source, by = entered(cast, post=cast.posts.staff), cast.people.discipline
    assert covered() == 0
    entering.link(source=source, kind="point", target=point, by=by)
    assert covered() == 1
    entering.drop(found=source.links.get(point=point), by=by)
    assert covered() == 0


def test_an_entry_whose_order_became_a_point_in_force_is_covered(cast, point):
    source, by = entered(cast), cast.people.discipline
    made = Suggestion.objects.create(
        post=cast.posts.staff, risk="一人核对", reason="看过流程", made_by=by
    )
    SourceOrder.objects.create(source=source, suggestion=made, by=by)
    assert covered() == 0
    answered = {"answered_by": cast.people.staff, "answered_at": made.made_at}
    Suggestion.objects.filter(pk=made.pk).update(
        outcome="taken_up", paper=point.in_force.written_in, point=point, **answered
    )
    assert covered() == 1
