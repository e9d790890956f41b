"""An opinion from the public on a phone: given, sorted, passed on, answered, followed."""

import pytest
from captcha.models import CaptchaStore
from playwright.sync_api import expect

from reviews.models import Missive, Opinion
from tests.browser.hands import Desk
from tests.cast import make_cast
from tests.reviews.test_missives import make_public_publicity

PHONE = 390
TEXT = "措施里没有写多久查一次。我是家长，电话不方便留。"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def answer_question(desk, page, label):
    key = page.locator("input[name=challenge_0]").input_value()
    desk.write(label, CaptchaStore.objects.get(hashkey=key).response)


def give(open_page, publication):
    """On the public page, without script; the receipt."""
    page = open_page(
        f"/public/publicity/{publication.number}/",
        width=PHONE,
        javascript=False,
        expect_errors=["status of 4"],
    )
    desk = Desk(page, None)
    desk.follow("提意见")
    desk.write("意见", TEXT)
    desk.press("看不清？换成算术题")
    expect(desk.field("意见")).to_have_value(TEXT)
    desk.press("提交")
    expect(page.get_by_role("alert")).to_contain_text("算术题的得数")
    answer_question(desk, page, "算术题的得数")
    desk.press("提交")
    desk.heading("已收到，谢谢您")
    assert page.context.cookies() == []
    return page.locator(".receipt-number").inner_text()


def follow(open_page, receipt, *seen):
    page = open_page("/public/opinions/", width=PHONE, javascript=False)
    desk = Desk(page, None)
    desk.write("回执号", receipt)
    desk.press("查进展")
    desk.sees(*seen)
    assert receipt not in page.url


def test_an_opinion_on_a_phone(open_page, look, cast):
    publication = make_public_publicity(cast)
    receipt = give(open_page, publication)
    assert Missive.objects.get().text == TEXT
    follow(open_page, receipt, "已收到")
    office = Desk(open_page("/inbox/", account=cast.accounts.discipline, width=PHONE), look)
    office.sees("等分办的来件")
    office.follow("整个公示")
    office.tick("怎样分办", "意见：转给防控办答复")
    office.write("转出的文字", "措施里请写明多久查一次。")
    office.show("missive-sorting", "只有本组看得到")
    office.press("分办")
    office.show("missive-list", "意见已转出，等答复")
    follow(open_page, receipt, "已转公示单位办理")
    answering = Desk(open_page("/inbox/", account=cast.accounts.school_office, width=PHONE), look)
    answering.follow("整个公示")
    answering.sees("由社会公众提出", "措施里请写明多久查一次。")
    answering.misses("家长")
    answering.tick("结论", "采纳")
    answering.write("答复", "谢谢您，已请填报人写明。")
    answering.press("答复")
    expect(answering.page.get_by_text("已答复。")).to_be_visible()
    assert Opinion.objects.get().answer.outcome == "adopted"
    follow(open_page, receipt, "已答复：采纳", "谢谢您，已请填报人写明。")
