"""What is in use is not moved or closed in the stock admin; it says where and what first."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.organisation.models import Post, Reorganisation, Section, Unit
from tests import way
from tests.access.test_admin import address


@pytest.fixture
def system(client, cast):
    client.force_login(cast.accounts.system_admin)
    return client


@pytest.mark.parametrize("change", ["moved", "out of all", "closed", "renamed"])
@pytest.mark.parametrize("has_paper", [True, False])
def test_a_post_with_papers_is_moved_and_closed_on_the_page_for_it(system, cast, change, has_paper):
    post = cast.posts.staff
    if has_paper:
        way.begin_form(cast)
    section = cast.sections.general_affairs if change == "moved" else post.section
    data = {
        "section": "" if change == "out of all" else section.pk,
        "name": "改过的名称" if change == "renamed" else post.name,
        "tier": "leader" if change == "out of all" else post.tier,
        "forms": post.forms,
        "closed_on": "2026-06-30" if change == "closed" else "",
        "appointments-TOTAL_FORMS": 0,
        "appointments-INITIAL_FORMS": 0,
    }
    answer = system.post(address(Post, "change", post.pk), data)
    page = f'<a href="{reverse("reorganisation")}?unit={cast.school_large.code}">机构调整</a>'
    refused = has_paper and change != "renamed"
    assert (answer.status_code, page in answer.content.decode()) == (
        200 if refused else 302,
        refused,
    )
    assert ("请另建一个岗位" in answer.content.decode()) == (refused and change == "out of all")
    kept = Post.objects.get(pk=post.pk)
    changed = (kept.section, kept.closed_on, kept.name) != (post.section, None, post.name)
    assert changed != refused


def change_section(client, section, **changes):
    data = {"name": section.name, "order": section.order, "closed_on": "", **changes}
    return client.post(address(Section, "change", section.pk), data)


def close_posts(section):
    section.posts.update(closed_on="2026-01-31")


def only_posts(cast):
    return cast.sections.bureau_finance


def only_a_paper(cast):
    way.begin_form(cast)
    close_posts(cast.sections.teaching)
    return cast.sections.teaching


def only_seats(cast):
    close_posts(cast.sections.teaching)
    return cast.sections.teaching


def nothing(cast):
    cast.sections.teaching.mandates.update(ends="2026-01-31")
    return only_seats(cast)


@pytest.mark.parametrize("change", ["closed", "renamed"])
@pytest.mark.parametrize("holding", [only_posts, only_a_paper, only_seats, nothing])
def test_a_section_that_holds_something_is_merged_on_the_page_for_it(system, cast, change, holding):
    section = holding(cast)
    changes = {"closed_on": "2026-06-30"} if change == "closed" else {"name": "改过的名称"}
    answer = change_section(system, section, **changes)
    text = answer.content.decode()
    refused = holding != nothing and change == "closed"
    page = f'<a href="{reverse("reorganisation")}?unit={section.unit.code}">机构调整</a>'
    assert (answer.status_code, page in text) == (200 if refused else 302, refused)
    assert ("科室并入另一个科室" in text) == refused
    kept = Section.objects.get(pk=section.pk)
    assert ((kept.closed_on, kept.name) != (None, section.name)) != refused


def test_a_section_stays_in_its_unit(system, cast):
    section = cast.sections.teaching
    change_section(system, section, unit=cast.bureau.pk, name="改过的名称")
    kept = Section.objects.get(pk=section.pk)
    assert (kept.unit, kept.name) == (section.unit, "改过的名称")


def test_a_section_that_is_closed_already_stays_editable(system, cast):
    section = cast.sections.teaching
    Section.objects.filter(pk=section.pk).update(closed_on="2026-06-30")
    changes = {"name": "原教务处", "closed_on": "2026-06-30"}
    assert change_section(system, section, **changes).status_code == 302


def a_unit_below(cast):
    return cast.bureau


def a_running_paper(cast):
    way.begin_form(cast)
    return cast.school_large


def a_finished_paper(cast):
    way.confirmed_form(cast)
    return cast.school_large


def a_planned_change(cast):
    Reorganisation.objects.create(
        unit=cast.school_large,
        kind=Reorganisation.Kind.ABOLISH_POST,
        post=cast.posts.staff,
        on=timezone.localdate(),
        by=cast.people.keeper,
    )
    return cast.school_large


@pytest.mark.parametrize(
    ("having", "said"),
    [
        (a_unit_below, "它下面还有 3 个没有撤销的单位"),
        (a_running_paper, "还有 1 份表没有办完，请先办完"),
        (a_planned_change, "还有 1 项定下的机构调整没有执行，请先到"),
        (a_finished_paper, ""),
    ],
)
def test_a_unit_is_closed_once_nothing_is_under_way_in_it(system, cast, having, said):
    unit = having(cast)
    data = {"name": unit.name, "parent": unit.parent_id or "", "closed_on": "2026-06-30"}
    answer = system.post(address(Unit, "change", unit.pk), data)
    closed = Unit.objects.get(pk=unit.pk).closed_on is not None
    assert (answer.status_code, closed) == ((200, False) if said else (302, True))
    assert said in answer.content.decode()
