"""Opinions on a publicity: words are not lost by a click, and the office's page of them."""

import pytest
from playwright.sync_api import expect

from reviews.models import Opinion
from tests.cast import make_cast
from tests.reviews.test_opinions import answered, give, row_of, shown_form

TEXT = "措施里请写明多久查一次"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_leaving_with_words_is_asked_about_and_giving_them_is_not(open_page, look, cast):
    publication = shown_form(cast)[1]
    page = open_page(f"/publicity/{publication.pk}/opinions/add/", account=cast.accounts.staff)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("textbox", name="意见").fill(TEXT)
    with page.expect_event("dialog"):
        page.get_by_role("link", name="不提了，返回").click(no_wait_after=True)
    page.get_by_role("radio", name="不署名").check()
    page.get_by_role("button", name="提出意见").click()
    expect(page.get_by_role("heading", name="意见已收到")).to_be_visible()
    look(page, "opinion-receipt")
    assert asked == ["beforeunload"]
    assert Opinion.objects.get().text == TEXT


def test_the_office_turns_the_pages_of_opinions(open_page, look, cast, monkeypatch):
    monkeypatch.setattr("reviews.views.opinions.OPINIONS_SHOWN", 2)
    publication = shown_form(cast)[1]
    for number in range(3):
        give(publication, text=f"第{number}句")
        answered(
            give(publication, row=row_of(publication), text=f"第{number}条"),
            cast.people.school_office,
            "not_adopted",
        )
    page = open_page(f"/publicity/{publication.pk}/", account=cast.accounts.school_office)
    expect(page.get_by_role("heading", name="等您答复的意见（3 条）")).to_be_visible()
    look(page, "publicity-detail-opinions")
    page.get_by_role("link", name="后一页意见").first.click()
    expect(page.get_by_text("第 2 / 2 页")).to_be_visible()
