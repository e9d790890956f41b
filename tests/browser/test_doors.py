"""The pages that anybody meets first, and that the watch over every page does watch."""

import pytest

from tests.cast import make_cast

WIDTHS = [1280, 390]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_sign_in_page(open_page, look, width):
    look(open_page("/sign-in/", width=width), f"sign-in-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_wrong_password_is_said_kindly(open_page, look, width):
    make_cast()
    page = open_page("/sign-in/", width=width)
    page.locator("input[name=username]").fill("staff")
    page.locator("input[name=password]").fill("not the password")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    look(page, f"sign-in-refused-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_that_does_not_exist(open_page, look, width):
    page = open_page("/no-such-page/", width=width, expect_errors=["404"])
    look(page, f"not-found-{width}")


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
