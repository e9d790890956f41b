"""An act from the first click to its end, as each of the three sees it, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from reviews.disposal.models import Disposal
from tests.cast import make_cast
from tests.disposal.factory import DEMAND, PDF, TEXTS, WHY

pytestmark = pytest.mark.walk

FIRST, AGAIN = "核对记录.pdf", "第四周核对记录.pdf"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_from_the_warning_to_the_end(enter, cast):
    office = enter("discipline", expect_errors=["422"])
    issue(office, cast)
    staff = enter("staff", expect_errors=["422"])
    reply(staff)
    hand_in(staff, FIRST)
    judge(office, "还差一点，重新整改", "还差一周的记录。")
    hand_in(staff, AGAIN)
    leader = enter("supervisor")
    leader.follow("谈话提醒：林听雨")
    expect(leader.page.get_by_text("您是这件事的责任领导")).to_be_visible()
    leader.look(leader.page, "disposal-leader")
    judge(office, "整改到位，办结", "四周的记录都有了。")
    expect(office.page.get_by_text("已经办结。还差一步")).to_be_visible()
    office.follow("回到台账")
    office.look(office.page, "disposal-follow-up")
    office.tick("等级和措施要不要调整", "等级和措施都合适")
    office.press("记下")
    act = Disposal.objects.get()
    assert (act.state, act.round, act.follow_up.kind) == ("closed", 2, "nothing")
    stranger = enter("section-head", expect_errors=["404"])
    stranger.page.goto(f"/disposals/{act.pk}/")
    expect(stranger.page.get_by_text(act.number)).to_have_count(0)


def issue(office, cast):
    office.menu("处置")
    office.look(office.page, "disposal-list-empty")
    office.follow("发出处置")
    office.choose("单位", cast.school_large.name)
    office.press("下一步")
    office.choose("岗位", "教务处 · 学籍管理员")
    office.press("下一步")
    office.press("看看通知书的样子")
    expect(office.page.get_by_role("link", name=re.compile("请写事由"))).to_be_visible()
    office.look(office.page, "disposal-issue-errors")
    office.choose("预警", "黄色预警")
    office.write("事由", WHY)
    office.page.get_by_label("处置方式").select_option(label="谈话提醒（黄色预警、橙色预警）")
    office.page.get_by_label("责任领导").select_option(
        label=f"{cast.school_large.name} · 教学副校长"
    )
    office.write("请对方做什么", DEMAND)
    office.press("看看通知书的样子")
    expect(office.page.get_by_role("heading", name="通知书的样子")).to_be_visible()
    office.look(office.page, "disposal-issue-preview")
    office.press("发出")
    expect(office.page.get_by_text("已经发出")).to_be_visible()
    office.look(office.page, "disposal-office")


def reply(staff):
    staff.follow("谈话提醒", exact=True)
    staff.look(staff.page, "disposal-addressee")
    staff.press("签收")
    staff.follow("写回复")
    staff.write("原因分析", TEXTS["analysis"])
    staff.press("先存着")
    expect(staff.page.get_by_text("草稿已保存")).to_be_visible()
    expect(staff.field("原因分析")).to_have_value(TEXTS["analysis"])
    staff.press("发出回复")
    expect(staff.page.get_by_role("link", name=re.compile("请写承诺"))).to_be_visible()
    staff.look(staff.page, "disposal-reply-errors")
    staff.write("承诺", TEXTS["commitment"])
    staff.write("整改计划", TEXTS["plan"])
    staff.press("发出回复")
    expect(staff.page.get_by_text("已回复")).to_be_visible()


def hand_in(staff, name):
    staff.menu("待办")
    staff.follow("谈话提醒", exact=True)
    staff.follow("报送整改")
    staff.write("整改情况", "已补齐核对记录")
    file = {"name": name, "mimeType": "application/pdf", "buffer": PDF}
    staff.field("整改材料").set_input_files(file)
    staff.look(staff.page, f"disposal-rectify-{len(name)}")
    staff.press("报送")
    expect(staff.page.get_by_role("link", name=name)).to_be_visible()


def judge(office, outcome, said):
    office.menu("待办")
    office.follow("谈话提醒：林听雨")
    office.follow("复查")
    office.tick("复查结论", outcome)
    office.write("复查意见", said)
    office.look(office.page, f"disposal-recheck-{len(outcome)}")
    office.press("提交复查结论")
    expect(office.page.get_by_text("复查意见已经告诉对方")).to_be_visible()
