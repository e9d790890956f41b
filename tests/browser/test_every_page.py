"""Every page there is, at both widths: axe finds nothing, no script fails, nothing is blocked,
nothing sticks out; those of the public site also dark and in strong contrast. Which pages there are
and who reads them is taken from the access table.
"""

from itertools import groupby
from operator import itemgetter

import pytest
from playwright.sync_api import expect

from reviews import publication
from tests.architecture.access_pages import PAGES
from tests.architecture.access_table import lines_of
from tests.architecture.access_world import World
from tests.browser.eyes import faults_of, faults_of_looks
from tests.browser.hands import Desk

# Not pages: files, and answers for machines.
FILES = {
    "activity-file",
    "activity-print",
    "activity-xlsx",
    "alert-letter",
    "alert-recipients",
    "alert-scan",
    "announcement-file",
    "admin:autocomplete",
    "admin:jsi18n",
    "arrival-notice-pdf",
    "arrival-paper-pdf",
    "arrival-paper-scan",
    "captcha-image",
    "change-counts-xlsx",
    "clearing-register",
    "commitment-poster",
    "disposal-file",
    "disposal-notice",
    "disposal-papers",
    "disposal-record",
    "disposal-sheet",
    "download-file",
    "exercise-file",
    "health-live",
    "health-ready",
    "inspection-letter",
    "organisation-import-file",
    "organisation-import-template",
    "paper-attachment",
    "paper-filing-sheet",
    "paper-pdf",
    "post-workflow-file",
    "power-chart",
    "power-guard",
    "power-lanes",
    "power-sheet",
    "progress-xlsx",
    "public-data",
    "public-download",
    "public-feed",
    "public-power-chart",
    "public-power-lanes",
    "public-power-sheet",
    "public-robots",
    "public-sitemap",
    "public-unit-feed",
    "talk-ledger-xlsx",
    "talk-print",
    "talk-scan",
    "publication-download",
    "publicity-notice",
    "questionnaire-notice",
    "questionnaire-results",
    "publicity-report",
    "record-schema",
    "rule-export",
    "rule-file",
    "self-check-export",
    "self-check-sheet",
    "source-file",
    "table-import-file",
    "task-export",
    "task-feed-file",
    "task-file",
    "table-import-report",
}
# The same page with other people's objects.
TWINS = ("small_", "bureau_", "on_paper")

# What else is worth seeing: the same page by somebody who has more to do there.
MORE = [
    ("section_head", "paper-detail", "review"),
    ("school_office", "paper-detail", "on_paper"),
    ("school_office", "paper-detail", "directory"),
    ("principal", "paper-detail", "ready"),
    ("school_office", "inbox", "-"),
    ("principal", "confirm-list", "-"),
    ("school_office", "publicity-list", "-"),
    ("school_office", "publicity-detail", "publicity.pk"),
    ("school_office", "my-posts", "-"),
    ("discipline", "inbox", "-"),
    ("school_office", "publication-list", "-"),
    ("office", "paper-list", "-"),
    ("office", "progress", "-"),
    ("office", "due-list", "-"),
    ("keeper", "board", "-"),
    ("section_head", "progress", "-"),
    ("bureau_leader", "point-list", "-"),
    ("auditor", "trail-list", "-"),
    ("system_admin", "inbox", "-"),
    ("village_principal", "power-list", "-"),
]


# Two workers share them; each makes its own world.
PARTS = 2

ADMIN = """
unit/ section/ post/ person/ appointment/ mandate/ programme/ scale/ scheme/ holiday/ schoolholiday/
unit/add/ appointment/add/ programme/add/ holiday/add/
post/1/change/ person/1/change/ scale/1/change/ scheme/1/change/
unit/1/history/
"""


@pytest.fixture
def world(transactional_db):
    return World()


def pages():
    """[(role, address, thing)]: each page once, by the first in the table who may read it."""
    for line in lines_of(PAGES):
        if line.address in FILES or line.thing.startswith(TWINS):
            continue
        readers = [role for role, cell in line.expected.items() if cell == "o"]
        if readers:
            yield "anonymous" if "anonymous" in readers else readers[0], line.address, line.thing
    yield from MORE


