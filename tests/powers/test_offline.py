"""A catalogue's draft filled in away from the system: what goes out, is seen, and is taken."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl.utils import get_column_letter

from powers import editing
from powers.content import content_of
from powers.models import PowerVersion
from powers.offline.book import POWERS, make_book
from powers.offline.planning import draft_of, plan_of
from registry.intake.limited_reader import Sheet
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.offline.book import HEADER_ROW, OPTIONS
from registry.papers.models import Attachment
from registry.trail.models import TrailEntry
from tests.cast import make_programme
from tests.offline_hands import FIRST, counts, download, places, put, send, shown, take, url, value

from .factory import add, make_catalogue, make_register, send_back, submit

BENCHMARK = {
    "condition": "主动改正的",
    "kind": "罚款",
    "lower": "1000",
    "lower_closed": True,
    "upper": "3000",
    "upper_closed": False,
    "unit": "元",
    "basis": "",
}
# Of the draft with all that stands under its rows, the unit's kinds and sections.
QUERIES = 13
FULL = {
    "name": "=HYPERLINK(1)食堂采购审批",
    "side": "internal",
    "visibility": "withheld",
    "ground": "涉及个人隐私",
    "bases": [{"law": "甲法", "article": "第一条、第二条"}, {"law": "乙办法", "article": ""}],
    "steps": ["受理、登记", "审核"],
    "details": {"审核": {"handler": "总务处", "kind": "decision"}},
    "ways": [{"source": "审核", "target": "受理、登记", "outcome": "退回补正"}],
    "sub_items": [{"code": "0101", "name": "零星采购"}],
    "responsibilities": [{"stage": "受理", "text": "当场告知\n并登记", "basis": "《甲法》第一条"}],
    "benchmarks": [BENCHMARK],
}


def sheets_of(book):
    """The workbook as the limited reader hands it over, without its process."""
    rows = [[cell.value or "" for cell in row] for row in book[POWERS]]
    return [Sheet(POWERS, rows, [])]


def plan(revision, book):
    return plan_of(draft_of(revision), sheets_of(book))


def seen_of(found):
    return [(each.action, each.taken, each.disputed) for each in found.rows]


# --- what goes out, and comes back as it was ---------------------------------------------------


def test_the_workbook_has_rows_drop_downs_and_hidden_marks_and_changes_nothing(cast, draft):
    paper, revision = draft
    add(cast, paper)
    add(cast, paper, **FULL)
    book = make_book(draft_of(revision))
    sheet = book[POWERS]
    assert (book.sheetnames, book[OPTIONS].sheet_state) == ([POWERS, OPTIONS], "hidden")
    assert sheet.column_dimensions["A"].hidden
    assert value(sheet, FIRST, "承办科室") == "教务处"
    assert value(sheet, FIRST + 1, "办理环节") == "受理、登记\n审核"
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    ruled = {
        area.min_col
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for area in rule.sqref.ranges
    }
    lists = ("内外部", "职权类型", "承办科室", "公开范围", "清理意见")
    assert {places(sheet)[header] for header in lists} == ruled
    found = plan(revision, book)
    assert (seen_of(found), found.faults, found.missing) == ([("same", [], [])] * 2, [], [])


# --- one cell, one answer ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "typed", "taken"),
    [
        ("职权名称", "学生学籍异动审核", ["name"]),
        ("职权类型", "其他职权", ["kind"]),
        ("职权类型", "", []),
        ("承办科室", "教务处、总务处", ["sections"]),
        ("承办科室", "", ["sections"]),
        ("法律依据", "《中小学生学籍管理办法》 第三章；《甲法》第二条", ["bases"]),
        ("法律依据", "1.《中小学生学籍管理办法》第三章。", []),
        ("办理环节", "受理→审核→办结", []),
        ("办理环节", "受理\n审核", ["steps"]),
        ("裁量基准", "主动改正的：罚款，1000元以上、不满3000元", ["benchmarks"]),
        ("子项", "零星采购（0101）", ["sub_items"]),
        ("办理期限", "=1+1", ["time_limit"]),
        ("不公开的理由", "只在不公开时才有", []),
        ("调整理由", "还没有生效的不用写", []),
    ],
)
def test_a_cell_is_taken_by_what_it_means(cast, draft, header, typed, taken):
    paper, revision = draft
    add(cast, paper)
    book = make_book(draft_of(revision))
    put(book[POWERS], FIRST, **{header: typed})
    found = plan(revision, book)
    assert found.faults == []
    assert seen_of(found) == [("changed" if taken else "same", taken, [])]


@pytest.mark.parametrize(
    ("header", "typed", "told"),
    [
        ("职权名称", "", "职权名称空了"),
        ("职权名称", "食堂采购项目审批", "同一个名称"),
        ("职权类型", "审核类", "不在可选的内容里"),
        ("公开范围", "单位内部公开", "面向社会公开"),
        ("承办科室", "没有的处", "没有“没有的处”这个科室"),
        ("法律依据", "第三条", "看不出是哪部法律"),
        ("裁量基准", "看着办", "看不出情形"),
        ("职权名称", "审批", ""),
        ("办理期限", "字" * 400, "太长"),
    ],
)
def test_what_cannot_be_taken_is_told_by_its_cell(cast, draft, header, typed, told):
    paper, revision = draft
    add(cast, paper)
    add(cast, paper, name="食堂采购项目审批")
    book = make_book(draft_of(revision))
    sheet = book[POWERS]
    put(sheet, FIRST, **{header: typed})
    [fault] = plan(revision, book).faults
    assert told in fault.text
    assert fault.row in (FIRST, FIRST + 1)
    assert fault.letter == get_column_letter(places(sheet)[header])


@pytest.mark.parametrize(
    ("typed", "visibility", "ground"),
    [
        ({}, "public", ""),
        ({"内外部": "内部职权"}, "inside", ""),
        ({"公开范围": "不公开", "不公开的理由": "涉及隐私"}, "withheld", "涉及隐私"),
        ({"不公开的理由": "涉及隐私"}, "public", ""),
    ],
)
def test_a_new_row_says_the_rest_by_itself(draft, typed, visibility, ground):
    _, revision = draft
    book = make_book(draft_of(revision))
    put(book[POWERS], FIRST, 职权名称="新生入学资格审核", **typed)
    [row] = plan(revision, book).rows
    assert (row.action, row.said["kind"], row.said["disposition"]) == ("added", "other", "keep")
    assert (row.said["visibility"], row.said["ground"]) == (visibility, ground)


def test_a_text_that_no_cell_holds_stays_as_it_is(cast, draft):
    paper, revision = draft
    duty = {"stage": "受理", "text": "字" * 1_900, "basis": ""}
    add(cast, paper, responsibilities=[duty] * 18)
    book = make_book(draft_of(revision))
    assert "放不下" in value(book[POWERS], FIRST, "责任事项")
    assert seen_of(plan(revision, book)) == [("same", [], [])]
    put(book[POWERS], FIRST, 办理期限="三日")
    assert seen_of(plan(revision, book)) == [("changed", ["time_limit"], [])]


# --- the story ---------------------------------------------------------------------------------


@pytest.fixture
def next_year(cast):
    """Next year's draft over three powers in force."""
    names = ("学生学籍变动审核", "食堂采购项目审批", "校舍维修安排审定")
    make_register(cast, *({"name": name} for name in names))
    programme = make_programme(cast.school_large, cast.year + 1)
    return make_catalogue(cast, programme=programme)


