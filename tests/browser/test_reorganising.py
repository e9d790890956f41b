"""A section is merged into another: asked, looked at, confirmed; without JavaScript."""

import pytest

from tests import way
from tests.browser.hands import Desk
from tests.cast import make_cast


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def ask(desk, cast, **chosen):
    for label, option in chosen.items():
        desk.choose(label, option)
    desk.press("看看会带来什么")


def test_a_section_is_merged(open_page, look, cast):
    way.fill_form(way.begin_form(cast), cast.people.staff)
    account = cast.accounts.system_admin
    page = open_page(
        f"/organisation/changes/?unit={cast.school_large.code}", account=account, javascript=False
    )
    desk = Desk(page)
    desk.heading("机构调整")
    desk.tick("怎么调整", "科室并入另一个科室")
    page.get_by_label("从哪天起").fill(f"{cast.year}-01-10")
    ask(desk, cast, 被并入的科室="教务处", 新科室="总务处")
    desk.sees("教务处并入总务处", "草稿随岗位到总务处", f"到 {cast.year}年1月9日 为止")
    desk.press("确认，马上执行")
    desk.sees("已执行：教务处并入总务处")


@pytest.mark.walk
def test_its_pages_are_in_order(open_page, look, cast):
    way.fill_form(way.begin_form(cast), cast.people.staff)
    page = open_page(
        f"/organisation/changes/?unit={cast.school_large.code}",
        account=cast.accounts.system_admin,
        expect_errors=["status of 4"],
    )
    desk = Desk(page, look)
    desk.press("看看会带来什么")
    desk.show("reorganisation-missing", "还有 2 处需要补充")
    desk.tick("怎么调整", "岗位调到另一个科室")
    page.get_by_label("从哪天起").fill(f"{cast.year + 1}-01-10")
    ask(desk, cast, 岗位="教务处 · 学籍管理员", 新科室="总务处")
    desk.show("reorganisation-move", "现在还没有改动任何内容")
    desk.press("确认，到那天执行")
    desk.show("reorganisation-planned", "等待生效")
    desk.tick("怎么调整", "撤销岗位")
    page.get_by_label("从哪天起").fill(f"{cast.year}-01-10")
    ask(desk, cast, 岗位="教务处 · 学籍管理员")
    desk.show("reorganisation-problems", "请先办好这 2 件事")
