"""Writing a risk point in a browser: sentence and level as one types, autosave, two tabs."""

import pytest

from risks.models import PointVersion
from tests.cast import make_cast
from tests.risks.factory import add_duty, add_point, filled_form, make_form

SAVED = "#saved-at:has-text('已于')"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def draft(cast):
    paper, _ = make_form(cast)
    add_duty(cast, paper)
    return paper


def fill(page):
    page.fill("#id_source", "因为转学材料由一人收、一人审")
    page.fill("#id_risk", "放宽转学接收条件")
    page.fill("#id_harm", "其他学生失去公平机会")
    page.select_option("#id_kind", "process")
    page.check("[name=likelihood][value='2']")
    page.check("[name=severity][value='3']")
    page.fill("#id_measures-0-text", "收件和审核由两人分别办理")


def test_sentence_and_level_follow_the_typing_and_are_saved_by_themselves(open_page, cast, draft):
    page = open_page(f"/papers/{draft.pk}/rows/add/", account=cast.accounts.staff)
    fill(page)
    page.wait_for_selector(
        "#point-preview:has-text('因转学材料由一人收、一人审，导致放宽转学接收条件')"
    )
    page.wait_for_selector("#point-preview:has-text('一级')")
    page.wait_for_selector(SAVED)
    page.wait_for_url("**/rows/*/")
    page.fill("#id_harm", "其他学生失去公平机会，学校公信力受损")
    page.wait_for_selector("#saved-at:has-text('改动')")
    page.wait_for_selector(SAVED)
    page.keyboard.press("Control+s")
    page.wait_for_url("**/edit/**")
    version = PointVersion.objects.get()
    assert version.harm == "其他学生失去公平机会，学校公信力受损"
    assert version.measures.count() == 1


def test_measures_are_added_on_the_page_and_without_scripts_by_the_server(open_page, cast, draft):
    address = f"/papers/{draft.pk}/rows/add/"
    page = open_page(address, account=cast.accounts.staff)
    fill(page)
    page.click("[data-add-measure]")
    page.fill("#id_measures-1-text", "教务主任每月抽查五份材料")
    page.click("[data-save]")
    page.wait_for_url("**/edit/**")
    assert PointVersion.objects.get().measures.count() == 2

    page = open_page(f"/papers/{draft.pk}/rows/add/", account=cast.accounts.staff, javascript=False)
    fill(page)
    page.fill("#id_risk", "先办后补手续")
    page.click("[name=add_measure]")
    page.fill("#id_measures-1-text", "教务主任每月抽查五份材料")
    page.click("[data-save]")
    page.wait_for_url("**/edit/**")
    assert PointVersion.objects.get(risk="先办后补手续").measures.count() == 2


def test_a_stale_tab_stops_saving_and_shows_both_texts(open_page, look, cast, draft):
    line = add_point(cast, draft)
    address = f"/papers/{draft.pk}/rows/{line.pk}/"
    first = open_page(address, account=cast.accounts.staff)
    second = open_page(address, account=cast.accounts.staff, expect_errors=["409"])
    first.fill("#id_harm", "学校公信力受损")
    first.click("[data-save]")
    first.wait_for_url("**/edit/**")
    second.fill("#id_harm", "家长不再信任学校")
    second.wait_for_selector("#row-alert:has-text('学校公信力受损')")
    assert PointVersion.objects.get().harm == "学校公信力受损"
    second.click("[data-save]")
    second.wait_for_selector("h2:has-text('又被保存过')")
    look(second, "point-stale-1280")
    second.click("[data-save]")
    second.wait_for_url("**/edit/**")
    assert PointVersion.objects.get().harm == "家长不再信任学校"


@pytest.mark.walk
def test_the_pages_of_a_form_bear_a_careful_look(open_page, look, cast):
    paper, revision = filled_form(cast, points=2)
    add_point(cast, paper, source="经办时" + "既不登记收件时间，也没有第二个人看过原件，" * 12)
    row = revision.point_lines.first()
    staff = cast.accounts.staff
    pages = {
        "form": f"/papers/{paper.pk}/edit/",
        "point": f"/papers/{paper.pk}/rows/{row.pk}/",
        "point-new": f"/papers/{paper.pk}/rows/add/",
        "point-strike": f"/papers/{paper.pk}/rows/{row.pk}/strike/",
        "duty-new": f"/papers/{paper.pk}/duties/add/",
        "grade": f"/papers/{paper.pk}/grade/",
        "points": "/points/",
    }
    for name, address in pages.items():
        look(open_page(address, account=staff), name)


def test_an_empty_point_is_answered_with_what_is_missing(open_page, look, cast, draft):
    page = open_page(
        f"/papers/{draft.pk}/rows/add/", account=cast.accounts.staff, expect_errors=["422"]
    )
    page.click("[data-save]")
    page.wait_for_selector(".error-summary")
    look(page, "point-errors")
