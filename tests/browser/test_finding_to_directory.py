"""From an audit finding to the directory, clicked by whoever it is: a warning, an act, an evidence
that is not enough, one step higher, and the level raised by a small paper of the post.
"""

import re

import pytest
from django.utils import timezone

from registry.papers.models import Paper
from reviews.disposal.models import Disposal, PostWarning
from risks import editing
from risks.models import RiskPoint
from risks.responsibility import responsible_for
from tests import way
from tests.assessment.factory import late_task, switched_on
from tests.browser.test_assessment import GROUNDS, enter_finding
from tests.browser.test_whole_way import confirm, sign
from tests.cast import make_cast
from tests.disposal.factory import DEMAND, PDF, TEXTS

FILES = "询价记录.pdf", "补办的询价记录.pdf"
RISK = "把一次采购拆成几单、不作询价"
ASKED = "年底小额采购集中，询价的人手不够"
WHY = "今年小额采购比往年多一倍，出岔子的机会多了"


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    switched_on(cast)
    register_a_low_point(cast)
    late_task(cast, "1")
    late_task(cast, "2")
    return cast


def register_a_low_point(cast):
    """Of the buyer, in the lowest level: the head of the section manages it and answers for it."""
    buyer = cast.people.other_staff
    paper = way.begin_form(cast, post=cast.posts.other_staff, by=buyer)
    editing.save_duty(paper=paper, kind="duty", text="办理小额物品采购", by=buyer)
    content = way.point(risk=RISK, answers={"likelihood": 1, "severity": 1})
    editing.save_point(paper=paper, content=content, by=buyer)
    way.sign_on(way.submit(paper, buyer))
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)


@pytest.mark.walk
def test_a_finding_raises_a_level_and_moves_responsibility(cast, enter):
    assert who_answers() == cast.posts.other_section_head
    discipline = enter("discipline", expect_errors=["status of 4"])
    enter_finding(discipline)
    link_to_point(discipline)
    confirm_orange(discipline)
    issue(discipline)
    buyer = enter("other-staff")
    reply(buyer)
    hand_in(buyer, "谈话提醒", FILES[0])
    raise_one_step(discipline)
    reply_again(buyer)
    hand_in(buyer, "函询", FILES[1])
    close(discipline)
    act = Disposal.objects.get(step_name="函询")
    assert (act.state, act.follow_up.kind) == ("closed", "level")
    raise_the_level(buyer)
    for signer in ("other-section-head", "other-supervisor", "group", "discipline"):
        sign(enter(signer), in_meeting=signer == "group")
    way.through_publicity(Paper.objects.get(state="cleared"), cast.people.school_office)
    principal = enter("principal")
    confirm(principal, RISK, "变化 1 条")
    assert who_answers() == cast.posts.principal
    leader = enter("other-supervisor")
    look_at_responsibility_and_talks(leader)
    office = enter("school-office")
    compile_the_directory_with(office)
    sign(enter("group"), in_meeting=True)
    confirm(principal, "廉政风险点和风险等级目录")
    publish_inside(office)


def who_answers():
    return responsible_for(RiskPoint.objects.get(), timezone.localdate()).answers.post


def link_to_point(desk):
    desk.follow("关联岗位、风险点")
    desk.choose("关联到", "风险点")
    desk.write("关键词", "不作询价")
    desk.press("筛选")
    desk.page.get_by_role("button", name=re.compile("关联.*不作询价")).click()
    desk.sees("已关联")
    desk.follow("好了，返回")
    desk.sees(RISK)


def confirm_orange(desk):
    desk.menu("评估")
    desk.sees("橙色预警", "等办理")
    desk.follow("采购员")
    desk.sees("工作逾期：每月报送采购清单")
    desk.tick("怎样办理", "确认：发出预警")
    desk.write("预警事由，或者不采纳的理由", GROUNDS)
    desk.press("提交")
    desk.sees("已办理")
    assert PostWarning.objects.get().colour_id == "orange"


