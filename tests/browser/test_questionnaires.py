"""A questionnaire from its draft to a source: drafted, switched on, answered on a phone without
script, ended, its results read, and what somebody wrote taken over.
"""

import pytest
from captcha.models import CaptchaStore
from playwright.sync_api import expect

from reviews.questionnaires.models import Questionnaire, Sheet
from reviews.sources.models import Source
from tests.browser.hands import Desk
from tests.cast import make_cast
from tests.questionnaires.hands import TEXT, answer

PHONE = 390
WRITTEN = "哪一步最不方便、最不放心？可以怎样改？"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def drafted(desk, unit):
    desk.follow("问卷调查")
    desk.sees("还没有问卷")
    desk.follow("起草第一份")
    desk.tick("从哪里开始", "服务对象满意度")
    desk.write("标题", "2026 年办事满意度")
    desk.page.get_by_label("关于哪个单位").select_option(label=unit.name)
    desk.tick("给谁答", "面向社会")
    desk.press("保存草稿")
    desk.heading("2026 年办事满意度")
    desk.show("questionnaire-draft", "已存为草稿")
    desk.follow("加一题")
    desk.write("问题", "办一件事跑了几趟？")
    desk.tick("怎样回答", "选一项")
    desk.write("选项", "一趟\n两趟或者更多")
    desk.press("保存")
    desk.sees("6. 办一件事跑了几趟？")


def answered(open_page):
    """On the public site, on a phone, without script."""
    page = open_page("/", width=PHONE, javascript=False, expect_errors=["status of 4"])
    desk = Desk(page, None)
    desk.follow("问卷调查")
    desk.follow("2026 年办事满意度")
    for group in page.locator("form.panel").get_by_role("group").all():
        group.get_by_role("radio").first.check()
    desk.write(WRITTEN, f"{TEXT}，电话 13912345678")
    desk.press("看不清？换成算术题")
    _question_answered(desk, page)
    desk.press("提交")
    expect(page.get_by_role("alert")).to_contain_text("手机号码")
    desk.write(WRITTEN, TEXT)
    _question_answered(desk, page)
    desk.press("提交")
    desk.heading("已收到，谢谢您")
    assert page.context.cookies() == []


def _question_answered(desk, page):
    key = page.locator("input[name=challenge_0]").input_value()
    desk.write("算术题的得数", CaptchaStore.objects.get(hashkey=key).response)


def test_from_a_draft_to_a_source(open_page, look, cast):
    desk = Desk(open_page("/inbox/", account=cast.accounts.discipline), look)
    drafted(desk, cast.school_large)
    desk.follow("核对并启用")
    desk.show("questionnaire-preview", "下面就是大家将要看到的题目")
    desk.press("启用")
    desk.show("questionnaire-running", "不到 5 份")
    answered(open_page)
    made = Questionnaire.objects.get()
    assert Sheet.objects.count() == 1
    answer(made, 4, option=1, text="")
    desk.follow("提前结束")
    desk.press("现在结束")
    desk.show("questionnaire-results", "共收到 5 份")
    desk.sees(TEXT, "80%")
    desk.follow("转为风险信息")
    expect(desk.field("反映的情况")).to_have_value(TEXT)
    expect(desk.field("来源")).to_have_value("questionnaire")
    desk.page.get_by_label("低：一般反映").check()
    desk.press("保存")
    desk.sees("已登记")
    assert Source.objects.get().channel == "questionnaire"
