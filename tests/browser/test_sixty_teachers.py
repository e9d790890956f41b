"""Sixty teachers of one post: the head writes what all share, each ticks it and adds their own;
all forms are shown and confirmed together, and the register holds each point once.

Two of the sixty are clicked, as are the head, the office and the leader; the other fifty-eight
forms are handed in and all are signed by the functions that the pages call.
"""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from registry.organisation.models import Appointment, Person
from registry.papers.models import Paper
from reviews import publicity
from risks import editing
from risks.content import content_of
from risks.models import RiskPoint
from tests import way
from tests.browser.test_own_chains import hand_in
from tests.browser.test_whole_way import write_point
from tests.cast import SINCE, make_cast

TEACHERS = 60
DUTY = "任教班级的教学、作业和考试"
COMMON = [
    {
        "风险源": "教辅材料由任课教师个人推荐",
        "风险点": "收受书商好处后要求学生购买教辅",
        "危害性": "加重家长负担，损害教师形象",
    },
    {
        "风险源": "平时成绩由任课教师一人评定",
        "风险点": "不按作业和考勤记录评定平时成绩",
        "危害性": "评优名额被占，学生受到不公平对待",
    },
]
OWN = {
    "风险源": "课后服务的点名由一人包办",
    "风险点": "多报课后服务的上课人数",
    "危害性": "课后服务经费被多领",
}


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.mark.walk
def test_sixty_teachers_share_a_post(cast, enter):
    write_what_all_share(enter("section-head"))
    into_the_register(Paper.objects.get(), cast)
    own_is_added(enter("teacher"))
    one_is_not_ticked(enter("second-teacher"))
    the_others_hand_in(cast)
    papers = Paper.objects.filter(holder__isnull=False)
    assert papers.count() == TEACHERS
    for paper in papers:
        way.sign_on(paper)
    show_and_confirm_all(enter("school-office"), enter("principal", expect_errors=["422"]))
    in_force = RiskPoint.objects.in_force().filter(post=cast.posts.teacher)
    risks = sorted(in_force.values_list("in_force__risk", flat=True))
    assert risks == sorted(words["风险点"] for words in [*COMMON, OWN])


def write_what_all_share(head):
    head.menu("我的岗位")
    head.press("填写共同的风险点")
    head.sees("这里写的是本岗位所有人共同的风险点")
    head.follow("写第一条职责")
    head.write("内容", DUTY)
    head.press("保存并写它的风险点")
    write_point(head, COMMON[0], likelihood="有时发生", severity="较重")
    head.press("保存并再写一个")
    head.sees("已保存。请接着写下一个风险点。")
    write_point(head, COMMON[1], likelihood="有时发生", severity="较重")
    head.press("保存")
    head.show("sixty-shared", "共 1 条职责，2 个风险点", "内容齐了")
    hand_in(head)


def into_the_register(paper, cast):
    way.sign_on(paper)
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)


def own_is_added(teacher):
    begin(teacher)
    teacher.follow("添加风险点")
    write_point(teacher, OWN, likelihood="有时发生", severity="较轻")
    teacher.press("保存")
    teacher.show("sixty-own", "3 个风险点", OWN["风险点"])
    hand_in(teacher)


def begin(teacher):
    teacher.menu("我的岗位")
    teacher.press("开始填写")
    teacher.sees("共性", *(words["风险点"] for words in COMMON))


def one_is_not_ticked(teacher):
    begin(teacher)
    teacher.follow("勾选共同的风险点")
    box = teacher.page.get_by_role("checkbox", name=COMMON[0]["风险点"])
    box.uncheck()
    teacher.show("sixty-tick", COMMON[0]["风险点"])
    teacher.press("保存")
    teacher.sees("1 个风险点", COMMON[1]["风险点"])
    hand_in(teacher)


def the_others_hand_in(cast):
    """The third of the cast and fifty-seven more; what they add says the same as the first's."""
    post = cast.posts.teacher
    own = Paper.objects.get(holder=cast.people.teacher).current.point_lines.last().version
    more = [Person(unit=cast.school_large, name=f"教师{no}") for no in range(TEACHERS - 3)]
    more = Person.objects.bulk_create(more)
    Appointment.objects.bulk_create(
        Appointment(post=post, person=person, starts=SINCE) for person in more
    )
    for person in [cast.people.third_teacher, *more]:
        paper = way.begin_form(cast, post=post, by=person)
        editing.save_point(paper=paper, content=content_of(own), by=person)
        way.submit(paper, person)


def show_and_confirm_all(office, principal):
    office.menu("待办")
    office.follow("去安排")
    office.sees("可以公示的表")
    office.press("开始公示")
    office.sees("公示已开始，编号 LARGE-")
    publicity.close_all_due(timezone.localdate() + datetime.timedelta(days=60))
    principal.menu("待办")
    principal.follow("去确认")
    expect(principal.page.locator(".confirm-entry")).to_have_count(TEACHERS)
    principal.press("确认所选，进入台账")
    principal.show("sixty-confirm", "还不能一起办理：请先打开看过抽到的表")
    drawn = principal.page.locator(".notice").get_by_role("link")
    expect(drawn).to_have_count(TEACHERS // 5)
    for address in [link.get_attribute("href") for link in drawn.all()]:
        principal.page.goto(address)
    principal.menu("待办")
    principal.follow("去确认")
    principal.press("确认所选，进入台账")
    principal.sees(f"已确认 {TEACHERS} 份，内容已进入台账。")