def issue(desk):
    desk.menu("处置")
    desk.follow("发出处置")
    desk.choose("单位", "和平区第一中学")
    desk.press("下一步")
    desk.choose("岗位", "总务处 · 采购员")
    desk.press("下一步")
    desk.choose("预警", "橙色预警")
    desk.write("事由", GROUNDS)
    desk.choose("处置方式", "谈话提醒（黄色预警、橙色预警）")
    desk.choose("责任领导", "和平区第一中学 · 后勤副校长")
    desk.write("请对方做什么", DEMAND)
    desk.press("看看通知书的样子")
    desk.press("发出")
    desk.sees("已经发出")


def reply(buyer):
    buyer.menu("待办")
    buyer.follow("谈话提醒", exact=True)
    write_reply(buyer)


def write_reply(buyer):
    buyer.press("签收")
    buyer.follow("写回复")
    buyer.write("原因分析", TEXTS["analysis"])
    buyer.write("承诺", TEXTS["commitment"])
    buyer.write("整改计划", TEXTS["plan"])
    buyer.press("发出回复")
    buyer.sees("已回复")


def hand_in(buyer, act, name):
    buyer.menu("待办")
    buyer.follow(act, exact=True)
    buyer.follow("报送整改")
    buyer.write("整改情况", "补办了询价，三家报价都留了记录")
    file = {"name": name, "mimeType": "application/pdf", "buffer": PDF}
    buyer.field("整改材料").set_input_files(file)
    buyer.press("报送")
    buyer.sees(name)


def raise_one_step(desk):
    desk.menu("待办")
    desk.follow("谈话提醒：石小满")
    desk.follow("复查")
    desk.tick("复查结论", "没有整改，转上一级处置")
    desk.write("复查意见", "记录是事后补的，日期对不上。")
    desk.choose("上一级的处置方式", "函询")
    desk.write("新的要求", "请书面说明，并把今年的小额采购逐笔清一遍")
    desk.show("finding-one-step-higher", "没有整改，转上一级处置")
    desk.press("提交复查结论")
    desk.sees("复查意见已经告诉对方")


def reply_again(buyer):
    buyer.menu("待办")
    buyer.follow("函询", exact=True)
    write_reply(buyer)


def close(desk):
    desk.menu("待办")
    desk.follow("函询：石小满")
    desk.follow("复查")
    desk.tick("复查结论", "整改到位，办结")
    desk.write("复查意见", "逐笔清过了，询价记录齐全。")
    desk.press("提交复查结论")
    desk.follow("回到台账")
    desk.tick("等级和措施要不要调整", "建议调整风险等级")
    desk.write("为什么提", ASKED)
    desk.press("记下")
    desk.sees("已经请岗位上的人看一看风险点的等级")


def raise_the_level(buyer):
    buyer.menu("我的岗位")
    buyer.press("调整风险点")
    point = buyer.page.get_by_role("article").filter(has_text=RISK)
    point.get_by_role("link", name="修改").click()
    buyer.heading("修改风险点")
    buyer.tick("可能性", "经常发生")
    buyer.tick("危害程度", "较重")
    buyer.press("保存")
    buyer.sees("一级（高）")
    buyer.follow("检查并提交")
    buyer.press("提交审核")
    buyer.sees("已提交，编号 LARGE-")


def look_at_responsibility_and_talks(leader):
    leader.menu("我的责任")
    leader.show("finding-responsibility", RISK, "一级（高）")
    leader.menu("廉政谈话")
    leader.follow("谈话台账")
    leader.show("finding-ledger", "谭后勤", "后勤副校长")


def compile_the_directory_with(office):
    office.menu("我的岗位")
    office.press("编制")
    office.sees("目录已按台账现行内容编制", RISK, "一级（高）")
    office.follow("检查并提交")
    office.press("提交审核")
    office.sees("已提交，编号 LARGE-")


def publish_inside(office):
    office.menu("办件")
    office.follow("风险点和风险等级目录")
    office.follow("发布")
    office.press("发布")
    office.sees("已发布：LARGE-")
    office.menu("公开")
    office.follow("廉政风险点和风险等级目录")
    office.show("finding-directory", RISK, "一级（高）")
