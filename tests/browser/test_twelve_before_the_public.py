"""Twelve papers before the public: an opinion, and a report that the unit never learns of; eleven
are confirmed, a directory goes out in both editions and is withdrawn. What people do is clicked.
"""

from types import SimpleNamespace

import pytest
import time_machine
from captcha.models import CaptchaStore
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from registry.organisation.models import Appointment, Person, Post
from registry.papers.models import Paper
from reviews import publicity
from reviews.models import Publication, Triage
from risks import editing
from tests import way
from tests.architecture.access_pages import PAGES
from tests.architecture.access_table import lines_of
from tests.architecture.test_three_circles import pages_of
from tests.browser.hands import Desk
from tests.browser.test_whole_way import confirm, sign
from tests.cast import SINCE, make_account, make_cast, make_programme
from tests.reviews.test_review_publicity import over

pytestmark = pytest.mark.walk

COLLEAGUES = 11
SAID = "请写明由谁核对。我叫王某，电话 13812341234。"
PASSED_ON = "请写明由谁核对。"
REPORTED = "金丝雀线索：有人收了礼品"
CORRECTED = "未由两人核对原件就在系统中办理转学"
WHY = "有一条的责任科室写错，改好再发布"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def test_twelve_papers_before_the_public(cast, enter, open_page):
    shown = show_twelve_forms(cast)
    row = shown.rows.get(point_version__point__post=cast.posts.staff).position
    send(open_page, shown, SAID, row)
    discipline = enter("discipline")
    pass_on(discipline, row)
    outsider = Outsider(cast, shown)
    before = outsider.read()
    assert len(before) > 30
    send(open_page, shown, REPORTED, row)
    keep_in_the_circle(discipline)
    assert outsider.read() == before
    office = enter("school-office")
    adopt(office)
    mend_the_row(enter("staff"), cast)
    end_with_eleven(office, shown)
    principal = enter("principal", expect_errors=["status of 422"])
    confirm_eleven(principal)
    compile_the_directory(office)
    sign(enter("group"), in_meeting=True)
    confirm(principal, "廉政风险点和风险等级目录", "不变 11 条")
    publish_both(office)
    address = read_in_public(open_page("/"))
    withdraw(office)
    find_it_gone(open_page(address, expect_errors=["status of 4"]), address)


def show_twelve_forms(cast):
    """One point each, of twelve posts, shown to society; the first is the form of "staff"."""
    settings = {"publicity_range": "public", "preset": "education"}
    programme = make_programme(cast.school_large, cast.year, **settings)
    here = SimpleNamespace(**{**vars(cast), "programme": programme})
    filled = [(cast.posts.staff, cast.people.staff), *map(colleague(cast), range(COLLEAGUES))]
    papers = []
    for post, person in filled:
        paper = way.begin_form(here, post=post, by=person)
        duty = f"办理{post.name}的日常事务"
        editing.save_duty(paper=paper, kind="duty", text=duty, by=person)
        content = way.point(source=f"{post.name}凭口头说明登记", visibility="public")
        editing.save_point(paper=paper, content=content, by=person)
        papers.append(way.sign_on(way.submit(paper, person)))
    return publicity.open_publicity(papers=papers, by=cast.people.school_office)


def colleague(cast):
    def made(number):
        unit, section = cast.school_large, cast.sections.teaching
        name = f"{'一二三四五六七八九十甲'[number]}年级资料员"
        post = Post.objects.create(unit=unit, section=section, name=name, tier="ordinary")
        account = make_account(f"clerk-{number}")
        person = Person.objects.create(unit=unit, name=f"资料{number}", account=account)
        Appointment.objects.create(post=post, person=person, starts=SINCE)
        return post, person

    return made


def send(open_page, shown, text, row):
    """By the public form, as anybody may."""
    page = open_page(f"/public/publicity/{shown.number}/", javascript=False)
    public = Desk(page)
    public.follow("提意见")
    public.write("意见", text)
    public.write("对第几条", str(row))
    public.press("看不清？换成算术题")
    expect(public.field("算术题的得数")).to_be_visible()
    key = page.locator("input[name=challenge_0]").input_value()
    public.write("算术题的得数", CaptchaStore.objects.get(hashkey=key).response)
    public.press("提交")
    public.heading("已收到，谢谢您")


def pass_on(discipline, row):
    discipline.menu("待办")
    discipline.follow(f"第 {row} 条")
    discipline.sees(SAID)
    discipline.tick("怎样分办", "意见：转给防控办答复")
    discipline.write("转出的文字", PASSED_ON)
    discipline.press("分办")
    discipline.sees("意见已转出，等答复")


def keep_in_the_circle(discipline):
    discipline.menu("来件")
    discipline.page.get_by_role("main").get_by_role("list").get_by_role("link").first.click()
    discipline.sees(REPORTED)
    discipline.tick("怎样分办", "线索：留在本组办理")
    discipline.write("记载", "已登记，按程序办理")
    discipline.press("分办")
    discipline.sees("线索，留在本组办理")
    assert Triage.objects.filter(opinion=None).count() == 1


