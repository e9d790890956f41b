"""Who manages and who answers, by level, seat by seat; names as the programme shows them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from registry.organisation.models import Appointment, Mandate
from risks.models import PointVersion
from risks.responsibility import Responsibilities, mask, responsible_for

from .factory import add_duty, add_point, confirm, make_form

TODAY = timezone.localdate


def point_at(cast, rank, post=None):
    paper, revision = make_form(cast, post=post)
    add_duty(cast, paper)
    level = cast.scale.levels.get(rank=rank)
    line = add_point(cast, paper, level=level.pk, level_why="按本单位实际")
    confirm(cast, revision)
    return line.version.point.__class__.objects.get(pk=line.version.point_id)


@pytest.mark.parametrize(
    ("rank", "manages", "answers"),
    [
        (3, "supervisor", "principal"),
        (2, "section_head", "supervisor"),
        (1, "section_head", "section_head"),
    ],
)
def test_level_decides_who_manages_and_who_answers(cast, rank, manages, answers):
    found = responsible_for(point_at(cast, rank), TODAY())
    assert found.manages.post == getattr(cast.posts, manages)
    assert found.answers.post == getattr(cast.posts, answers)
    assert found.leader.post == cast.posts.supervisor


def test_an_empty_seat_falls_to_the_next_one_up(cast):
    found = responsible_for(point_at(cast, 3, cast.posts.village_staff), TODAY())
    assert found.manages.post == cast.posts.village_principal
    assert found.leader.post == cast.posts.village_principal


def test_a_leader_without_a_section_answers_to_the_principal(cast):
    found = responsible_for(point_at(cast, 2, cast.posts.supervisor), TODAY())
    assert found.manages.post == cast.posts.principal


def test_nobody_is_named_where_no_post_holds_a_seat(cast):
    point = point_at(cast, 1)
    Mandate.objects.filter(unit=cast.school_large).delete()
    assert responsible_for(point, TODAY()).manages is None


def test_the_holder_is_that_of_the_day(cast):
    point = point_at(cast, 1)
    today = TODAY()
    cast.people.section_head.appointments.update(ends=today - timedelta(days=1))
    Appointment.objects.create(
        post=cast.posts.section_head, person=cast.people.teacher, starts=today
    )
    assert responsible_for(point, today).manages.names == ("苏晓棠",)
    assert responsible_for(point, date(2024, 5, 1)).manages.names == ("顾言之",)


@pytest.mark.parametrize(
    ("names", "shown"), [("full", "顾言之"), ("masked", "顾*之"), ("post", "教务主任")]
)
def test_names_are_shown_as_the_programme_says(cast, names, shown):
    assert responsible_for(point_at(cast, 1), TODAY()).manages.shown(names) == shown


@pytest.mark.parametrize(
    ("name", "masked"), [("方伯安", "方*安"), ("叶秋", "叶*"), ("欧阳子明", "欧*子明")]
)
def test_one_character_of_a_name_is_hidden(name, masked):
    assert mask(name) == masked


def test_an_empty_post_is_shown_by_its_name(cast):
    point = point_at(cast, 1)
    cast.people.section_head.appointments.update(ends=date(2021, 1, 1))
    assert responsible_for(point, TODAY()).manages.shown("full") == "教务主任"


def test_many_points_cost_four_queries(cast, django_assert_num_queries):
    point_at(cast, 1)
    versions = list(
        PointVersion.objects.select_related(
            "level", "point__post__section", "point__section", "point__unit"
        )
    )
    with django_assert_num_queries(4):
        found = Responsibilities(versions * 20, TODAY())
        assert all(found.of(version).manages for version in versions)
