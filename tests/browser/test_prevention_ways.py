"""An activity, a risk alert and an inspection, each from its plan to its end; all of it clicked,
on a wide screen and on a phone.
"""

import pytest
from django.utils import timezone

from reviews.activities.models import Activity
from reviews.alerts.models import Alert
from reviews.inspections.models import Inspection
from tests import way
from tests.cast import make_cast

pytestmark = pytest.mark.walk

WIDTHS = [1280, 390]
PDF = {"name": "课件.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


def today():
    return f"{timezone.localdate():%Y-%m-%d}"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.mark.parametrize("width", WIDTHS)
def test_an_activity_from_its_plan_to_its_result(cast, enter, width):
    office = enter("school-office", width=width, expect_errors=["status of 422"])
    office.menu("廉政活动")
    office.follow("安排活动")
    office.press("安排")
    office.show("activity-faulty", "请选活动类型", "请选要请谁参加")
    office.choose("活动类型", "警示教育")
    office.write("主题", "节前警示教育")
    office.write("哪一天", today())
    office.write("在哪里", "阶梯教室")
    office.choose("主持人", "叶知秋（党支部书记）")
    office.tick("再请这几位", "林听雨")
    office.tick("再请这几位", "顾言之")
    office.press("安排")
    office.show("activity-planned", "请了 2 人", "登记出席")
    staff = enter("staff", width=width)
    staff.menu("待办")
    staff.sees("参加活动")
    staff.follow("节前警示教育")
    staff.show("activity-invited", "请您参加", "阶梯教室")
    staff.misses("登记出席")
    holder = enter("group", width=width)
    holder.menu("廉政活动")
    holder.follow("节前警示教育")
    holder.follow("登记出席")
    holder.choose("顾言之", "请假")
    holder.show("activity-attendance", "林听雨")
    holder.press("保存出席情况")
    holder.show("activity-held", "应到 2 人，实到 1 人")
    holder.page.get_by_label("选择文件").set_input_files(PDF)
    holder.press("上传")
    holder.sees("课件.pdf")
    holder.follow("写结果")
    holder.page.get_by_role("textbox", name="结果").fill("讲了两个案例，商量了节日里怎样谢绝礼物。")
    holder.press("记录并办结")
    holder.show("activity-recorded", "讲了两个案例", "课件.pdf")
    assert Activity.objects.get().recorded_by == cast.people.group
    office.menu("廉政活动")
    office.show("activities", "节前警示教育", "1 / 2")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_alert_from_the_months_work_to_the_answer(cast, enter, width):
    way.confirmed_form(cast)
    office = enter("school-office", width=width, expect_errors=["status of 422"])
    office.menu("风险提示")
    office.follow("起草提示")
    office.press("保存草稿")
    office.show("alert-faulty", "请写本月的重点工作", "请写提示内容")
    office.write("本月重点工作", "开学转学办理")
    office.write("查找用词", "转学 材料")
    office.write("提示内容", "开学前后办转学的多，材料原件请当面核对。")
    office.write("回复期限", today())
    office.press("保存草稿")
    office.show("alert-points", "写到“转学”“材料”", "就选这些")
    office.page.get_by_role("checkbox").first.check()
    office.press("就选这些")
    office.show("alert-draft", "这是草稿", "学籍管理员")
    office.press("发出")
    office.show("alert-issued", "提示已经发出", "还没有")
    staff = enter("staff", width=width, expect_errors=["status of 422"])
    staff.menu("待办")
    staff.follow("开学转学办理")
    staff.show("alert-unread", "发给您的岗位", "材料原件请当面核对")
    staff.press("已阅")
    staff.sees("回复落实情况")
    staff.press("交给防控办")
    staff.show("alert-no-answer", "回复落实情况", "请写")
    staff.page.get_by_role("textbox").last.fill("两个窗口都改为当面核对。")
    staff.press("交给防控办")
    staff.show("alert-answered", "回复已交给防控办", "两个窗口都改为当面核对。")
    assert Alert.objects.get().addressees.get(post=cast.posts.staff).replied_at
    office.menu("风险提示")
    office.choose("进展", "还有人没看、没回复的")
    office.press("筛选")
    office.show("alerts", "开学转学办理", "1 / 2")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_inspection_from_the_drawing_to_what_was_mended(cast, enter, width):
    way.confirmed_form(cast, points=1)
    office = enter("school-office", width=width, expect_errors=["status of 422"])
    office.menu("监督检查")
    office.follow("安排检查")
    office.press("抽取风险点")
    office.show("inspection-faulty", "请写检查什么", "请写检查人员")
    office.choose("被检查单位", "和平区第一中学")
    office.write("检查事项", "学籍办理")
    office.write("检查日期", today())
    office.write("检查人员", "温如玉、石小满")
    office.press("抽取风险点")
    office.show("inspection-drawn", "还没有通报", "抽取种子", "打印检查清单")
    office.follow("写检查情况")
    office.choose("第 1 条检查情况", "部分落实")
    office.press("保存")
    office.show("inspection-unsaid", "请写清哪里没有做到")
    office.write("第 1 条说明", "两份没有留原件。")
    office.write("第 1 条整改期限", today())
    office.press("保存")
    office.write("通报内容", "总体认真，原件要留。")
    office.show("inspection-found", "两份没有留原件。", "发通报")
    office.press("发出通报")
    office.show("inspection-told", "通报已经发出", "总体认真")
    staff = enter("staff", width=width)
    staff.menu("待办")
    staff.follow("报告整改")
    staff.show("inspection-to-mend", "报告第 1 条的整改情况")
    staff.write("整改情况", "原件都补齐了，从今天起当场留存。")
    staff.press("交给检查部门")
    staff.show("inspection-mended", "已整改：原件都补齐了")
    assert Inspection.objects.get().points.get().mended_by == cast.people.staff
    office.menu("监督检查")
    office.show("inspections", "学籍办理", "1 / 1")
