"""Offline workbooks that are not taken, in whole or in part, and why."""

import pytest

from registry.files.models import StoredFile
from registry.organisation.defaults import shipped_schemes
from risks import editing
from risks.content import content_of
from risks.draft import FormDraft
from risks.models import PointVersion
from risks.offline.book import DUTIES, POINTS, make_book
from tests.offline_hands import (
    FIRST,
    counts,
    download,
    points_of,
    put,
    send,
    shown,
    take,
    url,
    value,
)

from .factory import add_duty, add_point, filled_form, make_form, send_back, submit

# --- what is refused ---------------------------------------------------------------------------


def test_what_changed_after_it_was_seen_is_not_taken_and_nothing_is_lost(cast, browser, form):
    paper, revision = form
    book = download(browser, paper)
    put(book[POINTS], FIRST, 危害性="表里改过的后果")
    send(browser, paper, book)
    seen = shown(browser, paper)[0].context["plan"].fingerprint
    line = revision.point_lines.order_by("position").first()
    changed = {**content_of(line.version), "harm": "系统里改过的后果"}
    editing.save_point(paper=paper, content=changed, by=cast.people.staff, line_id=line.pk)
    response = browser.post(url(paper), {"seen": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert "什么也没有写入" in page
    assert "表里改过的后果" in page
    assert points_of(revision)[0].harm == "系统里改过的后果"


def test_without_the_comparison_of_what_was_seen_it_would_be_taken(
    cast, browser, form, monkeypatch
):
    """The control: the fingerprint off, the stale confirmation writes over the change here."""
    monkeypatch.setattr("risks.offline.planning.Plan.fingerprint", "same")
    paper, revision = form
    book = download(browser, paper)
    put(book[POINTS], FIRST, 危害性="表里改过的后果")
    send(browser, paper, book)
    (key,) = [p.key for p in shown(browser, paper)[0].context["plan"].of("changed")]
    line = revision.point_lines.order_by("position").first()
    changed = {**content_of(line.version), "harm": "系统里改过的后果"}
    editing.save_point(paper=paper, content=changed, by=cast.people.staff, line_id=line.pk)
    browser.post(url(paper), {"seen": "same", f"take-{key}": "file"})
    assert points_of(revision)[0].harm == "表里改过的后果"


def test_a_workbook_of_another_form_is_refused(cast, browser, form):
    other, _ = filled_form(cast, post=cast.posts.section_head)
    book = make_book(FormDraft(other.current))
    response = send(browser, form[0], book)
    assert response.status_code == 422
    assert "另一张表的离线填写表" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_row_of_another_form_and_a_number_changed_by_hand_are_pointed_out(cast, browser, form):
    other, _ = filled_form(cast, post=cast.posts.section_head)
    theirs = make_book(FormDraft(other.current))[POINTS]
    paper, _ = form
    book = download(browser, paper)
    sheet = book[POINTS]
    sheet.cell(FIRST, 1).value = theirs.cell(FIRST, 1).value
    sheet.cell(FIRST + 1, 1).value = sheet.cell(FIRST + 1, 1).value[:-2] + "xx"
    send(browser, paper, book)
    response, page = shown(browser, paper)
    assert [fault.row for fault in response.context["plan"].faults] == [FIRST, FIRST + 1]
    assert "从另一张表复制来的" in page
    assert "隐藏的编号被改动过" in page
    assert "确认写入草稿" not in page
    seen = response.context["plan"].fingerprint
    assert browser.post(url(paper), {"seen": seen}).status_code == 409


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"可能性": "有时会"}, "“有时会”不在可选的内容里"),
        ({"风险等级": "很高"}, "可选：一级（高）"),
        ({"风险点": "字" * 501}, "超过 500 个字"),
        ({"风险点": "收\ufffd礼"}, "无法显示的字符"),
        ({"完整表述": "整句话。"}, "表述方法请选“自行表述”"),
        ({"表述方法": "自行表述"}, "请在“完整表述”里写出整句话"),
        ({"对应职责": "7"}, "“7”对不上"),
        ({"落实频次": "限期完成"}, "请写完成期限"),
        ({"完成期限": "2026-09-30"}, "请选“限期完成”"),
        ({"落实频次": "限期完成", "完成期限": "九月底"}, "日期认不出来"),
        ({"防控措施": ""}, "还没有写措施"),
    ],
)
def test_cells_that_cannot_be_understood_are_named(browser, form, cells, said):
    book = download(browser, form[0])
    put(book[POINTS], FIRST, **cells)
    send(browser, form[0], book)
    _, page = shown(browser, form[0])
    assert said in page
    assert f"第 {FIRST} 行" in page


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda book: book.remove(book[DUTIES]), "不是从这一页下载"),
        (lambda book: setattr(book[POINTS]["A1"], "value", None), "不是从这一页下载"),
        (lambda book: book[POINTS].delete_cols(5), "表头被改动过"),
    ],
    ids=["no sheet", "no head", "no column"],
)
def test_a_workbook_that_lost_its_parts_is_refused_kindly(browser, form, spoil, said):
    book = download(browser, form[0])
    spoil(book)
    response = send(browser, form[0], book)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_discarded_file_leaves_nothing(browser, form):
    send(browser, form[0], download(browser, form[0]))
    assert StoredFile.objects.count() == 1
    browser.post(url(form[0]), {"discard": "1"})
    assert not StoredFile.objects.exists()
    assert "下载离线填写表" in shown(browser, form[0])[1]


