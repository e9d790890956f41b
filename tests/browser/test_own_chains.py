"""Each kind of form through its own chain, clicked; the form of staff goes with seven people in
`test_whole_way.py`. And a point that somebody raises for another post, taken up there.
"""

import pytest
from playwright.sync_api import expect

from registry.papers.models import Paper
from risks.models import RiskPoint
from tests import way
from tests.browser.test_whole_way import (
    confirm,
    sign,
    write_point,
)
from tests.cast import make_cast, make_programme

# who fills it in, the button, the duty, the point, who signs (the leading group in its meeting)
CHAINS = {
    "leader": (
        "other-supervisor",
        "开始填写",
        "组织食堂大宗食材采购的集体决定",
        {
            "风险源": "供货单位的比选由一人提出、一人说明",
            "风险点": "会前没有把比选材料发给参会人员",
            "危害性": "集体决定流于形式，采购价格偏高",
        },
        ["group", "discipline"],
    ),
    "middle": (
        "section-head",
        "开始填写",
        "安排期末监考和阅卷",
        {
            "风险源": "监考名单由科室负责人一人排定",
            "风险点": "临考前调换考场而不作登记",
            "危害性": "考试成绩的公平受到怀疑",
        },
        ["supervisor", "group", "discipline"],
    ),
    "section": (
        "section-head",
        "填写科室的表",
        "保管和启用试卷",
        {
            "风险源": "试卷柜的两把钥匙放在一处",
            "风险点": "一人单独开柜取卷",
            "危害性": "试题提前泄露，考试作废重来",
        },
        ["supervisor", "group", "discipline"],
    ),
    "unit": (
        "school-office",
        "填写单位的表",
        "对外出租闲置场地",
        {
            "风险源": "出租场地没有统一的询价办法",
            "风险点": "未经询价就续签场地出租合同",
            "危害性": "租金低于市场，国有资产受损",
        },
        ["group", "discipline"],
    ),
}
RAISED = {
    "风险源": "奖助材料由一人收取、一人录入",
    "风险点": "漏录材料齐全的奖助申请",
    "危害性": "应当受助的学生没有得到资助",
}
REASON = "去年有两名学生的材料晚录了一个月"
ADJUSTED = "只看复印件就在系统中办理转学"
STRUCK_WHY = "这一步改由系统自动核对，本岗位不再经手"
ADDED = {
    "风险源": "学籍查询的口令由几个人合用",
    "风险点": "替他人查询与工作无关的学生信息",
    "危害性": "学生个人信息外泄",
}


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.mark.walk
@pytest.mark.parametrize("kind", CHAINS)
def test_a_form_goes_through_its_own_chain(cast, enter, kind):
    role, button, duty, words, signers = CHAINS[kind]
    desk = enter(role)
    desk.menu("我的岗位")
    desk.press(button)
    desk.follow("写第一条职责")
    desk.write("内容", duty)
    desk.press("保存并写它的风险点")
    write_point(desk, words, likelihood="有时发生", severity="较重")
    desk.press("保存")
    hand_in(desk)
    for signer in signers:
        sign(enter(signer), in_meeting=signer == "group")
    way.through_publicity(Paper.objects.get(), cast.people.school_office)
    confirm(enter("principal"), words["风险点"], "变化 1 条")
    point = RiskPoint.objects.in_force().get()
    assert point.in_force.risk == words["风险点"]


def hand_in(desk):
    desk.follow("检查并提交")
    desk.heading("检查并提交")
    desk.press("提交审核")
    desk.sees("已提交，编号 LARGE-", "正在办理")


def test_a_suggestion_is_taken_up(cast, enter):
    leader = enter("supervisor")
    raise_a_point(leader)
    staff = enter("staff")
    take_up(staff)
    expect(staff.page.get_by_label("风险点*", exact=True)).to_have_value(RAISED["风险点"])
    staff.choose("风险类型", "业务流程")
    staff.tick("可能性", "有时发生")
    staff.tick("危害程度", "较重")
    staff.write("措施内容", "录入后由班主任对照收件清单核对一遍")
    staff.press("保存")
    staff.sees(RAISED["风险点"])
    leader.menu("意见建议")
    leader.sees("已采纳")
    version = Paper.objects.get().current.point_lines.get().version
    assert (version.found_by, version.risk) == ("leader", RAISED["风险点"])


def raise_a_point(leader):
    leader.menu("我的岗位")
    leader.follow("给别的岗位提一条")
    leader.choose("对哪个岗位", "和平区第一中学 · 教务处 · 学籍管理员")
    leader.tick("怎么发现的", "领导点")
    leader.tick("存在的还是潜在的", "存在的")
    for label, text in RAISED.items():
        leader.write(label, text)
    leader.write("为什么提", REASON)
    leader.press("提出建议")
    leader.sees("学籍管理员", RAISED["风险点"])


def take_up(staff):
    staff.menu("我的岗位")
    staff.follow("去答复")
    staff.follow(RAISED["风险点"])
    staff.show("suggestion-waits", REASON, "不采纳")
    staff.press("采纳，写进表里")


@pytest.mark.walk
def test_the_second_year_changes_in_all_four_ways(cast, enter):
    last_year_of_three_points(cast)
    staff = enter("staff")
    staff.menu("我的岗位")
    staff.press("开始填写")
    staff.sees("共 1 条职责，3 个风险点")
    row(staff, 1).get_by_role("link", name="修改").click()
    staff.write("风险点", ADJUSTED)
    staff.press("保存")
    staff.sees(ADJUSTED)
    row(staff, 2).get_by_role("link", name="销号").click()
    staff.write("理由", STRUCK_WHY)
    staff.press("提出销号")
    staff.sees("已提出销号", STRUCK_WHY)
    staff.follow("添加风险点")
    write_point(staff, ADDED, likelihood="有时发生", severity="较重")
    staff.press("保存")
    staff.sees(ADDED["风险点"])
    hand_in(staff)
    head = enter("section-head")
    head.menu("待办")
    head.follow("学籍管理员")
    head.show("second-year", "不变", "调整", "新增", "销号", ADJUSTED, ADDED["风险点"], STRUCK_WHY)
    sign(head)
    for signer in ("supervisor", "group", "discipline"):
        sign(enter(signer), in_meeting=signer == "group")
    way.through_publicity(Paper.objects.get(state="cleared"), cast.people.school_office)
    confirm(enter("principal"), ADJUSTED, "变化 3 条，不变 1 条")
    risks = set(RiskPoint.objects.in_force().values_list("in_force__risk", flat=True))
    assert {ADJUSTED, ADDED["风险点"]} <= risks
    assert len(risks) == 3


def last_year_of_three_points(cast):
    year, cast.programme = cast.programme, make_programme(cast.bureau, cast.year - 1)
    way.confirmed_form(cast, points=3)
    cast.programme = year


def row(desk, number):
    return desk.page.get_by_role("article", name=f"风险点 {number}")
