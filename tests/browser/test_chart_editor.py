"""Drawing a chart in a browser: the picture follows the typing, steps, a branch, a loop; saved."""

import pytest
from playwright.sync_api import expect

from powers import editing
from powers.content import content_of
from powers.models import PowerVersion
from reviews import filing
from tests import way
from tests.cast import make_cast


@pytest.fixture
def draft(transactional_db):
    cast = make_cast()
    keeper = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    content = way.power("学籍异动审核", cast.sections.teaching, steps=["受理", "决定"])
    line = editing.add_power(paper=paper, content=content, by=keeper)
    return cast, f"/papers/{paper.pk}/rows/{line.pk}/chart/"


def test_the_picture_follows_the_table_and_the_chart_is_saved(open_page, look, draft):
    cast, address = draft
    page = open_page(address, account=cast.accounts.keeper)
    picture, rows = page.locator("#picture svg").first, page.locator(".step-row")
    expect(picture).to_contain_text("受理")

    # As one types, without a button; what is typed stays in its field.
    page.fill("[name=steps-0-label]", "收件核对")
    expect(picture).to_contain_text("收件核对")
    expect(page.locator("[name=steps-0-label]")).to_be_focused()

    # A step in between, with its post; a branch with two outcomes, one of them a loop.
    page.locator("#step-1").get_by_role("button", name="在后面加一步").click()
    expect(rows).to_have_count(3)
    page.fill("[name=steps-1-label]", "审查")
    page.select_option("[name=steps-1-post_id]", label="教务主任")
    page.select_option("[name=steps-1-part]", label="执行")
    page.select_option("[name=steps-1-kind]", "decision")
    page.fill("[name=steps-1-outcome_1]", "同意")
    expect(picture).to_contain_text("同意")
    page.locator("#step-2 summary").click()
    page.fill("[name=steps-1-outcome_2]", "退回补正")
    page.select_option("[name=steps-1-to_2]", label="第 1 步 收件核对")
    expect(picture).to_contain_text("退回补正")
    look(page, "chart-editor")

    # Lanes that were opened are drawn again as well, and stay open.
    lanes = page.locator("#lanes")
    page.fill("[name=steps-0-handler]", "学籍管理员")
    lanes.locator("summary").click()
    expect(lanes.locator("svg").first).to_be_visible()
    page.fill("[name=steps-2-label]", "集体决定")
    expect(picture).to_contain_text("集体决定")
    expect(lanes.locator("svg").first).to_contain_text("集体决定")
    expect(lanes.locator("svg").first).to_be_visible()
    page.fill("[name=steps-2-label]", "决定")
    expect(picture).not_to_contain_text("集体决定")

    page.click("[data-save]")
    page.get_by_text("已保存“学籍异动审核”的流程图").wait_for()
    page.reload()
    expect(page.locator("[name=steps-1-label]")).to_have_value("审查")
    expect(page.locator("#picture svg").first).to_contain_text("退回补正")
    content = content_of(PowerVersion.objects.with_content().get())
    assert content["steps"] == ["收件核对", "审查", "决定"]
    assert content["details"]["审查"] == {
        "kind": "decision",
        "handler": "教务主任",
        "post_id": cast.posts.section_head.pk,
        "part": "execution",
    }
    assert {"source": "审查", "target": "收件核对", "outcome": "退回补正"} in content["ways"]
