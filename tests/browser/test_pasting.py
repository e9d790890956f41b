"""Rows copied in a spreadsheet and pasted into a form, in a browser without JavaScript."""

import pytest

from tests import way
from tests.browser.hands import Desk
from tests.cast import make_cast

ROWS = "\n".join(
    [
        "序号\t岗位职责\t风险点\t风险等级\t防控措施",
        '1\t办理转学手续\t"材料由一人审核，可能放宽条件，\n造成不公"\t一级\t收审由两人办理；每月抽查',
        "2\t办理转学手续\t把名额留给熟人\t特高\t名额在公告栏公示",
        "3\t保管学籍档案\t泄露学生信息\t三级\t",
        "合计\t\t3 项\t\t",
    ]
)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_rows_are_pasted_looked_at_and_added(open_page, look, cast):
    paper = way.begin_form(cast)
    account = cast.accounts.staff
    page = open_page(f"/papers/{paper.pk}/edit/", account=account, javascript=False)
    desk = Desk(page)
    desk.follow("从表格粘贴")
    desk.heading("从表格粘贴")
    desk.write("粘贴到这里", ROWS)
    desk.press("看看会怎样")
    desk.sees("按表头认出来的", "“特高”还没有对应到本单位的等级", "没有防控措施")
    desk.choose("表里写“特高”", "一级（高）")
    desk.press("再看一遍")
    desk.misses("还没有对应到本单位的等级")
    page.get_by_role("checkbox", name="第 4 行").uncheck()
    desk.press("把勾选的行加入表里")
    desk.sees("已加入 2 行", "把名额留给熟人")
    desk.misses("泄露学生信息")


@pytest.mark.walk
def test_each_state_of_the_page_is_in_order(open_page, look, cast):
    paper = way.begin_form(cast)
    address = f"/papers/{paper.pk}/rows/paste/"
    page = open_page(address, account=cast.accounts.staff, expect_errors=["status of 4"])
    desk = Desk(page, look)
    desk.show("paste-empty", "粘贴到这里")
    desk.press("看看会怎样")
    desk.show("paste-nothing", "还有 1 处需要补充")
    desk.write("粘贴到这里", ROWS + f"\n4\t\t{'长' * 501}\t高\t两人核对")
    desk.press("看看会怎样")
    desk.show("paste-preview", "把勾选的行加入表里")
    way.editing.save_point(paper=paper, content=way.point(1), by=cast.people.staff)
    desk.press("把勾选的行加入表里")
    desk.show("paste-stale", "这份表在您打开之后又被保存过")
