"""By keyboard alone: saving, skipping to the text, getting to the first thing that is missing."""

import pytest
from playwright.sync_api import expect

from tests import way
from tests.browser.hands import Desk
from tests.cast import make_cast


@pytest.fixture
def desk(transactional_db, open_page):
    """Staff in front of the page where a risk point is added."""
    cast = make_cast()
    paper = way.begin_form(cast)
    return Desk(
        open_page(
            f"/papers/{paper.pk}/rows/add/",
            account=cast.accounts.staff,
            expect_errors=["status of 422"],
        )
    )


def test_control_s_saves_the_point(desk):
    for label, text in way.PART.items():
        desk.write({"source": "风险源", "risk": "风险点", "harm": "危害性"}[label], text)
    desk.choose("风险类型", "业务流程")
    desk.tick("可能性", "有时发生")
    desk.tick("危害程度", "较重")
    desk.field("措施内容").fill("每次由两人核对")
    desk.page.keyboard.press("Control+s")
    desk.sees("这个风险点已保存。", way.PART["risk"])


def test_the_first_tab_leads_to_the_text(desk):
    desk.page.keyboard.press("Tab")
    skip = desk.page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("main")).to_be_focused()
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator("main :focus")).to_be_visible()


def test_what_is_missing_is_announced_and_one_key_away(desk):
    desk.page.keyboard.press("Control+s")
    summary = desk.page.get_by_role("alert").first
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("还有 7 处需要补充或改一改")
    expect(desk.page).to_have_title("请补充：添加风险点 - 廉政风险防控台账")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Enter")
    expect(desk.field("风险源")).to_be_focused()


def test_the_menus_close_with_escape(desk):
    person = desk.page.locator("summary", has_text="林听雨")
    person.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_role("button", name="退出登录")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("button", name="退出登录")).to_be_hidden()
    expect(person).to_be_focused()
