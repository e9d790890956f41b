"""Of what a post is asked: its own points, those of the sections and units it answers for."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Appointment, Mandate, Seat
from reviews.assessment import facts
from reviews.self_checks import asking
from risks.models import RiskPoint
from tests.cast import seat
from tests.self_checks.hands import confirmed_sheet, handed_in, opened

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def asked(cast):
    """{role: whose points it is asked of} of everybody who is asked anything."""
    found = {}
    for role in vars(cast.posts):
        task = opened(cast, points=0, post=role, key=role)
        if measures := asking.measures_of(task, TODAY()):
            points = [each.version.point for each in measures]
            found[role] = [str(p.post or p.section or p.unit) for p in points]
    return found


def leave(post):
    Appointment.objects.filter(post=post).update(ends=TODAY() - timedelta(days=1))


def as_it_is(cast):
    pass


def the_head_is_gone(cast):
    leave(cast.posts.section_head)


def nobody_heads_or_leads_it(cast):
    Mandate.objects.filter(section=cast.sections.teaching).delete()


def a_deputy_head(cast):
    seat(
        cast.posts.staff,
        Seat.SECTION_HEAD,
        cast.school_large,
        section=cast.sections.teaching,
        rank="deputy",
    )


def the_deputy_of_a_head_who_is_gone(cast):
    a_deputy_head(cast)
    leave(cast.posts.section_head)


@pytest.mark.parametrize(
    ("change", "role"),
    [
        (as_it_is, "section_head"),
        (the_head_is_gone, "supervisor"),
        (nobody_heads_or_leads_it, "principal"),
        (a_deputy_head, "section_head"),
        (the_deputy_of_a_head_who_is_gone, "staff"),
    ],
    ids=lambda given: getattr(given, "__name__", None),
)
def test_who_is_asked_of_the_points_of_a_section(cast, change, role):
    confirmed_sheet(cast, section=cast.sections.teaching)
    change(cast)
    assert asked(cast) == {role: ["教务处"] * 2}


def no_office(cast):
    Mandate.objects.filter(seat=Seat.PREVENTION_OFFICE, unit=cast.school_large).delete()


def an_empty_office(cast):
    leave(cast.posts.school_office)


def a_deputy_of_the_office(cast):
    seat(cast.posts.keeper, Seat.PREVENTION_OFFICE, cast.school_large, rank="deputy")


def the_deputy_of_an_empty_office(cast):
    a_deputy_of_the_office(cast)
    an_empty_office(cast)


@pytest.mark.parametrize(
    ("change", "role"),
    [
        (as_it_is, "school_office"),
        (no_office, "principal"),
        (an_empty_office, "principal"),
        (a_deputy_of_the_office, "school_office"),
        (the_deputy_of_an_empty_office, "keeper"),
    ],
    ids=lambda given: getattr(given, "__name__", None),
)
def test_who_is_asked_of_the_points_of_a_unit(cast, change, role):
    confirmed_sheet(cast)
    change(cast)
    assert asked(cast) == {role: ["和平区第一中学"] * 2}


def test_one_self_check_has_all_of_it_in_order(cast):
    """Of a head whose post is the prevention office as well: post, section, unit."""
    confirmed_sheet(cast, section=cast.sections.teaching)
    confirmed_sheet(cast)
    task = opened(cast, post="section_head", key="head")
    RiskPoint.objects.filter(post=cast.posts.staff).update(post=cast.posts.section_head)
    seat(cast.posts.section_head, Seat.PREVENTION_OFFICE, cast.school_large)
    leave(cast.posts.school_office)
    points = [each.version.point for each in asking.measures_of(task, TODAY())]
    whose = [str(point.post or point.section or point.unit) for point in points]
    assert whose == [str(cast.posts.section_head)] * 2 + ["教务处"] * 2 + ["和平区第一中学"] * 2


def test_whose_point_it_is_stands_on_the_page_and_on_paper(cast, client):
    confirmed_sheet(cast, section=cast.sections.teaching)
    task = opened(cast, points=0, post="section_head")
    client.force_login(cast.accounts.section_head)
    page = reverse("self-check", args=[task.pk])
    assert "教务处的风险点，防的是" in client.get(page).content.decode()
    check = handed_in(cast, task=task, by=cast.people.section_head)
    assert check.answers.count() == 2
    assert "教务处：" in client.get(page).content.decode()
    sheet = client.get(reverse("self-check-sheet", args=[task.pk]))
    assert b"".join(sheet.streaming_content).startswith(b"%PDF")


def test_the_sample_of_a_head_is_looked_at_by_the_leader_over_the_section(cast):
    confirmed_sheet(cast, section=cast.sections.teaching)
    task = opened(cast, points=0, post="section_head")
    check = handed_in(cast, task=task, by=cast.people.section_head)
    assert check.confirming.post == cast.posts.supervisor


def test_what_is_not_done_counts_on_the_point_of_the_section(cast):
    confirmed_sheet(cast, section=cast.sections.teaching)
    task = opened(cast, points=0, post="section_head")
    handed_in(cast, task=task, by=cast.people.section_head, said="not_done", why="人手不够")
    points = set(RiskPoint.objects.filter(section=cast.sections.teaching).values_list("pk"))
    found = facts.failed_self_checks([cast.school_large.pk])
    assert {(fact.point,) for fact in found} == points
