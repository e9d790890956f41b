"""Pages that the access table does not lead to: what went wrong, and what a table would write."""

from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser.eyes import faults_of
from tests.browser.hands import Desk
from tests.cast import make_cast
from tests.intake import books
from tests.powers.factory import add, make_catalogue

HEAD = ["序号", "职权名称", "职权类型", "承办科室", "法律依据", "办理期限"]
LAW = "《中华人民共和国义务教育法》第十二条"
POWERS = [
    [1, "学生学籍变动审核", "行政确认", "教务处", LAW, "三个工作日"],
    [2, "新生入学资格审核", "行政确认", "教务处", LAW, "五个工作日"],
    [3, "食堂采购项目审批", "其他", "教务处、总务处", "《甲法》第一条；《乙法》第二条", ""],
]
UNCLEAR = [4, "教职工出差审批", "其他", "出差办", "", ""]
BAD_SCHOOL = {
    "单位": [["NEW", "新建小学", "BUREAU"], ["NEW", "又一所小学", "NOWHERE"]],
    "科室": [["NEW", "教导处", 1]],
    "岗位": [
        ["NEW", "教务科", "教导主任", "中层岗位"],
        ["NEW", "教导处", "任课教师", "很高的岗位"],
    ],
    "人员": [["NEW", "吴主任", None, "wu", "教导处", "教导主任", "九月初"]],
}


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.mark.walk
def test_pages_of_errors_are_in_order(transactional_db, settings, open_page):
    settings.ROOT_URLCONF = "tests.browser.error_urls"
    page = open_page("/public/statement/", expect_errors=["status of"])
    faults = []
    for status in (400, 403, 404, 429, 500):
        assert page.goto(f"/failing/{status}/").status == status
        expect(page.get_by_role("link", name="返回首页")).to_be_visible()
        faults += faults_of(page, f"error-{status}")
    assert not faults, "\n".join(faults)


def powers_book(*rows):
    book, stream = Workbook(), BytesIO()
    for row in (["和平区第一中学职权目录"], HEAD, *rows):
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def uploaded(page, content, heading):
    """The table sent through the form of the page; what was read of it stands on the next one."""
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    file = {"name": "名单.xlsx", "mimeType": sheet, "buffer": content}
    page.locator("input[type=file]").set_input_files(files=[file])
    Desk(page).press("上传并核对")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


@pytest.mark.walk
def test_the_preview_of_imported_powers_is_in_order(cast, open_page):
    paper, _ = make_catalogue(cast)
    add(cast, paper)
    page = open_page(f"/papers/{paper.pk}/rows/import/", account=cast.accounts.keeper)
    uploaded(page, powers_book(*POWERS), "核对导入的职权")
    expect(page.get_by_role("button", name="确认导入 3 项")).to_be_visible()
    faults = faults_of(page, "import-powers")
    Desk(page).press("换一个文件")
    uploaded(page, powers_book(*POWERS, UNCLEAR), "核对导入的职权")
    expect(page.get_by_role("alert")).to_contain_text("处要改一改")
    faults += faults_of(page, "import-powers-problems")
    assert not faults, "\n".join(faults)


@pytest.mark.walk
def test_the_preview_of_an_imported_organisation_is_in_order(cast, open_page):
    page = open_page("/organisation/import/", account=cast.accounts.system_admin)
    uploaded(page, books.workbook(books.NEW_SCHOOL), "核对导入")
    expect(page.get_by_role("button", name="确认写入")).to_be_visible()
    faults = faults_of(page, "import-organisation")
    page.goto("/organisation/import/")
    uploaded(page, books.workbook(BAD_SCHOOL), "核对导入")
    expect(page.get_by_role("region", name="问题清单")).to_be_visible()
    faults += faults_of(page, "import-organisation-problems")
    assert not faults, "\n".join(faults)
