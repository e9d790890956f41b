"""One paper all the way, by clicking only: from my posts to the public page and a leader's file."""

import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reviews import publicity
from tests.cast import make_cast

FIRST = {
    "风险源": "转学材料由一人收取、一人核对",
    "风险点": "对材料不齐的转学申请先行办理",
    "危害性": "其他学生失去公平入学的机会",
}
SENTENCE = (
    "因转学材料由一人收取、一人核对，导致对材料不齐的转学申请先行办理，"
    "造成其他学生失去公平入学的机会。"
)
SECOND = {
    "风险源": "学籍证明的印章由经办人自行保管",
    "风险点": "未经登记为他人开具学籍证明",
    "危害性": "证明失实，影响学校公信力",
}
CORRECTED = "未经审批登记就为他人开具学籍证明"
NOTE = "请写清是没有审批还是没有登记"
MEASURE = "收件与核对由两人分别办理，结果当日在公示栏公布"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_seven_people_bring_a_form_to_the_public(cast, enter, open_page):
    staff = enter("staff")
    fill_in_two_points(staff)
    check_and_hand_in(staff)
    section_head = enter("section-head")
    return_the_second_row(section_head)
    correct_the_second_row(staff)
    sign(section_head)
    sign(enter("supervisor"))
    group = enter("group")
    sign(group, in_meeting=True)
    discipline = enter("discipline")
    sign(discipline)
    office = enter("school-office")
    show_to_the_unit(office)
    end_the_publicity(office)
    principal = enter("principal")
    confirm(principal, SENTENCE, "变化 2 条")
    compile_the_directory(office)
    sign(group, in_meeting=True)
    confirm(principal, "廉政风险点和风险等级目录", "不变 2 条")
    publish_both_editions(office)
    read_in_public(open_page("/"))
    export_as_leader(enter("bureau-leader"))


def fill_in_two_points(staff):
    staff.menu("我的岗位")
    staff.sees("学籍管理员", "教务处")
    staff.press("开始填写")
    staff.follow("写第一条职责")
    staff.write("内容", "办理学生转学和学籍证明")
    staff.press("保存并写它的风险点")
    write_point(staff, FIRST, likelihood="经常发生", severity="较重")
    preview = staff.page.get_by_role("complementary", name="预览")
    expect(preview).to_contain_text(SENTENCE)
    expect(preview).to_contain_text("一级（高）")
    staff.unfold("公开范围")
    staff.choose("公开范围", "面向社会公开")
    staff.press("保存并再写一个")
    staff.sees("已保存。请接着写下一个风险点。")
    write_point(staff, SECOND, likelihood="有时发生", severity="较重")
    expect(preview).to_contain_text("二级（中）")
    staff.press("保存")
    staff.sees(SENTENCE, "共 1 条职责，2 个风险点", "内容齐了")


def write_point(staff, words, *, likelihood, severity):
    staff.heading("添加风险点")
    for label, text in words.items():
        staff.write(label, text)
    staff.choose("风险类型", "业务流程")
    staff.tick("可能性", likelihood)
    staff.tick("危害程度", severity)
    staff.write("措施内容", f"{MEASURE}（{words['风险点']}）")


def check_and_hand_in(staff):
    staff.follow("检查并提交")
    staff.heading("检查并提交")
    staff.sees(SENTENCE, "科室（年级组）负责人", "单位领导小组")
    staff.press("提交审核")
    staff.sees("已提交，编号 LARGE-", "正在办理", "顾言之")


def open_from_inbox(desk):
    desk.menu("待办")
    desk.follow("学籍管理员")
    desk.sees("办理学生转学和学籍证明")


def return_the_second_row(head):
    open_from_inbox(head)
    head.tick("审核结论", "退回修改")
    head.write("审核意见", "第二个风险点再写具体一些。")
    head.unfold("退回时：逐行写意见")
    head.page.get_by_label("第 2 行").fill(NOTE)
    head.press("签署")
    head.sees("已办理：")


def correct_the_second_row(staff):
    staff.menu("待办")
    staff.sees("已退回，等您修改")
    staff.follow("学籍管理员")
    told = "第二个风险点再写具体一些。", NOTE, "审核人已看过，本次不用改"
    staff.show("way-returned", *told)
    second = staff.page.get_by_role("article", name="风险点 2")
    second.get_by_role("link", name="修改").click()
    staff.heading("修改风险点")
    staff.sees(NOTE)
    staff.write("风险点", CORRECTED)
    staff.press("保存")
    staff.sees(CORRECTED)
    staff.follow("检查并提交")
    staff.press("提交审核")
    staff.sees("已提交，编号 LARGE-")


def sign(desk, *, in_meeting=False):
    desk.menu("待办")
    desk.page.get_by_role("main").get_by_role("list").get_by_role("link").first.click()
    desk.sees("您的审核意见")
    if in_meeting:
        desk.write("会议日期", timezone.localdate().isoformat())
        desk.write("会议地点", "三楼会议室")
        desk.show("way-meeting", "叶知秋", "到会")
    desk.tick("审核结论", "通过")
    desk.write("审核意见", "同意，措施能做到。")
    desk.press("签署")
    desk.sees("已办理：")


def show_to_the_unit(office):
    office.menu("待办")
    office.follow("去安排")
    office.sees("可以公示的表", "范围：单位内部")
    office.press("开始公示")
    office.sees("公示已开始，编号 LARGE-", "正在公示")


def end_the_publicity(office):
    office.misses("结束公示")
    publicity.close_all_due(timezone.localdate() + datetime.timedelta(days=60))
    office.menu("公示")
    office.sees("以往的公示")


def confirm(principal, *texts):
    principal.menu("待办")
    principal.follow("去确认")
    principal.sees(*texts, "抽到 1 份，请先打开看一看")
    principal.sees("不能撤销")
    principal.follow("看全表")
    principal.menu("待办")
    principal.follow("去确认")
    principal.press("确认所选，进入台账")
    principal.sees("已确认 1 份，内容已进入台账。")


def compile_the_directory(office):
    office.menu("我的岗位")
    office.press("编制")
    office.sees("目录已按台账现行内容编制", SENTENCE, CORRECTED)
    office.follow("检查并提交")
    office.press("提交审核")
    office.sees("已提交，编号 LARGE-")


def publish_both_editions(office):
    office.menu("办件")
    office.follow("风险点和风险等级目录")
    office.follow("发布")
    told = "面向社会版", "单位内部版", "读者将看到 1 条", "读者将看到 2 条"
    office.show("way-publishing", *told)
    office.press("发布")
    office.sees("已发布：LARGE-")


def read_in_public(page):
    main = page.get_by_role("main")
    page.get_by_role("link", name="风险点目录").first.click()
    page.get_by_role("link", name="和平区第一中学廉政风险点和风险等级目录").first.click()
    expect(main).to_contain_text(SENTENCE)
    expect(main).to_contain_text("一级（高）")
    expect(main).to_contain_text("教务处")
    expect(main).to_contain_text(MEASURE)
    expect(main).not_to_contain_text(CORRECTED)


def export_as_leader(leader):
    leader.menu("公开")
    leader.follow("廉政风险点和风险等级目录")
    with leader.page.expect_download() as download:
        leader.follow("电子表格（XLSX）")
    book = openpyxl.load_workbook(BytesIO(Path(download.value.path()).read_bytes()))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert any(SENTENCE in text for text in cells)
