"""The pages that anybody meets first, and that the watch over every page does watch."""

import pytest
from playwright.sync_api import expect

from tests.cast import make_cast


def test_the_sign_in_page(open_page, look):
    look(open_page("/sign-in/"), "sign-in")


def test_a_wrong_password_is_said_kindly(open_page, look):
    make_cast()
    page = open_page("/sign-in/")
    page.locator("input[name=username]").fill("staff")
    page.locator("input[name=password]").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    look(page, "sign-in-refused")


def test_a_page_that_does_not_exist(open_page, look):
    look(open_page("/no-such-page/", expect_errors=["404"]), "not-found")


@pytest.mark.parametrize(
    "script",
    [
        "document.body.setAttribute('style', 'color: red')",
        "document.body.appendChild(document.createElement('script')).textContent = '1'",
        "document.body.appendChild(new Image()).src = 'http://elsewhere.invalid/x.png'",
    ],
)
def test_the_watch_sees_what_the_policy_blocks(chromium, live_server, script):
    from tests.browser.conftest import watch

    faults = []
    page = chromium.new_page(base_url=live_server.url)
    watch(page, live_server.url, faults, ())
    page.goto("/sign-in/")
    with page.expect_event("console"):
        page.evaluate(script)
    page.close()
    assert faults != []
