"""What is typed is saved by itself; two tabs never overwrite each other."""

import re

import pytest
from playwright.sync_api import expect

from risks.models import PointLine
from tests import way
from tests.browser.hands import Desk
from tests.cast import make_cast

SAVED = re.compile(r"已于\s*\d\d:\d\d\s*保存")
STALE = "这份表在您打开之后又被保存过"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def paper(cast):
    return way.fill_form(way.begin_form(cast), cast.people.staff, points=1)


@pytest.fixture
def tab(cast, paper, open_page):
    """Each call opens the point of the form in a tab of its own."""
    line = paper.current.point_lines.get()

    def start():
        return Desk(
            open_page(
                f"/papers/{paper.pk}/rows/{line.pk}/",
                account=cast.accounts.staff,
                expect_errors=["409"],
            )
        )

    return start


def risk_of(paper):
    return PointLine.objects.get(revision__paper=paper).version.risk


def type_risk(desk, text):
    """Type, and wait for the answer to the saving that nobody asked for."""
    with desk.page.expect_response(is_autosave):
        desk.write("风险点", text)


def is_autosave(response):
    return "autosave=1" in (response.request.post_data or "")


def test_typing_is_saved_by_itself(paper, tab):
    desk = tab()
    type_risk(desk, "没有核对原件就办理转学")
    expect(desk.page.locator("#saved-at")).to_have_text(SAVED)
    assert risk_of(paper) == "没有核对原件就办理转学"


def test_a_new_point_is_kept_before_it_is_finished(cast, paper, open_page):
    desk = Desk(open_page(f"/papers/{paper.pk}/rows/add/", account=cast.accounts.staff))
    type_risk(desk, "写到一半的风险点")
    expect(desk.page.locator("#saved-at")).to_have_text(SAVED)
    desk.page.reload()
    desk.page.goto(f"/papers/{paper.pk}/edit/")
    desk.sees("写到一半的风险点")


def test_the_second_tab_is_refused_and_shows_both_texts(paper, tab):
    first, second = tab(), tab()
    first.write("风险点", "第一个窗口里写的内容")
    first.press("保存")
    first.sees("这个风险点已保存。")
    second.write("风险点", "第二个窗口里写的内容")
    second.press("保存")
    second.sees(STALE, "第一个窗口里写的内容", "第二个窗口里写的内容")
    expect(second.field("风险点")).to_have_value("第二个窗口里写的内容")
    assert risk_of(paper) == "第一个窗口里写的内容"
    second.press("保存")
    second.sees("这个风险点已保存。", "第二个窗口里写的内容")
    assert risk_of(paper) == "第二个窗口里写的内容"


def test_autosave_of_the_second_tab_is_refused_as_well(paper, tab):
    first, second = tab(), tab()
    type_risk(first, "第一个窗口里写的内容")
    type_risk(second, "第二个窗口里写的内容")
    second.sees(STALE, "第一个窗口里写的内容")
    expect(second.field("风险点")).to_have_value("第二个窗口里写的内容")
    assert risk_of(paper) == "第一个窗口里写的内容"
