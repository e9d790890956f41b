"""Responsibility by level as data, and turned round: what somebody manages and answers for."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access.reach import read_reach
from registry.organisation.models import Appointment
from registry.trail.models import TrailEntry
from risks import dividing
from risks.charges import charges_of
from risks.models import PointVersion, ResponsibilityTable, RiskPoint
from risks.responsibility import BY_LEVEL, Responsibilities, responsible_for

from .factory import add_duty, add_point, confirm, make_form
from .test_responsibility import point_at

TODAY = timezone.localdate
HEAD, LEADER, PRINCIPAL = "section_head", "supervising_leader", "principal"
STRICTER = {
    "top_manages": PRINCIPAL,
    "top_answers": PRINCIPAL,
    "middle_manages": LEADER,
    "middle_answers": PRINCIPAL,
    "lowest_manages": HEAD,
    "lowest_answers": LEADER,
}


@pytest.fixture
def points(cast):
    """One point of each level on a post of the teaching section, one of the village school's."""
    paper, revision = make_form(cast)
    add_duty(cast, paper)
    made = {}
    for rank in (1, 2, 3):
        level, risk = cast.scale.levels.get(rank=rank).pk, f"放宽第 {rank} 类接收条件"
        line = add_point(cast, paper, risk=risk, level=level, level_why="按本单位实际")
        made[rank] = line.version.point_id
    confirm(cast, revision)
    made = {rank: RiskPoint.objects.get(pk=pk) for rank, pk in made.items()}
    made["leader"] = point_at(cast, 2, cast.posts.supervisor)
    made["village"] = point_at(cast, 1, cast.posts.village_staff)
    return made


def charged(cast, who, side, day=None):
    charges = charges_of(read_reach(getattr(cast.people, who), day or TODAY()), day or TODAY())
    found = PointVersion.objects.filter(getattr(charges, side), in_force_for__isnull=False)
    return set(found.values_list("point", flat=True))


def keys(points, pks):
    return {key for key, point in points.items() if point.pk in pks}


@pytest.mark.parametrize(
    ("who", "manages", "answers"),
    [
        ("section_head", {1, 2}, {1}),
        ("supervisor", {3}, {2}),
        ("principal", {"leader"}, {3, "leader"}),
        ("village_section_head", {"village"}, {"village"}),
        ("other_section_head", set(), set()),
        ("staff", set(), set()),
        ("office", set(), set()),
    ],
)
def test_each_finds_what_they_manage_and_answer_for(cast, points, who, manages, answers):
    assert keys(points, charged(cast, who, "manages")) == manages
    assert keys(points, charged(cast, who, "answers")) == answers


@pytest.mark.parametrize("own", [False, True])
def test_both_directions_of_the_rule_agree(cast, points, own):
    """Every point in force × everybody: on the list of exactly those whom it names."""
    if own:
        dividing.set_table(unit=cast.bureau, seats=STRICTER, by=cast.people.office)
    versions = PointVersion.objects.filter(in_force_for__isnull=False)
    versions = list(versions.select_related("level", "point__unit", "point__post__section"))
    named = Responsibilities(versions, TODAY())
    for side in ("manages", "answers"):
        of_post = {}
        for version in versions:
            post = getattr(named.of(version), side).post
            of_post.setdefault(post.pk, set()).add(version.point_id)
        for who, person in vars(cast.people).items():
            posts = [post.pk for post in person.posts_on(TODAY())]
            expected = set().union(*(of_post.get(post, set()) for post in posts))
            assert charged(cast, who, side) == expected, (who, side)


def test_a_unit_goes_by_the_table_of_the_unit_above(cast, points):
    dividing.set_table(unit=cast.bureau, seats=STRICTER, by=cast.people.office)
    assert responsible_for(points[2], TODAY()).answers.post == cast.posts.principal
    assert keys(points, charged(cast, "supervisor", "manages")) == {2}


def test_its_own_table_comes_first_and_can_be_given_up_again(cast, points):
    dividing.set_table(unit=cast.bureau, seats=STRICTER, by=cast.people.office)
    own = dividing.seats_of(None)
    dividing.set_table(unit=cast.school_large, seats=own, by=cast.people.school_office)
    assert responsible_for(points[2], TODAY()).answers.post == cast.posts.supervisor
    dividing.set_table(unit=cast.school_large, seats=None, by=cast.people.school_office)
    assert responsible_for(points[2], TODAY()).answers.post == cast.posts.principal