class Outsider:
    """The unit's office, who has most to do with the publicity: every page, count and export of the
    access table that it reads and this story has an object for. (Six roles, with an object for
    each: `test_three_circles`.)
    """

    role = "school_office"

    def __init__(self, cast, shown):
        self.moment = timezone.now()
        paper = shown.publicity_papers.first().revision.paper
        self.keys = {
            "-": {},
            "overview": {"name": "overview"},
            "shown": {"pk": paper.pk},
            "publicity": {"number": shown.number},
            "publicity.pk": {"pk": shown.pk},
            "publicity.docx": {"pk": shown.pk, "format_name": "docx"},
            "public_publicity": {"number": shown.number},
            "LARGE": {"code": cast.school_large.code},
            "post.pk": {"pk": cast.posts.staff.pk},
        }
        self._client = Client()
        self._client.force_login(cast.accounts.school_office)

    def client(self, role):
        return self._client

    def asked(self):
        for line in lines_of(PAGES):
            if line.expected[self.role] == "o" and line.thing in self.keys:
                yield reverse(line.address, kwargs=self.keys[line.thing])

    def read(self):
        """{address: (status, content)}, at one and the same moment each time."""
        with time_machine.travel(self.moment, tick=False):
            return pages_of(self, self.role, list(self.asked()))


def adopt(office):
    """The row concerned goes back; the page after the answer has it ticked already."""
    office.menu("待办")
    office.follow("第 ")
    office.sees("由社会公众提出", PASSED_ON)
    office.misses("王某", "13812341234")
    office.tick("结论", "采纳")
    office.write("答复", "谢谢您，已请填报人写明。")
    office.press("答复")
    office.heading("按意见重开条目")
    office.press("重开所选条目")
    office.sees("所选条目已重开")


def mend_the_row(staff, cast):
    staff.menu("待办")
    staff.follow("学籍管理员")
    staff.page.get_by_role("article", name="风险点 1").get_by_role("link", name="修改").click()
    staff.write("风险点", CORRECTED)
    staff.press("保存")
    staff.sees(CORRECTED)
    staff.follow("检查并提交")
    staff.press("提交审核")
    staff.sees("已提交，编号 LARGE-")
    paper = Paper.objects.get(post=cast.posts.staff)
    assert (paper.state, paper.current.no) == ("review", 2)


def end_with_eleven(office, shown):
    over(shown)
    office.menu("公示")
    office.press("结束公示")
    office.sees("公示已结束，相关的表已转主要负责人确认。", "以往的公示")
    outcomes = shown.publicity_papers.values_list("outcome", flat=True)
    assert sorted(outcomes) == ["reopened", *["stands"] * COLLEAGUES]


def confirm_eleven(principal):
    principal.menu("待办")
    principal.follow("去确认")
    expect(principal.page.locator(".confirm-entry")).to_have_count(COLLEAGUES)
    principal.press("确认所选，进入台账")
    principal.sees("还不能一起办理：请先打开看过抽到的表")
    drawn = principal.page.locator(".notice").get_by_role("link")
    expect(drawn).to_have_count(COLLEAGUES // 5)
    for address in [link.get_attribute("href") for link in drawn.all()]:
        principal.page.goto(address)
    principal.menu("待办")
    principal.follow("去确认")
    principal.press("确认所选，进入台账")
    principal.sees(f"已确认 {COLLEAGUES} 份，内容已进入台账。")


def compile_the_directory(office):
    office.menu("我的岗位")
    office.press("编制")
    office.sees("目录已按台账现行内容编制", "一年级资料员凭口头说明登记")
    office.misses(CORRECTED)
    office.follow("检查并提交")
    office.press("提交审核")
    office.sees("已提交，编号 LARGE-")


def publish_both(office):
    office.menu("办件")
    office.follow("风险点和风险等级目录")
    office.follow("发布")
    expect(office.page.get_by_text(f"读者将看到 {COLLEAGUES} 条")).to_have_count(2)
    office.press("发布")
    office.sees("已发布：LARGE-")
    editions = Publication.objects.filter(kind="directory").values_list("edition", flat=True)
    assert sorted(editions) == ["inside", "public"]


def read_in_public(page):
    """The address of the directory on the public site."""
    page.get_by_role("link", name="风险点目录").first.click()
    page.get_by_role("link", name="和平区第一中学廉政风险点和风险等级目录").first.click()
    expect(page.get_by_role("main")).to_contain_text("一年级资料员凭口头说明登记")
    expect(page.get_by_role("main")).not_to_contain_text(CORRECTED)
    return page.url


def withdraw(office):
    public = Publication.objects.get(kind="directory", edition="public")
    office.menu("公开")
    office.page.locator(f"a[href*='{public.number}']").first.click()
    office.follow("撤回")
    office.write("撤回理由", WHY)
    office.press("撤回")
    office.sees("已经撤回，内容不再显示", WHY)


def find_it_gone(page, address):
    assert page.goto(address).status == 410
    expect(page.get_by_role("main")).to_contain_text(WHY)
    expect(page.get_by_role("main")).not_to_contain_text("资料员")