@pytest.mark.walk
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_in_order(world, open_page, part):
    faults = []
    for role, found in groupby(sorted(pages())[part::PARTS], key=itemgetter(0)):
        page = open_page("/public/statement/", account=account_of(world, role))
        for _, address, thing in found:
            response = page.goto(world.address(address, thing))
            assert response.status == 200, (role, address, thing)
            name = f"{address}-{thing}-{role}".replace(":", "-")
            faults += faults_of(page, name)
            if page.locator("body.public").count():
                faults += faults_of_looks(page, name)
    assert not faults, "\n".join(faults)


@pytest.mark.walk
def test_what_is_no_page_of_the_table_is_in_order(world, open_page):
    """The admin, refusals, and forms that tell what is missing: one world for all of them."""
    faults = [
        *faults_of_the_admin(world, open_page),
        *faults_of_refusals(world, open_page),
        *faults_of_forms_with_errors(world, open_page),
    ]
    assert not faults, "\n".join(faults)


def account_of(world, role):
    return None if role == "anonymous" else getattr(world.cast.accounts, role)


def faults_of_the_admin(world, open_page):
    page = open_page("/admin/", account=world.cast.accounts.system_admin)
    faults = []
    for address in ADMIN.split():
        response = page.goto(f"/admin/organisation/{address}")
        assert response.status == 200, address
        faults += faults_of(page, f"admin-{address.strip('/').replace('/', '-')}")
    return faults


def faults_of_refusals(world, open_page):
    withdrawn = world.public_catalogue
    publication.withdraw(publication=withdrawn, by=world.people.school_office, why="内容有误")
    page = open_page("/", account=world.cast.accounts.staff, expect_errors=["status of 4"])
    faults = []
    for name, address, status in [
        ("refused", world.address("trail-list"), 403),
        ("foreign", world.address("paper-detail", "small_form"), 404),
        ("missing", "/no-such-page/", 404),
        ("withdrawn", world.address("public-catalogue", "public_catalogue"), 410),
    ]:
        assert page.goto(address).status == status
        faults += faults_of(page, f"refusal-{name}")
    page.goto(world.address("inbox"))
    page.context.clear_cookies()
    page.locator("summary", has_text="林听雨").click()
    Desk(page).press("退出登录")
    expect(page.get_by_role("heading", level=1)).to_contain_text("需要刷新一下")
    faults += faults_of(page, "refusal-forged")
    return faults


def faults_of_forms_with_errors(world, open_page):
    faults = []
    for role, address, thing, button in [
        ("staff", "paper-row-add", "draft", "保存"),
        ("staff", "paper-duty-add", "draft", "保存"),
        ("staff", "paper-cancel", "draft", "撤销"),
        ("staff", "password-change", "-", "保存新密码"),
        ("section_head", "paper-detail", "review", "签署"),
        ("school_office", "paper-detail", "on_paper", "录入"),
        ("school_office", "paper-row-add", "catalogue_draft", "保存"),
        ("school_office", "step-reassign", "review.step", "改派"),
        ("keeper", "organisation-import", "-", "上传并核对"),
        ("principal", "paper-send-back", "ready", "退回"),
        ("staff", "opinion-add", "publicity.pk", "提出意见"),
        ("staff", "opinion-find", "-", "查答复"),
        ("school_office", "opinion-answer", "opinion", "答复"),
        ("anonymous", "public-opinion-add", "public_publicity", "提交"),
        ("anonymous", "public-opinion-find", "-", "查进展"),
        ("discipline", "missive-detail", "missive", "分办"),
        ("discipline", "source-add", "-", "保存"),
        ("discipline", "source-withdraw", "source", "撤回"),
        ("discipline", "source-order", "source", "提给这个岗位"),
        ("anonymous", "public-questionnaire", "asked", "提交"),
        ("discipline", "questionnaire-add", "-", "保存草稿"),
        ("discipline", "question-add", "asked_draft", "保存"),
        ("office", "assessment-post", "other_post", "提交"),
        ("discipline", "study-item", "study.item", "决定"),
    ]:
        page = open_page(
            world.address(address, thing),
            account=account_of(world, role),
            expect_errors=["status of 4"],
        )
        page.locator("main form").last.evaluate("form => form.noValidate = true")
        Desk(page).press(button)
        summary = page.locator("[data-error-summary]").or_(page.locator(".is-invalid")).first
        expect(summary).to_be_visible()
        faults += faults_of(page, f"errors-{address}-{thing}")
    return faults
