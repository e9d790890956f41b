"""The site that `build_site` writes, opened from the disk in the browser: no server, no fetch."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from registry.tables.formats import FORMATS
from tests.browser.eyes import faults_of
from tests.cast import make_cast
from tests.public import factory


@pytest.fixture
def built(transactional_db, tmp_path, monkeypatch):
    monkeypatch.setattr("reviews.exporting.ROWS_AT_ONCE", dict.fromkeys(FORMATS, 0))  # no PDF
    cast = make_cast()
    names = [f"第{number}项收费" for number in range(25)]
    catalogue = factory.catalogue(cast, *names, "学籍变动审核")
    directory = factory.directory(cast, "放宽接收条件", "名额外流")
    gone = factory.withdrawn(factory.directory(cast, "撤掉的", unit=cast.school_small), cast)
    call_command("build_site", "--out", str(tmp_path / "site"))
    return {"root": tmp_path / "site", "catalogue": catalogue, "directory": directory, "gone": gone}


@pytest.fixture
def page(chromium, built):
    """A page of the disk; at the end nothing may have failed or have been asked of a server."""
    faults = []
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda asked: None if is_file(asked) else faults.append(asked.url))
    page.on(
        "request",
        lambda request: None if request.url.startswith("file:") else faults.append(request.url),
    )
    page.goto(f"file://{built['root']}/index.html")
    yield page
    context.close()
    assert faults == []


def is_file(request):
    """A download ends the request of the page that it was asked from."""
    return request.url.endswith(".csv")


def heading(page):
    return page.get_by_role("heading", level=1)


def test_the_site_opens_from_a_disk(page, built):
    """One story, as a build takes seconds: read, narrow, download, search, check."""
    read_powers(page)
    read_directory(page, built["directory"])
    narrow_a_list(page)
    search(page)
    check(page, built["directory"], built["gone"])


def read_powers(page):
    page.get_by_role("link", name="职权清单").first.click()
    expect(heading(page)).to_have_text("职权清单")
    assert faults_of(page, "disk-powers") == []
    page.get_by_role("link", name="下一页").click()
    page.get_by_role("link", name="第24项收费").click()
    expect(heading(page)).to_have_text("第24项收费")
    assert faults_of(page, "disk-power") == []


def read_directory(page, directory):
    page.get_by_role("link", name="风险点目录").first.click()
    page.get_by_role("link", name=directory.title).click()
    expect(page.get_by_text("名额外流").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert "名额外流" in download.value.path().read_text(encoding="utf-8-sig")


def narrow_a_list(page):
    page.get_by_role("link", name="职权清单").first.click()
    page.get_by_role("navigation", name="分类查看职权").get_by_role("link").first.click()
    expect(page.get_by_text("职权共 26 项")).to_be_visible()
    page.get_by_role("link", name="看全部").click()
    expect(heading(page)).to_have_text("职权清单")


def search(page):
    for words, said, marked in [
        ("名额", "共 1 条", "名额"),
        ("学籍 审核", "共", "学籍"),
        ("费", "共 25 条", "费"),
        ("海关", "没有找到", None),
        ("zzzz", "没有找到", None),
        ("XJBD", "共 3 条", None),
    ]:
        box = page.get_by_role("searchbox", name="查找职权、风险点")
        box.fill(words)
        box.press("Enter")
        expect(page.locator("[data-count]")).to_contain_text(said)
        expect(page.get_by_role("searchbox", name="字词")).to_have_value(words)
        if marked:
            expect(page.locator("mark").first).to_have_text(marked)
    assert faults_of(page, "disk-search") == []
    named_before_mentioned(page)
    page.get_by_role("link", name="学籍变动审核").first.click()
    expect(heading(page)).to_have_text("学籍变动审核")


def named_before_mentioned(page):
    """All powers speak of 学籍变动, one is called so; of the others a few words show where."""
    box = page.get_by_role("searchbox", name="查找职权、风险点")
    box.fill("学籍变动")
    box.press("Enter")
    cards = page.locator("[data-found] li")
    expect(cards.first.locator("mark")).to_have_count(1)
    expect(cards.first.get_by_role("link")).to_have_text("学籍变动审核")
    other = cards.filter(has_text="第3项收费")
    expect(other.locator("p").last).to_contain_text("的学生办理学籍变动手续")
    expect(other.locator("mark")).to_have_text("学籍变动")


def check(page, shown, gone):
    page.get_by_role("link", name="核对真伪").first.click()
    for number, digest, said in [
        (shown.number, shown.digest[:20].upper(), "核对相符，是真的"),
        (shown.number.lower(), "0" * 16, "校验码对不上"),
        (shown.number, "", shown.digest),
        (shown.number, "12", "校验码不完整"),
        ("LARGE-2020-PDIR-9999", "0" * 16, "没有找到这个编号"),
        (gone.number, gone.digest, "内容有误"),
    ]:
        page.get_by_label("编号").fill(number)
        page.get_by_label("校验码").fill(digest)
        page.get_by_role("button", name="核对").click()
        expect(page.locator("[data-disk-check]")).to_contain_text(said)
    assert faults_of(page, "disk-check") == []


@pytest.mark.walk
def test_without_scripts_pages_are_read_all_the_same(chromium, built):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{built['root']}/index.html")
    page.get_by_role("link", name="网站地图").click()
    page.get_by_role("link", name=built["directory"].title).click()
    expect(page.get_by_text(built["directory"].digest)).to_be_visible()
    context.close()
