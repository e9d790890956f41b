"""A measure from the inbox of the post to the finding of the section's head, and a self-check from
its draft to the sample; all of it clicked.
"""

import pytest

from reviews.fulfilment.models import MeasureFinding
from reviews.self_checks.models import SelfCheck
from tests.cast import make_cast
from tests.fulfilment.hands import opened as measure_opened
from tests.self_checks.hands import opened as check_opened

pytestmark = pytest.mark.walk

PDF = {"name": "照片.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF\n"}


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_measure_is_reported_and_looked_at(cast, enter, width):
    measure_opened(cast)
    desk = enter("staff", width=width)
    desk.menu("待办")
    desk.follow("落实防控措施")
    desk.show("measure-open", "换一把锁", "报告落实情况")
    desk.write("办理情况", "两间都换好了。")
    desk.field("材料").set_input_files(PDF)
    desk.press("报告落实情况")
    desk.show("measure-reported", "已报告落实情况", "照片.pdf", "核对")
    other = enter("section-head", width=width, expect_errors=["status of 422"])
    other.menu("待办")
    other.follow("核对：落实防控措施")
    other.tick("真正落实了吗", "部分")
    other.press("记下核对结果")
    other.show("measure-without-reason", "请写一句理由")
    other.write("理由", "还差一间。")
    other.press("记下核对结果")
    other.show("measure-found", "已记下核对结果", "还差一间。")
    assert MeasureFinding.objects.get().applied == "partly"
    other.menu("措施落实")
    other.choose("状态", "部分落实、没有落实的")
    other.press("筛选")
    other.show("measures", "换一把锁", "部分")


def test_a_self_check_is_answered_and_a_sample_confirmed(cast, enter):
    check_opened(cast, points=1)
    desk = enter("staff", expect_errors=["status of 422"])
    desk.menu("待办")
    desk.follow("廉政风险防控自查")
    desk.press("提交自查")
    desk.show("check-faulty", "第 1 条还没有选做到没有")
    desk.tick("做到没有", "做到")
    desk.write("看什么材料", "登记簿三月各页")
    desk.press("先存草稿")
    desk.show("check-draft", "草稿已保存")
    desk.press("提交自查")
    desk.show("check-done", "自查已提交", "登记簿三月各页", "抽到")
    other = enter("section-head")
    other.menu("待办")
    other.follow("抽查：廉政风险防控自查")
    other.tick("看过材料，是不是这样", "属实")
    other.press("记下抽查结果")
    other.show("check-confirmed", "已记下抽查结果", "属实")
    assert SelfCheck.objects.get().answers.get().finding.holds
