"""An audit finding comes in; with two missed duties it makes an orange proposal, which the office
confirms; the prevention office sees a yellow one, from the facts alone (issue "Shown by" 1).
"""

import re

import pytest
from playwright.sync_api import expect

from reviews.disposal.models import PostWarning
from reviews.sources.models import Source
from tests.assessment.factory import late_task, switched_on
from tests.browser.hands import Desk
from tests.cast import make_cast

pytestmark = pytest.mark.walk

TEXT = "采购小额物品多次拆成几单，没有询价记录"
GROUNDS = "两项定期工作过期没有办，请尽快补上"


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    switched_on(cast)
    late_task(cast, "1")
    late_task(cast, "2")
    return cast


def enter_finding(desk):
    desk.menu("风险信息")
    desk.sees("还没有风险信息")
    desk.follow("登记第一条")
    desk.choose("涉及单位", "和平区第一中学")
    desk.choose("来源", "审计")
    desk.write("反映的情况", f"石小满{TEXT}")
    desk.tick("分量", "高")
    desk.press("保存")
    expect(desk.page.get_by_role("alert").first).to_contain_text("文字里有石小满")
    desk.write("反映的情况", TEXT)
    desk.press("保存")
    desk.show("source-entry", TEXT, "还没有关联", "登记风险信息")


def link_to_post(desk):
    desk.follow("关联岗位、风险点")
    desk.write("关键词", "采购员")
    desk.press("筛选")
    desk.sees("采购员")
    desk.page.get_by_role("button", name=re.compile("关联.*采购员")).click()
    desk.show("source-link", "已关联")
    desk.follow("好了，返回")
    desk.sees("总务处 · 采购员")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_finding_and_two_missed_duties_make_orange(open_page, look, cast, width):
    office = open_page(
        "/inbox/",
        account=cast.accounts.discipline,
        width=width,
        expect_errors=["status of 4"],
    )
    desk = Desk(office, look)
    enter_finding(desk)
    link_to_post(desk)
    desk.menu("评估")
    desk.show("assessment", "橙色预警", "等办理")
    desk.follow("采购员")
    desk.tick("怎样办理", "确认：发出预警")
    desk.write("预警事由，或者不采纳的理由", GROUNDS)
    desk.show("assessment-post", "风险信息（高）", "工作逾期：每月报送采购清单")
    desk.press("提交")
    desk.sees("已办理")
    warning = PostWarning.objects.get()
    assert (warning.colour_id, warning.post, warning.grounds) == (
        "orange",
        cast.posts.other_staff,
        GROUNDS,
    )
    page = open_page("/assessment/", account=cast.accounts.office, width=width)
    prevention = Desk(page, look)
    prevention.sees("黄色预警", "等办理")
    prevention.follow("采购员")
    prevention.show("assessment-post-facts", "工作逾期")
    prevention.misses("风险信息")
    assert Source.objects.count() == 1