def names(revision):
    return [line.version.name for line in revision.power_lines.order_by("serial")]


def change_here(cast, paper, line, **said):
    content = {**content_of(line.version), **said}
    editing.change_power(
        paper=paper, line_id=line.pk, content=content, why="此处改", by=cast.people.school_office
    )


def filled_in(client, paper):
    """Taken along: the first changed, the second cut out, a new one written below."""
    book = download(client, paper)
    sheet = book[POWERS]
    put(sheet, FIRST, 办理期限="三个工作日", 办理条件="材料齐全")
    new = {
        "职权名称": "新生入学资格审核",
        "法律依据": "《义务教育法》第十二条",
        "承办科室": "教务处",
    }
    put(sheet, FIRST + 3, **new)
    sheet.delete_rows(FIRST + 1)
    return book


def test_the_whole_way_out_and_back(cast, filler, next_year):
    paper, revision = next_year
    before = PowerVersion.objects.count()
    book = filled_in(filler, paper)
    first = revision.power_lines.get(serial=1)
    change_here(cast, paper, first, time_limit="十个工作日")
    add(cast, paper, name="奖学金评定审核")
    assert send(filler, paper, book).url == url(paper)
    assert counts(filler, paper) == {"added": 1, "conflict": 1, "same": 1, "missing": 1}
    response, page = shown(filler, paper)
    for text in (
        "现在还没有写入任何内容",
        "十个工作日",
        "三个工作日",
        "又保存过 2 次",
        "新增了 1 项",
    ):
        assert text in page
    assert PowerVersion.objects.count() == before + 2, "looked at, nothing is written"

    [conflict] = response.context["plan"].of("conflict")
    [missing] = response.context["plan"].missing
    refused = take(filler, paper, **{f"drop-{missing.key}": "1", f"take-{conflict.key}": "file"})
    assert refused.status_code == 422
    assert "写一句理由" in refused.content.decode()
    assert "食堂采购项目审批" in names(revision)

    wishes = {f"drop-{missing.key}": "1", f"why-{missing.key}": "不再办理"}
    data = {"seen": response.context["plan"].fingerprint, **wishes, f"take-{conflict.key}": "file"}
    assert "已写入草稿：新增 1 项" in filler.post(url(paper), data, follow=True).content.decode()
    versions = {line.version.name: line.version for line in revision.power_lines.all()}
    changed, struck = versions["学生学籍变动审核"], versions["食堂采购项目审批"]
    assert (changed.time_limit, changed.conditions) == ("三个工作日", "材料齐全")
    assert (changed.why, struck.struck, struck.why) == ("此处改", True, "不再办理")
    new = content_of(versions["新生入学资格审核"])
    assert (new["visibility"], new["exercising_body"]) == ("public", paper.unit.name)
    assert "奖学金评定审核" in versions, "what came since stays"
    assert paper.attachments.get().kind == Attachment.Kind.ORIGINAL
    assert TrailEntry.objects.filter(action="import.confirmed").exists()

    count = PowerVersion.objects.count()
    assert "已写入草稿：新增 1 项" in filler.post(url(paper), data, follow=True).content.decode()
    send(filler, paper, book)
    assert counts(filler, paper) == {"same": 3}, "the same file again adds nothing"
    assert PowerVersion.objects.count() == count


