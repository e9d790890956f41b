"""Filling a form in away from the system, as a person does it with a browser and a spreadsheet."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from registry.offline.book import HEADER_ROW
from risks import editing
from risks.content import content_of
from risks.offline.book import POINTS
from tests import way
from tests.browser.hands import Desk
from tests.cast import make_cast

FIRST = HEADER_ROW + 1


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def fill_in(content):
    """What somebody does with it at home: one row changed on, one gone, one new."""
    book = load_workbook(BytesIO(content))
    sheet = book[POINTS]
    at = {cell.value: cell.column for cell in sheet[HEADER_ROW]}
    sheet.cell(FIRST, at["危害性"]).value = "表里改写的后果"
    sheet.cell(FIRST + 1, at["可能性"]).value = "经常发生"
    sheet.cell(FIRST + 1, at["防控措施"]).value = "每次办理由两人核对原件并签字，每月抽查"
    sheet.delete_rows(FIRST + 2)
    new = {"风险源": "代收费用由一人经手", "风险点": "截留费用", "危害性": "家长利益受损"}
    for header, text in {**new, "防控措施": "按日登记，每月对账"}.items():
        sheet.cell(FIRST + 2, at[header]).value = text
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_taken_along_and_comes_back(cast, open_page, look):
    person = cast.people.staff
    paper = way.fill_form(way.begin_form(cast), person, points=3)
    page = open_page(reverse("paper-edit", args=[paper.pk]), account=cast.accounts.staff)
    desk = Desk(page, look)
    desk.show("offline-edit", "离线填写（Excel）")
    desk.follow("离线填写（Excel）")
    desk.show("offline-upload", "上传并对比")
    with page.expect_download() as download:
        desk.follow("下载离线填写表")
    content = download.value.path().read_bytes()
    line = paper.current.point_lines.order_by("position").first()
    changed = {**content_of(line.version), "harm": "系统里改过的后果"}
    editing.save_point(paper=paper, content=changed, by=person, line_id=line.pk)
    file = {"name": "填好的.xlsx", "mimeType": "application/octet-stream"}
    page.locator("input[type=file]").set_input_files({**file, "buffer": fill_in(content)})
    desk.press("上传并对比")
    told = "新增 1 条，改动 1 条，两边都改过 1 条，表里没有了 1 条"
    desk.show("offline-compare", told, "现在还没有写入任何内容")
    page.get_by_label("改用表里的").check()
    page.get_by_label("不要了，从草稿里删去").check()
    desk.press("确认写入草稿")
    desk.sees("表里改写的后果", "截留费用", "每月抽查")
    desk.misses("系统里改过的后果", "情形丙")
