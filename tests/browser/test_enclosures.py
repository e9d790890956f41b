"""Files that go with a form, in a browser without JavaScript."""

import pytest

from tests import way
from tests.browser.hands import Desk
from tests.cast import make_cast


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def pdf(name):
    return {"name": name, "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}


def test_a_file_is_added_and_removed(open_page, look, cast):
    paper = way.fill_form(way.begin_form(cast), cast.people.staff)
    page = open_page(f"/papers/{paper.pk}/edit/", account=cast.accounts.staff, javascript=False)
    desk = Desk(page)
    desk.follow("附件")
    desk.heading("附件")
    for name, row in (("校务会议纪要.pdf", 1), ("学籍管理制度（修订）.pdf", 0)):
        page.set_input_files("input[type=file]", pdf(name))
        desk.field("说明哪一行").select_option(index=row)
        desk.press("上传")
        desk.sees(name)
    page.get_by_role("button", name="学籍管理制度（修订）.pdf").click()
    desk.sees("附件已移除")
    desk.misses("修订")
    desk.follow("返回表格")
    desk.sees("校务会议纪要.pdf", "第 1 个风险点 ·")


@pytest.mark.walk
def test_the_pages_with_files_are_in_order(open_page, look, cast):
    paper = way.fill_form(way.begin_form(cast), cast.people.staff)
    page = open_page(
        f"/papers/{paper.pk}/files/", account=cast.accounts.staff, expect_errors=["status of 4"]
    )
    desk = Desk(page, look)
    for name, row in (("校务会议纪要.pdf", 1), ("学籍管理制度（修订）.pdf", 0)):
        page.set_input_files("input[type=file]", pdf(name))
        desk.field("说明哪一行").select_option(index=row)
        desk.press("上传")
        desk.sees(name)
    desk.press("上传")
    desk.show("files", "还有 1 处需要补充")
    desk.follow("返回表格")
    desk.show("files-on-form", "第 1 个风险点 ·")