def test_without_an_answer_the_draft_stays_as_it_is(cast, filler, next_year):
    paper, revision = next_year
    book = filled_in(filler, paper)
    change_here(cast, paper, revision.power_lines.get(serial=1), time_limit="十个工作日")
    send(filler, paper, book)
    take(filler, paper)
    first = revision.power_lines.get(serial=1).version
    assert (first.time_limit, first.conditions) == ("十个工作日", "材料齐全")
    assert not PowerVersion.objects.filter(struck=True).exists()
    assert "食堂采购项目审批" in names(revision)


def test_names_that_follow_each_other_and_one_answer_for_all(cast, filler, next_year):
    paper, revision = next_year
    book = download(filler, paper)
    sheet = book[POWERS]
    put(sheet, FIRST, 职权名称="食堂采购项目审批", 调整理由="名称理顺")
    put(sheet, FIRST + 1, 职权名称="食堂大宗采购审批")
    sheet.delete_rows(FIRST + 2)
    send(filler, paper, book)
    take(filler, paper, **{"drop-all": "1", "why-all": "已取消"})
    found = [line.version for line in revision.power_lines.order_by("serial")]
    said = [(version.name, version.struck, version.why) for version in found]
    assert said[0] == ("食堂采购项目审批", False, "名称理顺")
    assert said[1][:2] == ("食堂大宗采购审批", False)
    assert "离线填写" in said[1][2], "a change of what is in force never goes without a reason"
    assert said[2] == ("校舍维修安排审定", True, "已取消")


def test_rows_that_reviewers_read_stay_and_the_file_of_an_earlier_draft_is_told(
    cast, filler, next_year
):
    paper, revision = next_year
    book = filled_in(filler, paper)
    submit(cast, revision)
    open_line = revision.power_lines.get(serial=3)
    again = send_back(revision, open_ids=[open_line.pk])
    send(filler, paper, book)
    response, page = shown(filler, paper)
    found = response.context["plan"]
    assert {each.action for each in found.rows} == {"kept", "same", "added"}
    assert found.missing == []
    assert "第 1 稿时下载的" in page
    assert "审核人已经看过" in page
    take(filler, paper)
    assert again.power_lines.get(serial=1).version.time_limit == "五个工作日"


