"""A section clears its powers, and anybody finds them: declared, checked, mended, drawn, filed with
three bodies, confirmed, published, found by a word of two characters, downloaded. All of it is
clicked; only last year, of which this year knows, is written by the same functions.
"""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from powers.models import FlowNode, Power
from reviews import filing, publication
from risks import editing
from tests import way
from tests.browser.test_whole_way import confirm, sign
from tests.cast import make_cast, make_programme
from tests.laws.factory import make_law, tell

pytestmark = pytest.mark.walk

ADMISSION = "学籍异动审核"
REPEAT = "学生学籍异动审核"
UNNAMED, NAMED = "教辅材料征订工作", "教辅材料选用审核"
EDUCATION_ACT = "中华人民共和国义务教育法"
OLD_RULES, NEW_RULES = "和平区学籍管理暂行办法", "和平区学籍管理办法"
BACK = "材料不齐，退回补正"
HIGH, MIDDLE = "一级（高） 1 处", "二级（中） 1 处"
FILED_UNDER = "司备〔2026〕12 号"
NOT_FILED = "区里规定学校目录不单独报编办"


@pytest.fixture
def cast(transactional_db):
    cast = make_cast()
    last_year(cast)
    cast.accounts.openness.is_active = False
    cast.accounts.openness.save()
    return cast


def last_year(cast):
    """One power in force, resting on rules that have been repealed since; two points at its steps,
    in the directory that stands before the public.
    """
    people, year = cast.people, cast.year - 1
    programme = make_programme(cast.bureau, year, preset="education")
    then = SimpleNamespace(**{**vars(cast), "programme": programme})
    make_law(EDUCATION_ACT)
    old, new = make_law(OLD_RULES, level="document"), make_law(NEW_RULES, level="document")
    bases = [{"law": OLD_RULES, "article": "第三条"}]
    way.confirmed_catalogue(then, ADMISSION, exercising_body=cast.school_large.name, bases=bases)
    tell(old, "repealed", f"{year}-12-01", people.office, replaced_by=new)
    form = way.begin_form(then)
    editing.save_duty(paper=form, kind="duty", text="办理学籍异动手续", by=people.staff)
    power = Power.objects.get()
    for number, (label, severity) in enumerate({"核对": 3, "决定": 2}.items(), start=1):
        step = FlowNode.objects.get(version=power.in_force, label=label).step_id
        known = {"step": step, "visibility": "public"}
        answers = {"likelihood": severity, "severity": severity}
        content = way.point(number, answers=answers, **known)
        editing.save_point(paper=form, content=content, by=people.staff)
    way.sign_on(way.submit(form, people.staff))
    way.through_publicity(form, people.school_office)
    way.confirm(form, people.principal)
    directory = filing.start_directory(
        unit=cast.school_large, programme=programme, covers="unit", by=people.school_office
    )
    way.sign_on(way.submit(directory, people.school_office))
    way.confirm(directory, people.principal)
    directory.refresh_from_db()
    publication.publish(paper=directory, edition="public", by=people.school_office)


def test_a_section_clears_its_powers_and_the_public_finds_them(
    cast, enter, open_page, look, tmp_path
):
    office = enter("school-office")
    open_a_round(office)
    declare(enter("section-head"))
    keeper = enter("keeper")
    gather(keeper)
    mend_what_the_first_check_finds(keeper)
    draw_the_chart(keeper)
    hand_in(keeper)
    see_the_chart(office, HIGH, MIDDLE, BACK)
    sign(office)
    group = enter("group")
    sign(group, in_meeting=True)
    sign(enter("bureau-deputy"))
    sign(enter("office"))
    file_on_screen(enter("legal"))
    waive(office)
    record_from_paper(office, scan_in(tmp_path))
    confirm(enter("principal"), "职权目录")
    publish(office)
    page = open_page("/")
    find(page)
    read_the_chart(page, look)
    read_the_list(page)


def open_a_round(office):
    office.menu("清权")
    office.follow("发起")
    office.write("申报截止", timezone.localdate().isoformat())
    office.write("要求", "凡是涉及师生利益的，都列出来。")
    office.press("发起清权")
    office.sees("还没有申报")


def declare(head):
    """What is in force stands there already; two newly found, one the same in other words."""
    head.menu("清权")
    head.page.get_by_role("button", name=re.compile("开始填写.*教务处")).click()
    head.heading("教务处")
    head.sees("在册职权", "还没有写")
    head.press("没有写的都按“保留”")
    for name, bases in ((REPEAT, NEW_RULES), (UNNAMED, EDUCATION_ACT)):
        head.follow("写一项目录里没有的")
        head.write("职权名称", name)
        head.tick("内外部", "外部职权")
        head.choose("职权类型", "行政确认")
        head.write("依据", f"《{bases}》第五条")
        head.press("保存")
        head.sees("已列入。")
    head.sees(ADMISSION, REPEAT, UNNAMED)
    head.press("申报")
    head.sees("已申报，谢谢。")


def gather(keeper):
    keeper.menu("清权")
    keeper.follow("教务处")
    keeper.press("汇总")
    keeper.show("clearing-gathered", "已汇总进职权目录草稿：新增 2 项、不变 1 项")


