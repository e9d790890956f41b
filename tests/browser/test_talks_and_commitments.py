"""A talk from its plan to the printed record, and a commitment from its words to the public page:
all of it clicked, by each in a browser of their own.
"""

import re
import subprocess

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reviews.models import Publication
from reviews.talks.models import Talk
from tests.browser.hands import PATIENCE, Desk
from tests.cast import make_cast

pytestmark = pytest.mark.walk

CONTENT = "谈了转学材料由两人分别核对的做法，约定下周把两张表并成一张。"
RIGHT = "谈了转学材料由两人分别核对的做法，约定下个月把两张表并成一张。"
WORDS = "办事的条件、材料、时限都公开。\n不收学生家长的礼品和礼金。"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def desk_of(open_page, look, cast):
    def sit(role, address, **kwargs):
        page = open_page(address, account=getattr(cast.accounts, role), **kwargs)
        return Desk(page, look)

    return sit


def test_a_talk_is_planned_written_put_right_confirmed_and_printed(desk_of, cast, look, tmp_path):
    today = timezone.localdate().isoformat()
    leader = desk_of("supervisor", "/talks/")
    look(leader.page, "talks-none")
    leader.follow("安排谈话")
    leader.choose("谈话类型", "例行谈话")
    leader.choose("和谁谈", "顾言之（教务处 教务主任）")
    leader.write("哪一天", today)
    leader.write("谈什么", "转学材料的核对")
    look(leader.page, "talk-plan")
    leader.press("安排")
    leader.follow("记录谈话")
    leader.write("地点", "小会议室")
    leader.write("谈话内容", CONTENT)
    look(leader.page, "talk-record")
    leader.press("保存记录")
    expect(leader.page.get_by_text(CONTENT)).to_be_visible()

    partner = desk_of("section_head", "/talks/")
    look(partner.page, "talks-to-confirm")
    partner.page.get_by_role("link", name=re.compile("例行谈话")).first.click()
    partner.unfold("有说得不对的地方")
    partner.write("哪里要更正", "是下个月，不是下周")
    partner.press("请对方更正")

    leader.page.reload()
    leader.follow("更正记录")
    leader.write("谈话内容", RIGHT)
    leader.press("保存记录")
    leader.press("记录属实，我确认")
    partner.page.reload()
    expect(partner.page.get_by_text(RIGHT)).to_be_visible()
    look(partner.page, "talk-to-confirm")
    partner.press("记录属实，我确认")
    partner.sees("已办结")
    look(partner.page, "talk-settled")
    assert Talk.objects.get().settled_at is not None

    with partner.page.expect_download(timeout=PATIENCE) as waiting:
        partner.page.get_by_role("link", name="打印 PDF").click()
    pdf = tmp_path / "record.pdf"
    waiting.value.save_as(pdf)
    command = ["pdftotext", "-layout", str(pdf), "-"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    said = re.sub(r"\s", "", printed)
    assert RIGHT in said
    assert "顾言之" in said
    assert "谈话对象：" in said
    assert "在系统里确认" in said


def test_a_commitment_is_written_signed_published_and_read_by_the_public(desk_of, open_page, look):
    office = desk_of("school_office", "/commitments/texts/")
    office.page.get_by_role("link", name="起草").first.click()
    office.choose("哪些岗位签", "一般岗位")
    office.write("承诺内容", WORDS)
    due = timezone.localdate().replace(month=12, day=31).isoformat()
    office.write("请在哪一天前签完", due)
    look(office.page, "commitment-text")
    office.press("保存草稿")
    office.press("启用")

    teacher = desk_of("staff", "/commitments/")
    look(teacher.page, "commitments-to-sign")
    teacher.page.get_by_role("link", name=re.compile("学籍管理员")).first.click()
    look(teacher.page, "commitment-sign")
    teacher.press("我已读完，签署承诺")
    expect(teacher.page.get_by_text("已签署，谢谢")).to_be_visible()

    office.page.goto("/commitments/")
    look(office.page, "commitments-board")
    office.page.get_by_role("link", name="发布承诺").click()
    office.tick("给谁看", "面向社会")
    look(office.page, "commitment-publish")
    office.press("发布这 1 份承诺")
    expect(office.page.get_by_text("已发布")).to_be_visible()

    number = Publication.objects.get().number
    visitor = open_page(f"/public/commitments/{number}/")
    expect(visitor.get_by_text("不收学生家长的礼品和礼金").first).to_be_visible()
    expect(visitor.get_by_text("林听雨")).to_have_count(0)
    look(visitor, "public-commitments")