def test_a_row_deleted_here_comes_back_only_where_the_file_wrote_into_it(cast, filler, draft):
    paper, revision = draft
    lines = [add(cast, paper, name=name) for name in ("食堂采购项目审批", "学生资助名额审定")]
    book = download(filler, paper)
    put(book[POWERS], FIRST, 办理期限="三个工作日")
    for line in lines:
        editing.restore_power(paper=paper, line_id=line.pk, by=cast.people.school_office)
    send(filler, paper, book)
    response, page = shown(filler, paper)
    assert [each.action for each in response.context["plan"].rows] == ["conflict", "gone"]
    assert "系统里已经删去" in page
    take(filler, paper, **{"take-all": "file"})
    assert names(revision) == ["食堂采购项目审批"]
    content = content_of(revision.power_lines.get().version)
    assert (content["time_limit"], content["steps"]) == ("三个工作日", ["受理", "审核", "办结"])


def test_a_reason_alone_is_no_change(cast, filler, next_year):
    _, revision = next_year
    book = make_book(draft_of(revision))
    put(book[POWERS], FIRST, 调整理由="什么也没有改")
    assert {each.action for each in plan(revision, book).rows} == {"same"}
    put(book[POWERS], FIRST, 办理期限="三个工作日")
    [first, *_] = plan(revision, book).rows
    assert first.taken == ["time_limit", "why"]


def test_of_many_rows_those_that_ask_nothing_are_listed_in_part(
    cast, filler, next_year, monkeypatch
):
    monkeypatch.setattr("registry.offline.pages.SHOWN", 1)
    paper, _ = next_year
    book = download(filler, paper)
    for row in range(FIRST, FIRST + 3):
        put(book[POWERS], row, 办理期限="三个工作日")
    send(filler, paper, book)
    page = shown(filler, paper)[1]
    assert "还有 2 项没有列出" in page
    assert page.count("offline-row__title") == 1
    whole = filler.get(url(paper), {"all": "1"}).content.decode()
    assert whole.count("offline-row__title") == 3


@pytest.mark.parametrize("rows", [1, 6])
def test_any_number_of_rows_is_compared_by_as_many_queries(cast, draft, rows):
    paper, revision = draft
    for number in range(rows):
        add(cast, paper, **{**FULL, "name": f"第{number}类采购项目审批"})
    book = make_book(draft_of(revision))
    for row in range(FIRST, FIRST + rows):
        put(book[POWERS], row, 办理期限="三个工作日")
    with CaptureQueriesContext(connection) as queries:
        assert plan(revision, book).counts["changed"] == rows
    assert len(queries) == QUERIES


# --- whose file it is --------------------------------------------------------------------------


def test_a_file_of_another_draft_or_none_of_ours_is_refused(cast, filler, draft):
    another, _ = make_catalogue(cast, unit=cast.school_small)
    other = download(filler, another)
    refused = send(filler, draft[0], other)
    assert refused.status_code == 422
    assert "另一张表的离线填写表" in refused.content.decode()
    other[POWERS].cell(HEADER_ROW, 3).value = "别的"
    assert "重新下载一份" in send(filler, another, other).content.decode()


# --- many rows ---------------------------------------------------------------------------------


@pytest.fixture
def queued(cast, filler, next_year, monkeypatch):
    """Confirmed with an answer, and waiting for a worker."""
    monkeypatch.setattr("registry.intake.at_once.ROWS_AT_ONCE", 1)
    paper, _ = next_year
    send(filler, paper, filled_in(filler, paper))
    data = {"drop-all": "1", "why-all": "不再办理"}
    assert take(filler, paper, **data).url == url(paper)
    return paper


def test_many_rows_are_written_by_a_job_once(filler, next_year, queued):
    revision = next_year[1]
    assert "新生入学资格审核" not in names(revision)
    assert "由后台写入" in shown(filler, queued)[1]
    filler.post(url(queued), {"discard": "1"})
    Worker().run_one()
    assert Job.objects.get().state == "done", Job.objects.get().error_text
    assert "新生入学资格审核" in names(revision)
    assert revision.power_lines.get(serial=2).version.struck
    assert "写好了" in shown(filler, queued)[1]
    assert "第二步" in filler.post(url(queued), {"discard": "1"}, follow=True).content.decode()


def test_a_job_writes_nothing_that_was_not_seen_and_keeps_the_answers(
    cast, filler, next_year, queued
):
    add(cast, queued, name="新生入学资格审核")
    Worker().run_one()
    assert Job.objects.get().state == "failed"
    assert not PowerVersion.objects.filter(struck=True).exists()
    response, page = shown(filler, queued)
    assert "什么也没有写入" in page
    assert response.context["wishes"].why == {"all": "不再办理"}