def test_a_file_that_waits_is_that_of_its_sender_alone(cast, browser, form):
    """The session may hold anything; the file is found only for who sent it."""
    send(browser, form[0], download(browser, form[0]))
    StoredFile.objects.update(created_by=cast.people.section_head)
    assert "下载离线填写表" in shown(browser, form[0])[1]


def test_a_new_point_needs_no_mark(cast, browser):
    paper, revision = make_form(cast)
    add_duty(cast, paper)
    book = download(browser, paper)
    put(
        book[POINTS],
        FIRST,
        风险源="一人经手",
        风险点="截留费用",
        危害性="家长受损",
        防控措施="登记",
    )
    send(browser, paper, book)
    take(browser, paper)
    (point,) = points_of(revision)
    assert (point.kind, point.level, point.duty) == ("duties", None, None)
    assert PointVersion.objects.count() == 1


def test_a_scheme_with_several_answers_has_a_column_for_each(cast, browser):
    """By matter: what applies is ticked with 是."""
    scheme = next(s for s in shipped_schemes() if s.kind == "by_matter")
    cast.programme.scheme = scheme
    cast.programme.save()
    paper, revision = make_form(cast)
    first, second = scheme.rules["matters"][:2]
    add_point(cast, paper, answers={"matters": [first["code"]]})
    book = download(browser, paper)
    sheet = book[POINTS]
    label = scheme.rules.get("label", "涉及的事项")
    assert value(sheet, FIRST, f"{label}：{first['label']}") == "是"
    put(sheet, FIRST, **{f"{label}：{second['label']}": "是"})
    send(browser, paper, book)
    assert counts(browser, paper) == {"changed": 1}
    take(browser, paper)
    assert points_of(revision)[0].answers == {"matters": [first["code"], second["code"]]}


def test_where_nothing_changed_may_be_taken_the_page_does_not_say_that_all_is_the_same(
    cast, browser, form
):
    paper, revision = form
    submit(cast, revision)
    send_back(revision, open_ids={revision.point_lines.order_by("position").first().pk})
    book = download(browser, paper)
    send(browser, paper, book)
    assert "没有要写入的" in shown(browser, paper)[1]
    put(book[POINTS], FIRST + 1, 危害性="不能改的后果")
    browser.post(url(paper), {"discard": "1"})
    send(browser, paper, book)
    page = shown(browser, paper)[1]
    assert ("没有要写入的" in page, "这次都不能改" in page) == (False, True)
