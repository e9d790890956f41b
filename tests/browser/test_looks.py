"""阅读设置: large, strong contrast, dark, by box or by the system; axe finds nothing in any."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.eyes import LOOKS, faults_of_looks, wish
from tests.cast import make_cast
from tests.public import factory


@pytest.fixture
def pages(transactional_db):
    cast = make_cast()
    catalogue = factory.catalogue(cast, "学籍变动审核", "收费公示")
    directory = factory.directory(cast, "放宽接收条件", "名额外流")
    return {
        "home": "/",
        "powers": f"{reverse('public-powers')}?q=审核",
        "power": reverse("public-power", args=[catalogue.number, 1]),
        "directories": f"{reverse('public-directories')}?unit=LARGE",
        "directory": reverse("public-directory", args=[directory.number]),
        "check": f"{reverse('check', args=[directory.number])}?digest={directory.digest}",
        "nothing": f"{reverse('public-search')}?q=海关",
    }


def ground(page):
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.walk
def test_what_the_system_wishes(pages, open_page):
    """With results and without; what else there is, is seen by `test_every_page`."""
    page = open_page("/")
    for name, wished in LOOKS.items():
        wish(page, wished)
        body = expect(page.locator("body"))
        is_seen = body.to_have_css if name == "contrast" else body.not_to_have_css
        is_seen("background-color", "rgb(255, 255, 255)")
    for place in ("powers", "directories", "check", "nothing"):
        page.goto(pages[place])
        assert faults_of_looks(page, f"looks-{place}") == []


@pytest.mark.walk
@pytest.mark.parametrize("javascript", [True, False])
def test_what_the_reader_ticks(pages, open_page, look, javascript):
    page = open_page("/", javascript=javascript)
    page.get_by_text("阅读设置").click()
    page.get_by_label("大字").check()
    page.get_by_label("深色").check()
    if not javascript:
        # Without a script nothing is left to ask the page with but its picture and its boxes.
        size = page.get_by_role("heading", level=1).bounding_box()["height"]
        page.get_by_label("大字").uncheck()
        assert page.get_by_role("heading", level=1).bounding_box()["height"] < size
        return
    assert ground(page) != "rgb(255, 255, 255)"
    for place, address in pages.items():
        page.goto(address)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        assert ground(page) != "rgb(255, 255, 255)"
        look(page, f"looks-ticked-{place}")
    page.get_by_text("阅读设置").click()
    look(page, "looks-open")
    page.get_by_label("大字").uncheck()
    page.get_by_label("跟随系统").check()
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_paper_stays_white(pages, open_page):
    page = open_page(pages["directory"])
    page.get_by_text("阅读设置").click()
    page.get_by_label("深色").check()
    page.emulate_media(media="print")
    assert ground(page) == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
