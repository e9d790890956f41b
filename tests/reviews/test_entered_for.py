"""代填: a page leads the information keeper to the people who cannot sign in."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Post, Programme
from registry.papers.models import Paper
from reviews import filing
from reviews.views.entering import forms_without_account
from reviews.views.fetch import NO_PROGRAMME
from tests import way
from tests.reviews.test_avoidance import scan_for
from tests.reviews.test_review_offices import lock_out

TODAY = timezone.localdate
PAGE = "/my-posts/others/"


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.accounts.keeper)
    return client


def listed(client):
    return [(e["post"], e["names"], e["paper"]) for e in client.get(PAGE).context["entries"]]


def test_while_everybody_can_sign_in_it_says_what_to_do(keeper):
    assert listed(keeper) == []
    page = keeper.get(PAGE).content.decode()
    assert "没有需要代填的人" in page
    assert "机构与人员" in page


def test_my_posts_leads_only_keepers_there(keeper, cast):
    assert PAGE in keeper.get(reverse("my-posts")).content.decode()
    keeper.force_login(cast.accounts.staff)
    assert PAGE not in keeper.get(reverse("my-posts")).content.decode()


def test_the_keeper_begins_a_form_and_finds_it_again(keeper, cast):
    lock_out(cast.people.staff)
    assert listed(keeper) == [(cast.posts.staff, "林听雨", None)]
    keeper.post(reverse("form-start", args=[cast.posts.staff.pk]))
    paper = Paper.objects.get()
    assert listed(keeper) == [(cast.posts.staff, "林听雨", paper)]
    page = keeper.get(PAGE).content.decode()
    assert reverse("paper-edit", args=[paper.pk]) in page
    way.fill_form(paper, cast.people.keeper)
    scan = scan_for(paper, cast.people.keeper)
    way.submit(paper, cast.people.keeper, scan=scan)
    assert reverse("paper-detail", args=[paper.pk]) in keeper.get(PAGE).content.decode()


def test_where_each_has_a_form_the_right_one_is_begun(keeper, cast):
    for name in ("second_teacher", "third_teacher"):
        lock_out(getattr(cast.people, name))
    names = [name for _, name, _ in listed(keeper)]
    assert names == ["何望舒", "罗一鸣"]
    third = cast.people.third_teacher
    keeper.post(reverse("form-start", args=[cast.posts.teacher.pk]), {"holder": third.pk})
    assert Paper.objects.get().holder == third


@pytest.mark.parametrize("holder", ["teacher", "other_staff"])
def test_nobody_else_is_begun_for_by_asking(keeper, cast, holder):
    """Neither a colleague with an account nor somebody of another post."""
    lock_out(cast.people.second_teacher)
    asked = getattr(cast.people, holder).pk
    keeper.post(reverse("form-start", args=[cast.posts.teacher.pk]), {"holder": asked})
    assert Paper.objects.get().holder == cast.people.second_teacher


def shared_by_two(cast):
    cast.people.other_staff.appointments.create(
        post=cast.posts.staff, starts=datetime.date(2021, 1, 1)
    )
    lock_out(cast.people.staff)


def closed_accounts(cast):
    for name in ("staff", "teacher", "second_teacher", "other_staff"):
        lock_out(getattr(cast.people, name))


@pytest.mark.parametrize("change", [lambda cast: None, shared_by_two, closed_accounts])
def test_the_list_agrees_with_the_guard(cast, change):
    change(cast)
    keeper, found = cast.people.keeper, set()
    for post in Post.objects.filter(unit=cast.school_large, tier="ordinary"):
        holders = post.holders(TODAY())
        for holder in holders if post.forms == "each_holder" else [None]:
            paper = Paper(kind="staff_form", post=post, unit=post.unit, holder=holder)
            if filing.fills_for_another(paper, keeper, TODAY()):
                found.add((post, tuple([holder] if holder else holders)))
    rows = forms_without_account([cast.school_large.pk], TODAY())
    assert {(post, tuple(people)) for post, people in rows} == found


def test_it_asks_as_often_for_many_as_for_one(keeper, cast, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    lock_out(cast.people.staff)
    keeper.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        keeper.get(PAGE)
    closed_accounts(cast)
    with django_assert_max_num_queries(len(one)):
        assert len(keeper.get(PAGE).context["entries"]) == 4


def test_who_adds_the_programme_is_said_the_same_everywhere(client, cast):
    Programme.objects.all().delete()
    for role, address in (("keeper", PAGE), ("staff", reverse("my-posts"))):
        client.force_login(getattr(cast.accounts, role))
        assert NO_PROGRAMME in client.get(address).content.decode()
    answer = client.post(reverse("form-start", args=[cast.posts.staff.pk]))
    assert answer.status_code == 403
    assert NO_PROGRAMME in answer.content.decode()
