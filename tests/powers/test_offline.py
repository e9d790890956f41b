"""A catalogue's draft filled in away from the system: what goes out, is seen, and is taken."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from powers import editing
from powers.content import content_of
from powers.models import PowerVersion
from powers.offline.book import POWERS, make_book
from powers.offline.planning import draft_of
from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.offline.book import HEADER_ROW
from registry.papers.models import Attachment
from registry.trail.models import TrailEntry
from tests.cast import make_programme
from tests.offline_hands import FIRST, counts, download, put, send, shown, take, url

from .factory import add, make_catalogue, make_register, send_back, submit
from .offline_plans import FULL, plan

# Of the draft with all that stands under its rows, the unit's kinds and sections.
QUERIES = 13


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