def test_an_earlier_day_goes_by_the_table_of_that_day(cast, points):
    dividing.set_table(unit=cast.school_large, seats=STRICTER, by=cast.people.school_office)
    yesterday = TODAY() - timedelta(days=1)
    assert responsible_for(points[2], yesterday).answers.post == cast.posts.supervisor


def test_it_changes_hands_with_the_seat(cast, points):
    """The level stays, the holder goes: the list goes to who comes."""
    today = TODAY()
    cast.people.section_head.appointments.update(ends=today - timedelta(days=1))
    Appointment.objects.create(
        post=cast.posts.section_head, person=cast.people.teacher, starts=today
    )
    assert keys(points, charged(cast, "teacher", "manages")) == {1, 2}
    assert charged(cast, "section_head", "manages") == set()


def test_saving_what_is_so_already_writes_nothing(cast):
    dividing.set_table(unit=cast.bureau, seats=None, by=cast.people.office)
    assert not ResponsibilityTable.objects.exists()
    dividing.set_table(unit=cast.bureau, seats=STRICTER, by=cast.people.office)
    dividing.set_table(unit=cast.bureau, seats=STRICTER, by=cast.people.office)
    assert TrailEntry.objects.filter(action="responsibility.changed").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"top_manages": ""},
        {"top_manages": "leading_group"},
        {"top_manages": PRINCIPAL, "top_answers": HEAD},
        {"lowest_manages": LEADER, "lowest_answers": HEAD},
    ],
)
def test_the_database_takes_no_table_that_cannot_be(cast, wrong):
    given = {"unit": cast.bureau, "starts": TODAY(), "set_by": cast.people.office}
    with pytest.raises(IntegrityError), transaction.atomic():
        ResponsibilityTable.objects.create(**given, **{**STRICTER, **wrong})
    ResponsibilityTable.objects.create(**given, **STRICTER)


def test_the_shipped_table_is_that_of_the_document():
    assert {weight: (roles.manages, roles.answers) for weight, roles in BY_LEVEL.items()} == {
        "top": (LEADER, PRINCIPAL),
        "middle": (HEAD, LEADER),
        "lowest": (HEAD, HEAD),
    }


def page_of(client, cast, who, query=""):
    client.force_login(getattr(cast.accounts, who))
    return client.get(f"/responsibilities/?{query}")


def test_the_tabs_count_what_their_lists_hold(client, cast, points):
    for side, number in (("manages", 2), ("answers", 1)):
        page = page_of(client, cast, "section_head", f"side={side}")
        assert len(page.context["rows"]) == page.context["page"].count == number
    labels = [tab["label"] for tab in page.context["tabs"]]
    assert labels == ["我管理的 2 个", "我负责的 1 个"]


def test_the_tabs_count_what_the_filter_leaves(client, cast, points):
    level = cast.scale.levels.get(rank=1)
    page = page_of(client, cast, "section_head", f"level={level.pk}")
    assert [tab["label"][-3] for tab in page.context["tabs"]] == ["1", "1"]


def test_a_point_shows_both_names(client, cast, points):
    client.force_login(cast.accounts.section_head)
    page = client.get(f"/points/{points[3].pk}/").content.decode()
    assert "教学副校长 沈若谷" in page
    assert "校长 陆怀瑾" in page


def test_who_manages_nothing_is_told_where_to_look(client, cast, points):
    assert "我的岗位" in page_of(client, cast, "staff").content.decode()


def test_the_office_sets_the_table_of_its_unit(client, cast, points):
    client.force_login(cast.accounts.school_office)
    address = f"/responsibilities/tables/{cast.school_large.pk}/"
    page = client.get(address)
    typed = {"stamp": page.context["form"]["stamp"].value(), "own": "own", **STRICTER}
    wrong = client.post(address, {**typed, "lowest_manages": PRINCIPAL})
    assert wrong.status_code == 422
    assert "不能比管理的低一层" in wrong.content.decode()
    client.post(address, typed)
    stale = client.post(address, {**typed, "own": "above"})
    assert stale.status_code == 409
    assert responsible_for(points[2], TODAY()).answers.post == cast.posts.principal


def test_the_printed_table_names_both(client, cast, points):
    client.force_login(cast.accounts.principal)
    page = client.get("/points/registers/division/").content.decode()
    assert "廉政风险责任分解表" in page
    assert "教学副校长 沈若谷" in page
