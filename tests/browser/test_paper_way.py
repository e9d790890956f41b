"""Somebody without an account answers on paper: the office enters it, and files the act."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reviews.disposal.models import Disposal
from tests.cast import make_cast
from tests.disposal.factory import PDF, TEXTS, issued
from tests.hands_on_paper import without_account

pytestmark = pytest.mark.walk

SIGNED = {"name": "签字页.pdf", "mimeType": "application/pdf", "buffer": PDF}
EVIDENCE = {"name": "核对记录.pdf", "mimeType": "application/pdf", "buffer": PDF}


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_an_act_on_paper_from_receipt_to_the_volume(enter, cast):
    issued(cast)
    without_account(cast.people.staff)
    office = enter("discipline", expect_errors=["422"])
    office.menu("待办")
    office.follow("谈话提醒：林听雨")
    office.look(office.page, "paper-act")
    office.follow("补录回复")
    for label, name in (("原因分析", "analysis"), ("承诺", "commitment"), ("整改计划", "plan")):
        office.write(label, TEXTS[name])
    office.press("补录回复")
    expect(office.page.get_by_role("link", name=re.compile("请上传签字页"))).to_be_visible()
    expect(office.field("整改计划")).to_have_value(TEXTS["plan"])
    office.look(office.page, "paper-reply-errors")
    sign(office)
    office.press("补录回复")
    expect(office.page.get_by_text("页面上写明是纸质")).to_be_visible()
    office.follow("补录整改")
    office.write("整改情况", "已补齐核对记录")
    office.field("整改材料").set_input_files(EVIDENCE)
    sign(office)
    office.press("补录整改")
    expect(office.page.get_by_role("link", name="核对记录.pdf")).to_be_visible()
    office.look(office.page, "paper-entered")
    office.follow("复查")
    office.tick("复查结论", "整改到位，办结")
    office.write("复查意见", "记录齐全")
    office.press("提交复查结论")
    expect(office.page.get_by_role("link", name="全部文书 PDF")).to_be_visible()
    assert Disposal.objects.get().state == "closed"
    office.menu("处置")
    office.look(office.page, "paper-filed")
    office.press("汇编成卷")
    named = f"处置档案：{timezone.localdate().year} 年"
    expect(office.page.get_by_text(named, exact=True)).to_be_visible()


def sign(office):
    office.write("签署日期", timezone.localdate().isoformat())
    office.field("签字页扫描件").set_input_files(SIGNED)
