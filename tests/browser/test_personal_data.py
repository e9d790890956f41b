"""Personal data before a publication and before a publicity, with and without script."""

import pytest
from playwright.sync_api import expect

from reviews.models import Publication
from risks import editing
from tests import way
from tests.cast import make_cast
from tests.reviews.publishing import confirmed_catalogue

PHONE, HIDDEN = "13812341234", "138****1234"
SCRIPTS = pytest.mark.parametrize(
    "javascript", [True, pytest.param(False, marks=pytest.mark.walk)], ids=["script", "no-script"]
)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def published_texts():
    return str(list(Publication.objects.get().rows.values_list("content", flat=True)))


@SCRIPTS
def test_before_a_publication(open_page, look, cast, javascript):
    conditions = f"材料齐全，不清楚的请联系张老师{PHONE}，或者发到zhang.san@qq.com询问"
    paper = confirmed_catalogue(
        cast, {"name": "学籍变动审核", "conditions": conditions}, {"name": "奖学金评定"}
    )
    page = open_page(
        f"/papers/{paper.pk}/publish/",
        account=cast.accounts.school_office,
        javascript=javascript,
        expect_errors=["status of 4"],
    )
    expect(page.get_by_text("读者将看到的个人信息")).to_be_visible()
    if javascript:
        look(page, "personal-data-publish")
    page.get_by_role("radio", name=HIDDEN).check()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("电子邮箱")
    if javascript:
        look(page, "personal-data-refused")
    mailbox = page.get_by_role("group", name="电子邮箱")
    mailbox.get_by_role("radio", name="照原样公开").check()
    mailbox.get_by_role("textbox").fill("学校的公用邮箱")
    page.get_by_role("checkbox", name="单位内部版").uncheck()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.get_by_text("已发布：")).to_be_visible()
    expect(page.get_by_text("学校的公用邮箱")).to_be_visible()
    if javascript:
        look(page, "personal-data-published")
    assert PHONE not in published_texts()
    assert HIDDEN in published_texts()
    assert "zhang.san@qq.com" in published_texts()


@SCRIPTS
def test_before_a_publicity(open_page, look, cast, javascript):
    cast.programme.publicity_range = "public"
    cast.programme.save()
    paper, by = way.begin_form(cast), cast.people.staff
    editing.save_duty(paper=paper, kind="duty", text="办理学生学籍登记和异动手续", by=by)
    risk = f"未核对{PHONE}来电人的身份就在系统中办理转学"
    editing.save_point(paper=paper, content=way.point(risk=risk, visibility="public"), by=by)
    way.sign_on(way.submit(paper, by))
    page = open_page("/publicity/", account=cast.accounts.school_office, javascript=javascript)
    page.get_by_role("button", name="开始公示").click()
    expect(page.get_by_text("公示之前，请核对个人信息")).to_be_visible()
    if javascript:
        look(page, "personal-data-publicity")
    page.get_by_label("没有选择的都遮盖").check()
    page.get_by_role("button", name="开始公示").click()
    expect(page.get_by_text("公示已开始")).to_be_visible()
    assert PHONE not in published_texts()
