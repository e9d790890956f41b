"""A real Chromium. A page reports what a user would suffer from and a test would miss: an error of
JavaScript, a request to another origin, something that the content security policy blocked.

    def test_something(open_page, look):
        page = open_page("/desk/", account=cast.accounts.staff)
        look(page, "desk")     # axe finds nothing at both widths; PICTURES=1 leaves pictures, too
"""

import os
import subprocess
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.browser.eyes import HEIGHTS, PICTURES, faults_of
from tests.browser.hands import Desk

FAILED = pytest.StashKey[bool]()
# They take as long as all others together: begun last, one worker would wait for the other.
LONG = ("test_every_page.py", "test_whole_way.py", "test_admin_way.py")


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(scope="session")
def chromium():
    path = subprocess.run(
        [settings.BASE_DIR / "bin" / "chromium-path"], capture_output=True, text=True, check=True
    ).stdout.strip()
    # Playwright keeps an event loop on this thread, which Django would take for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--lang=zh-CN",
            ],
        )
        yield browser
        browser.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def open_page(chromium, live_server, counted_menu, request):
    """Open an address, signed in as this account; at the end no page may have had a fault."""
    contexts, faults = [], []

    def start(address, *, account=None, width=1280, javascript=True, expect_errors=()):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": HEIGHTS[width]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        if account is not None:
            context.add_cookies([signed_in_cookie(account, live_server.url)])
        page = context.new_page()
        watch(page, live_server.url, faults, expect_errors)
        page.goto(address)
        return page

    yield start
    for number, context in enumerate(contexts):
        if request.node.stash.get(FAILED, False):
            picture = PICTURES / f"failed-{request.node.name}-{number}.png"
            context.pages[-1].screenshot(path=picture, full_page=True)
        context.close()
    assert faults == []


@pytest.fixture
def enter(open_page, look):
    """enter("staff") signs in through the sign-in page and gives that person's desk."""

    def start(username, **kwargs):
        desk = Desk(open_page("/sign-in/", **kwargs), look)
        desk.sign_in(username)
        return desk

    return start


def signed_in_cookie(account, url):
    client = Client()
    client.force_login(account)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def watch(page, own, faults, expect_errors):
    """`expect_errors`: words of console errors that belong to the story, a refusal for instance."""

    def note_console(message):
        if message.type == "error" and not any(word in message.text for word in expect_errors):
            faults.append(f"{page.url}: {message.text}")

    def note_request(request):
        address = urlsplit(request.url)
        if address.scheme != "data" and f"{address.scheme}://{address.netloc}" != own:
            faults.append(f"{page.url} asked {request.url}")

    page.on("console", note_console)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("request", note_request)


@pytest.fixture(scope="session")
def look():
    """At both widths axe finds nothing and nothing sticks out."""

    def at(page, name):
        assert faults_of(page, name) == []

    return at
