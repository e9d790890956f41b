"""Everything that has to be done can be done without scripts."""

import pytest

from tests import way
from tests.browser.hands import Desk
from tests.cast import make_cast

POINT = {
    "风险源": "教辅征订由一人统计",
    "风险点": "向学生推荐未经评议的教辅",
    "危害性": "加重家长负担，损害学校公信力",
}


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_a_form_is_filled_in_and_handed_in(cast, open_page):
    paper = way.begin_form(cast)
    staff = Desk(
        open_page(f"/papers/{paper.pk}/edit/", account=cast.accounts.staff, javascript=False)
    )
    staff.follow("写第一条职责")
    staff.write("内容", "组织学生教辅征订")
    staff.press("保存并写它的风险点")
    for label, text in POINT.items():
        staff.write(label, text)
    staff.choose("风险类型", "业务流程")
    staff.tick("可能性", "有时发生")
    staff.tick("危害程度", "较轻")
    staff.write("措施内容", "由评议组集体讨论后公布书目")
    staff.press("再加一条措施")
    second = staff.page.get_by_role("group", name="第 2 条措施")
    second.get_by_label("措施内容").fill("征订数量由两人分别统计后核对")
    staff.press("保存")
    staff.sees(
        "这个风险点已保存。", "因教辅征订由一人统计，导致", "由评议组集体讨论", "两人分别统计"
    )
    staff.follow("检查并提交")
    staff.press("提交审核")
    staff.sees("已提交，编号 LARGE-")


def test_a_step_is_decided(cast, open_page):
    way.submitted_form(cast)
    head = Desk(
        open_page(
            "/desk/",
            account=cast.accounts.section_head,
            javascript=False,
            expect_errors=["status of 422"],
        )
    )
    head.follow("学籍管理员")
    head.tick("审核结论", "退回修改")
    head.press("签署")
    head.sees("没有办成，您写的内容都还在下面")
    head.tick("审核结论", "通过")
    head.press("签署")
    head.sees("已办理：", "没有等您审核的表")


def test_the_menu_can_be_reached_on_a_phone(cast, open_page):
    page = open_page("/desk/", account=cast.accounts.staff, javascript=False, width=390)
    Desk(page).menu("我的岗位")
    Desk(page).sees("学籍管理员")
