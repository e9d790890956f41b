"""The page of 机构调整: asked, shown, confirmed; what is not true any more is shown again."""

import pytest
from django.urls import reverse

from registry.organisation.models import Post, Reorganisation
from reviews import workflow
from tests import way
from tests.architecture.page_forms import form_with
from tests.reviews.test_reorganising import DAY, TODAY, abolish, decide, fresh, move

PAGE = "/organisation/changes/"


@pytest.fixture
def browser(cast, client):
    client.force_login(cast.accounts.system_admin)
    return client


def typed(cast, **changes):
    return {
        "unit": cast.school_large.code,
        "kind": "move_post",
        "post": cast.posts.staff.pk,
        "into_section": cast.sections.general_affairs.pk,
        "on": TODAY().isoformat(),
        **changes,
    }


def test_asked_shown_and_confirmed(browser, cast):
    preview = browser.post(PAGE, typed(cast))
    assert preview.status_code == 200
    page = preview.content.decode()
    assert "岗位“学籍管理员”从教务处调到总务处" in page
    assert "现在还没有改动任何内容" in page
    assert not Reorganisation.objects.exists()
    answer = browser.post(PAGE, {**form_with("digest", preview), "confirm": "1"}, follow=True)
    assert "已执行：岗位“学籍管理员”从教务处调到总务处" in answer.content.decode()
    assert fresh(Post, cast.posts.staff).section == cast.sections.general_affairs


def test_back_from_the_preview_keeps_what_was_chosen(browser, cast):
    seen = form_with("digest", browser.post(PAGE, typed(cast)))
    answer = browser.post(PAGE, {**seen, "back": "1"})
    assert "看看会带来什么" in answer.content.decode()
    assert form_with("kind", answer)["post"] == [str(cast.posts.staff.pk)]


def test_a_preview_that_is_not_true_any_more_is_shown_again(browser, cast):
    seen = form_with("digest", browser.post(PAGE, typed(cast)))
    way.begin_form(cast)
    answer = browser.post(PAGE, {**seen, "confirm": "1"})
    assert answer.status_code == 409
    assert "请把下面的内容再看一遍" in answer.content.decode()
    assert "草稿随岗位到总务处" in answer.content.decode()
    again = {**form_with("digest", answer), "confirm": "1"}
    assert browser.post(PAGE, again).status_code == 302


def test_the_confirmation_without_a_preview_does_nothing(browser, cast):
    answer = browser.post(PAGE, typed(cast, confirm="1"))
    assert answer.status_code == 409
    assert not Reorganisation.objects.exists()


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"post": ""}, "请选择要调的岗位"),
        ({"into_section": ""}, "请选择调到哪个科室"),
        ({"kind": "merge_sections"}, "请选择要并掉的科室"),
        ({"kind": "abolish_post", "post": ""}, "请选择要撤销的岗位"),
        ({"kind": "nothing"}, "nothing"),
        ({"on": ""}, "必填项"),
        ({"on": "明天"}, "2026-09-01 这样的日期"),
        ({"on": f"{TODAY().year - 1}-12-31"}, "之间的日期"),
        ({"on": f"{TODAY().year + 2}-01-01"}, "之间的日期"),
    ],
)
def test_what_is_missing_is_asked_for(browser, cast, changes, text):
    answer = browser.post(PAGE, typed(cast, **changes))
    assert answer.status_code == 422
    assert text in answer.content.decode()


def test_the_same_section_and_a_leader_are_refused(browser, cast):
    same = typed(cast, into_section=cast.sections.teaching.pk)
    assert "请选另一个" in browser.post(PAGE, same).content.decode()
    leader = typed(cast, post=cast.posts.principal.pk)
    assert "领导岗位不属于科室" in browser.post(PAGE, leader).content.decode()
    itself = typed(cast, kind="abolish_post", into_post=cast.posts.staff.pk)
    assert "不能接管自己" in browser.post(PAGE, itself).content.decode()


def test_posts_of_another_unit_cannot_be_named(browser, cast):
    other = typed(cast, post=cast.posts.small_staff.pk)
    assert browser.post(PAGE, other).status_code == 422


def test_a_keeper_reaches_the_own_unit_only(client, cast):
    client.force_login(cast.accounts.keeper)
    preview = client.post(PAGE, typed(cast, unit=cast.school_small.code))
    assert "和平区第一中学" in preview.content.decode()
    theirs = typed(cast, unit=cast.school_small.code, post=cast.posts.small_staff.pk)
    assert client.post(PAGE, theirs).status_code == 422


def test_a_planned_one_is_listed_and_taken_back(browser, cast):
    preview = browser.post(PAGE, typed(cast, on=(TODAY() + DAY).isoformat()))
    assert "确认，到那天执行" in preview.content.decode()
    browser.post(PAGE, {**form_with("digest", preview), "confirm": "1"})
    address = f"{PAGE}?unit={cast.school_large.code}"
    assert "等待生效" in browser.get(address).content.decode()
    change = Reorganisation.objects.get()
    answer = browser.post(PAGE, {"unit": cast.school_large.code, "drop": change.pk}, follow=True)
    assert "已撤回" in answer.content.decode()
    gone = browser.post(PAGE, {"unit": cast.school_large.code, "drop": change.pk})
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("by", "role", "may"),
    [
        ("keeper", "keeper", True),
        ("keeper", "school_office", True),
        ("keeper", "system_admin", True),
        ("system_admin", "keeper", False),
        ("system_admin", "system_admin", True),
    ],
)
def test_what_the_system_administrator_decided_nobody_else_takes_back(client, cast, by, role, may):
    decide(cast, move(cast, on=TODAY() + DAY), by=by)
    client.force_login(getattr(cast.accounts, role))
    page = client.get(f"{PAGE}?unit={cast.school_large.code}").content.decode()
    assert ('name="drop"' in page, "由系统管理员撤回" in page) == (may, not may)
    drop = {"unit": cast.school_large.code, "drop": Reorganisation.objects.get().pk}
    answer = client.post(PAGE, drop, follow=True)
    assert ("请由系统管理员撤回" in answer.content.decode()) == (not may)
    assert Reorganisation.objects.exists() == (not may)


def test_the_preview_counts_what_its_reader_has_no_sight_of(browser, cast):
    """The system administrator: titles of papers and public powers, never what they say."""
    way.sign_on(way.submitted_form(cast))
    way.confirmed_catalogue(cast, "公开的事项审核")
    way.confirmed_catalogue(cast, "内部掌握的事项审核", side="internal", visibility="inside")
    page = browser.post(
        PAGE, typed(cast, kind="merge_sections", section=cast.sections.teaching.pk)
    ).content.decode()
    assert "学籍管理员 · " in page
    assert "职权“公开的事项审核”" in page
    assert "另有 1 项不公开的职权" in page
    for hidden in ("内部掌握的事项审核", *way.PART.values()):
        assert hidden not in page


def test_one_that_is_due_is_carried_out_by_hand(browser, cast):
    decide(cast, abolish(cast, on=TODAY() + DAY))
    Reorganisation.objects.update(on=TODAY())
    paper = way.begin_form(cast)
    change = Reorganisation.objects.get()
    again = {"unit": cast.school_large.code, "again": change.pk}
    assert "还不能执行" in browser.post(PAGE, again, follow=True).content.decode()
    workflow.cancel(paper=paper, by=cast.people.staff, why="岗位撤销")
    assert "已执行" in browser.post(PAGE, again, follow=True).content.decode()
    assert reverse("reorganisation") == PAGE