def mend_what_the_first_check_finds(keeper):
    keeper.follow("打开职权目录草稿")
    repealed = f"《{OLD_RULES}》已经废止，由《{NEW_RULES}》替代"
    repeated = f"与第 1 行“{ADMISSION}”名称相近"
    unnamed = "名称里看不出是什么性质的权力"
    keeper.show("clearing-found", repealed, repeated, unnamed, "提交前还有 3 处要补充")
    row(keeper, ADMISSION).get_by_role("link", name="修改").click()
    keeper.sees("初审看到的", repealed)
    keeper.misses("就该这样写的，写一句说明")
    first = keeper.page.get_by_role("group", name="第 1 条依据")
    first.get_by_label("法律法规或文件名称").fill(NEW_RULES)
    expect(keeper.page.locator("#check-preview")).not_to_contain_text("废止")
    keeper.write("调整理由", "原依据已经废止")
    keeper.press("保存")
    keeper.misses(repealed)
    keeper.press("与第 1 行合并成一项，承办科室一起列上")
    keeper.misses(repeated)
    row(keeper, UNNAMED).get_by_role("link", name="修改").click()
    keeper.write("职权名称", NAMED)
    keeper.write("监督渠道", "校务公开栏、校长信箱")
    keeper.press("保存")
    keeper.sees(NAMED, "内容齐了", "共 2 项")
    keeper.misses(unnamed, REPEAT)


def row(desk, name):
    return desk.page.get_by_role("article", name=re.compile(rf"^\d+\. {name}"))


def draw_the_chart(keeper):
    """A decision with a way back. The keeper knows steps and sees no points: nothing is marked."""
    row(keeper, ADMISSION).get_by_role("link", name="流程图").click()
    picture = keeper.page.locator("#picture svg")
    step = keeper.page.get_by_role("group", name="第 2 步")
    step.get_by_label("类型").select_option(label="判断")
    step.get_by_label("结果 1").fill("材料齐全")
    step.locator("summary").click()
    step.get_by_label("结果 2").fill(BACK)
    step.get_by_label("去向 2").select_option(label="第 1 步 受理")
    expect(picture).to_contain_text(BACK)
    expect(picture).not_to_contain_text(HIGH)
    keeper.press("保存流程图")
    keeper.sees(f"已保存“{ADMISSION}”的流程图")


def hand_in(keeper):
    keeper.follow("不保存，返回目录")
    keeper.follow("检查并提交")
    keeper.heading("检查并提交")
    keeper.sees("法制办", "编办", "公开办", "还没有选服务对象", "依据现行有效")
    keeper.misses("风险点是对岗、对事写的")
    keeper.press("提交审核")
    keeper.sees("已提交，编号 LARGE-")


def see_the_chart(reviewer, *said):
    """Whoever examines the catalogue sees its charts, with the marks they may see."""
    reviewer.menu("待办")
    reviewer.follow("职权目录")
    reviewer.follow("看流程图")
    picture = reviewer.page.locator(".chart-frame svg").first
    for text in said:
        expect(picture).to_contain_text(text)
    reviewer.page.get_by_role("navigation", name="当前位置").get_by_role("link").first.click()


def file_on_screen(legal):
    see_the_chart(legal, BACK)
    legal.tick("审核结论", "准予备案")
    legal.write("备案号", FILED_UNDER)
    legal.write("备案日期", timezone.localdate().isoformat())
    legal.show("clearing-filing", "备案（法制办）")
    legal.press("签署")
    legal.sees("已办理：")


def waive(office):
    office.menu("办件")
    office.follow("职权目录")
    office.follow("不报“编办”备案")
    office.write("理由", NOT_FILED)
    office.press("免予备案")
    office.sees("已记录：不报编办", NOT_FILED)


def scan_in(folder):
    scan = folder / "letter.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    return scan


def record_from_paper(office, scan):
    """The openness office has no account; it sent a letter."""
    today = timezone.localdate().isoformat()
    office.sees("补录线下签署：公开办")
    office.tick("审核结论", "准予备案")
    office.write("备案号", "公备 7")
    office.write("备案日期", today)
    office.write("签署人姓名", "白明远")
    office.write("签署人职务", "公开办主任")
    office.write("签署日期", today)
    office.field("签字页扫描件").set_input_files(scan)
    office.press("录入")
    office.sees("已办理：")
    office.menu("办件")
    office.follow("职权目录")
    office.show("clearing-filed", "准予备案", FILED_UNDER, "公备 7", "免予备案")


def publish(office):
    office.menu("办件")
    office.follow("职权目录")
    office.follow("发布")
    office.sees("读者将看到 2 条")
    office.press("发布")
    office.sees("已发布：LARGE-")


def find(page):
    page.get_by_label("想查什么").fill("学籍")
    page.get_by_role("button", name="查找").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("含“学籍”的职权 1 项")
    main.get_by_role("link", name=ADMISSION).first.click()


def read_the_chart(page, look):
    picture = page.locator(".chart-frame svg")
    for text in (HIGH, MIDDLE, BACK):
        expect(picture).to_contain_text(text)
    look(page, "clearing-public")
    text = words_of(download(page, "PDF"))
    for said in (ADMISSION, HIGH, MIDDLE, BACK):
        assert said.replace(" ", "") in text


def read_the_list(page):
    page.get_by_role("link", name="回到目录").click()
    expect(page.get_by_role("main")).to_contain_text(NAMED)
    book = openpyxl.load_workbook(BytesIO(download(page, "电子表格（XLSX）")))
    cells = [str(cell.value) for line in book.active.iter_rows() for cell in line]
    assert {ADMISSION, NAMED} <= set(cells)
    assert any(NEW_RULES in text for text in cells)
    assert not any(OLD_RULES in text or REPEAT in text for text in cells)
    text = words_of(download(page, "PDF"))
    assert ADMISSION in text
    assert NAMED in text


def download(page, label):
    with page.expect_download() as begun:
        page.get_by_role("main").get_by_role("link", name=label).first.click()
    return Path(begun.value.path()).read_bytes()


def words_of(pdf):
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())
