"""What is chosen on the way of a table: levels, posts for the next time, rows that are left out."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from registry.intake.models import ColumnMapping
from reviews.importing import plan_of
from risks.sheets.places import NO_PLACE
from tests.reviews.test_import_pages import GOOD, mapped, page, press, sent


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.accounts.keeper)
    return client


def test_the_report_says_which_rows_are_left_out(keeper):
    imported = mapped(keeper, sent(keeper))
    press(keeper, imported, skip=plan_of(imported).rows[1].row.key)
    response = keeper.get(reverse("table-import-report", args=[imported.pk]))
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert sheet["F3"].value.startswith("不导入。")
    assert "不导入" not in sheet["F2"].value


def test_a_level_is_chosen_in_the_preview_by_its_own_name(cast, keeper):
    gravest = cast.scale.levels.order_by("-rank").first()
    imported = mapped(keeper, sent(keeper, [*GOOD[:3], str(gravest), "双人验收"], GOOD))
    assert f"表里写的“{gravest}”" in page(keeper, imported)
    rows = plan_of(imported).rows
    assert rows[0].content["level"] is None  # of a file never unseen
    press(keeper, imported, row=rows[0].row.key, risk="收受礼品", level=str(gravest))
    press(keeper, imported, row=rows[1].row.key, risk="截留资金", level=str(gravest))
    imported.refresh_from_db()
    assert [row.content["level"] for row in plan_of(imported).rows] == [None, gravest.pk]
    assert f'<option value="{gravest}" selected>' in page(keeper, imported)


def test_the_post_that_was_chosen_is_proposed_the_next_time(cast, keeper):
    row = ["总务处", "采购专员", "虚报数量，造成损失", "高", "双人验收"]
    post, label = cast.posts.other_staff, "总务处 / 采购专员"
    imported = sent(keeper, row, ["", "", "截留资金", "高", "审计"])
    chosen = {"post-of": [label, NO_PLACE], "post": [post.pk, cast.posts.staff.pk]}
    mapped(keeper, imported, **chosen)
    press(keeper, imported, seen=plan_of(imported).fingerprint)
    assert ColumnMapping.objects.get().posts == {label: str(post.pk)}
    again = sent(keeper, row)
    asked = keeper.get(reverse("table-import-mapping", args=[again.pk])).content.decode()
    assert f'<option value="{post.pk}" selected>' in asked
    post.closed_on = timezone.localdate()
    post.save()
    assert "没有“采购专员”这个岗位" in plan_of(again).rows[0].place.problem
