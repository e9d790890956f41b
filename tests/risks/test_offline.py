"""A form filled in away from the system: what goes out, what is seen, what is taken."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.offline.book import OPTIONS
from registry.organisation.models import Post
from registry.papers.models import Attachment
from registry.trail.models import TrailEntry
from risks import editing
from risks.content import content_of
from risks.offline.book import DUTIES, POINTS
from tests.offline_hands import (
    FIRST,
    counts,
    download,
    places,
    points_of,
    put,
    send,
    shown,
    take,
    url,
    value,
)

from .factory import add_point, confirm, filled_form, make_form, send_back, submit

# --- what goes out -----------------------------------------------------------------------------


def test_the_workbook_has_the_rows_drop_downs_and_hidden_marks(browser, form):
    book = download(browser, form[0])
    sheet = book[POINTS]
    assert (book.sheetnames, book[OPTIONS].sheet_state) == ([POINTS, DUTIES, OPTIONS], "hidden")
    assert sheet.column_dimensions["A"].hidden
    assert value(sheet, FIRST, "风险点") == "放宽第 1 类接收条件"
    assert value(sheet, FIRST, "可能性") == "有时发生"
    assert value(sheet, FIRST, "风险等级") is None, "it follows the answers"
    assert value(sheet, FIRST, "对应职责").startswith("1．受理转学申请")
    lists = {
        places(sheet)[header]
        for header in ("可能性", "危害程度", "风险等级", "风险类型", "对应职责", "责任岗位")
    }
    ruled = {
        area.min_col
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
        for area in rule.sqref.ranges
    }
    assert lists <= ruled


def test_printed_it_has_its_columns_side_by_side_below_the_header(browser, form):
    sheet = download(browser, form[0])[POINTS]
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"


def test_no_cell_of_the_workbook_calculates(cast, browser, form):
    add_point(cast, form[0], risk='=HYPERLINK("x","y")收受')
    book = download(browser, form[0])
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert any(str(cell.value).startswith("=HYPER") for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}


def test_what_comes_back_unchanged_changes_nothing(cast, browser, form):
    paper, revision = form
    measures = [
        {"text": "两人核对\n并签字", "rhythm": "by_date", "due_on": "2026-09-30", "stage": "after"},
        {"text": "公示结果", "kind": "openness", "post": cast.posts.other_staff.pk},
    ]
    add_point(cast, paper, risk="虚报数量", measures=measures, wording="behaviour")
    add_point(
        cast,
        paper,
        wording="own",
        text="整句自行表述，造成不公。",
        level=cast.scale.levels.last().pk,
    )
    before = [content_of(version) for version in points_of(revision)]
    assert send(browser, paper, download(browser, paper)).status_code == 302
    assert counts(browser, paper) == {"same": 5}
    assert "没有要写入的" in shown(browser, paper)[1]
    assert [content_of(version) for version in points_of(revision)] == before


# --- what is seen ------------------------------------------------------------------------------


@pytest.fixture
def filled(cast, browser, form):
    """The workbook with a changed point, an added duty with a point of two measures."""
    book = download(browser, form[0])
    sheet = book[POINTS]
    put(sheet, FIRST, 危害性="其他学生受损", 可能性="经常发生")
    last = sheet.max_row + 1
    new = {"对应职责": "2", "风险源": "一人经手", "风险点": "截留代收费用", "危害性": "家长受损"}
    put(
        sheet, last, **new, 风险类型="业务流程", 可能性="很少发生", 危害程度="较轻", 防控措施="登记"
    )
    put(sheet, last + 1, 防控措施="每月对账", 落实频次="每月")
    put(book[DUTIES], FIRST + 1, **{"序号": "2", "岗位职责、工作流程": "代收费用"})
    return book


def test_the_comparison_says_what_would_happen_and_writes_nothing(browser, form, filled):
    paper, revision = form
    send(browser, paper, filled)
    assert counts(browser, paper) == {"added": 2, "changed": 1, "same": 2}
    page = shown(browser, paper)[1]
    assert "现在还没有写入任何内容" in page
    assert "截留代收费用" in page
    assert revision.point_lines.count() == 2
    assert not Attachment.objects.exists()


def test_confirming_writes_everything_once(cast, browser, form, filled):
    paper, revision = form
    send(browser, paper, filled)
    seen = shown(browser, paper)[0].context["plan"].fingerprint
    kept = dict(browser.session)
    response = browser.post(url(paper), {"seen": seen}, follow=True)
    written = "已写入草稿：新增 2 条，改动 1 条"
    assert written in response.content.decode()
    first, _, new = points_of(revision)
    assert (first.harm, first.answers["likelihood"]) == ("其他学生受损", 3)
    assert first.level.rank == 3, "the level follows the answers"
    assert new.duty.versions.get().text == "代收费用"
    assert [measure.text for measure in new.measures.all()] == ["登记", "每月对账"]
    assert new.measures.last().rhythm == "monthly"
    assert Attachment.objects.get().kind == Attachment.Kind.ORIGINAL
    assert TrailEntry.objects.filter(action="import.confirmed").exists()
    again = browser.post(url(paper), {"seen": seen}, follow=True).content.decode()
    assert written in again, "a double click reads what the first one wrote"
    other = browser.post(url(paper), {"seen": "x"}, follow=True).content.decode()
    assert "没有等待确认的文件" in other
    assert written not in other, "the control: that was another confirmation"
    # The second of two at once: its session still has the file, the draft has the rows.
    session = browser.session
    session.clear()
    session.update(kept)
    session.save()
    at_once = browser.post(url(paper), {"seen": seen}, follow=True).content.decode()
    assert "已经写入草稿，没有重复写入" in at_once
    assert revision.point_lines.count() == 3
    assert Attachment.objects.count() == 1


def test_the_same_file_sent_twice_adds_nothing_more(browser, form, filled):
    paper, revision = form
    for _ in range(2):
        send(browser, paper, filled)
        take(browser, paper)
    send(browser, paper, filled)
    assert counts(browser, paper) == {"same": 5}
    assert revision.point_lines.count() == 3


def test_measures_keep_their_identity(browser, form):
    paper, revision = form
    known = points_of(revision)[0].measures.get().measure_id
    book = download(browser, paper)
    sheet = book[POINTS]
    sheet.insert_rows(FIRST + 1)
    put(sheet, FIRST, 防控措施="收件和审核由两人分开办理")
    put(sheet, FIRST + 1, 防控措施="抽查")
    send(browser, paper, book)
    assert counts(browser, paper) == {"changed": 1, "same": 2}
    take(browser, paper)
    measures = points_of(revision)[0].measures.all()
    assert [m.text for m in measures] == ["收件和审核由两人分开办理", "抽查"]
    assert measures[0].measure_id == known


@pytest.mark.parametrize(
    ("wish", "harm"),
    [({}, "系统里改过的后果"), ({"take": "file"}, "表里改过的后果")],
    ids=["kept", "taken"],
)
def test_what_both_changed_is_asked_about(cast, browser, form, wish, harm):
    paper, revision = form
    book = download(browser, paper)
    put(book[POINTS], FIRST, 危害性="表里改过的后果", 风险源="表里另写的来源")
    line = revision.point_lines.order_by("position").first()
    changed = {**content_of(line.version), "harm": "系统里改过的后果"}
    editing.save_point(paper=paper, content=changed, by=cast.people.staff, line_id=line.pk)
    send(browser, paper, book)
    assert counts(browser, paper) == {"conflict": 1, "same": 2}
    response, page = shown(browser, paper)
    assert "系统里改过的后果" in page
    assert "表里改过的后果" in page
    (planned,) = response.context["plan"].of("conflict")
    assert (planned.disputed, planned.taken) == (["harm"], ["source"])
    take(browser, paper, **{f"take-{planned.key}": each for each in wish.values()})
    first = points_of(revision)[0]
    assert (first.harm, first.source) == (harm, "表里另写的来源")


def test_a_change_made_here_alone_stays(cast, browser, form):
    paper, revision = form
    book = download(browser, paper)
    line = revision.point_lines.order_by("position").first()
    changed = {**content_of(line.version), "harm": "系统里改过的后果"}
    editing.save_point(paper=paper, content=changed, by=cast.people.staff, line_id=line.pk)
    put(book[POINTS], FIRST + 1, 危害性="第二条的后果")
    send(browser, paper, book)
    assert counts(browser, paper) == {"changed": 1, "same": 2}
    take(browser, paper)
    assert [v.harm for v in points_of(revision)] == ["系统里改过的后果", "第二条的后果"]


def test_a_missing_row_stays_unless_it_is_ticked(browser, form):
    paper, revision = form
    book = download(browser, paper)
    book[POINTS].delete_rows(FIRST)
    send(browser, paper, book)
    assert counts(browser, paper) == {"missing": 1, "same": 2}
    assert "不打勾就照旧保留" in shown(browser, paper)[1]
    take(browser, paper)
    assert revision.point_lines.count() == 2
    send(browser, paper, book)
    (missing,) = shown(browser, paper)[0].context["plan"].missing
    take(browser, paper, **{f"drop-{missing.key}": "1"})
    (left,) = points_of(revision)
    assert left.risk == "放宽第 2 类接收条件"


def test_a_missing_row_in_force_goes_only_with_a_reason(cast, client):
    paper, revision = filled_form(cast, points=2)
    confirm(cast, revision)
    paper, revision = make_form(cast, whole=False)
    client.force_login(cast.accounts.staff)
    book = download(client, paper)
    book[POINTS].delete_rows(FIRST)
    put(book[POINTS], FIRST, 危害性="改过的后果", 调整理由="制度更新")
    send(client, paper, book)
    (missing,) = shown(client, paper)[0].context["plan"].missing
    response = take(client, paper, **{f"drop-{missing.key}": "1", f"why-{missing.key}": " "})
    assert response.status_code == 422
    assert "写一句理由" in response.content.decode()
    assert (
        f'id="drop-{missing.key}" name="drop-{missing.key}" value="1" checked'
        in response.content.decode()
    )
    take(client, paper, **{f"drop-{missing.key}": "1", f"why-{missing.key}": "业务已经停办"})
    struck, changed = points_of(revision)
    assert (struck.struck, struck.why) == (True, "业务已经停办")
    assert (changed.harm, changed.why) == ("改过的后果", "制度更新")


def test_a_row_deleted_here_meanwhile_comes_back_only_where_it_was_changed(cast, browser, form):
    paper, revision = form
    book = download(browser, paper)
    for line in revision.point_lines.all():
        editing.remove_point(paper=paper, line_id=line.pk, by=cast.people.staff)
    put(book[POINTS], FIRST, 危害性="又想到的后果")
    send(browser, paper, book)
    assert counts(browser, paper) == {"conflict": 1, "same": 1}
    (planned,) = shown(browser, paper)[0].context["plan"].of("conflict")
    take(browser, paper, **{f"take-{planned.key}": "file"})
    assert [version.harm for version in points_of(revision)] == ["又想到的后果"]


def test_a_number_drawn_down_is_no_duty_and_an_emptied_one_is_told(browser, form):
    paper, _ = form
    book = download(browser, paper)
    put(book[DUTIES], FIRST + 1, 序号="2")
    send(browser, paper, book)
    assert counts(browser, paper) == {"same": 3}
    put(book[DUTIES], FIRST, **{"岗位职责、工作流程": None})
    send(browser, paper, book)
    (fault,) = shown(browser, paper)[0].context["plan"].faults
    assert "这条职责的内容空了" in fault.text


def test_a_duty_gone_on_both_sides_is_not_hung_on(cast, browser, form):
    paper, _ = form
    duty = editing.save_duty(paper=paper, kind="duty", text="代收费用", by=cast.people.staff)
    book = download(browser, paper)
    editing.remove_duty(paper=paper, line_id=duty.pk, by=cast.people.staff)
    book[DUTIES].delete_rows(FIRST + 1)
    put(book[POINTS], FIRST, 对应职责="2．代收费用")
    send(browser, paper, book)
    (fault,) = shown(browser, paper)[0].context["plan"].faults
    assert "对不上“职责”表里的序号" in fault.text


def test_the_download_leaves_a_line_in_the_trail(browser, cast, form):
    download(browser, form[0])
    (entry,) = TrailEntry.objects.filter(action="export.downloaded")
    assert (entry.actor_id, entry.unit_id) == (cast.people.staff.pk, form[0].unit_id)


def test_a_copied_row_is_a_new_one(browser, form):
    paper, revision = form
    book = download(browser, paper)
    sheet = book[POINTS]
    last = FIRST + 2
    for cell in sheet[FIRST]:
        sheet.cell(last, cell.column).value = cell.value
    put(sheet, last, 风险点="放宽第三类接收条件")
    send(browser, paper, book)
    assert counts(browser, paper) == {"added": 1, "same": 3}
    take(browser, paper)
    assert len({version.point_id for version in points_of(revision)}) == 3


def test_rows_that_came_since_are_left_alone(cast, browser, form):
    paper, revision = form
    book = download(browser, paper)
    add_point(cast, paper, risk="后来在系统里写的")
    send(browser, paper, book)
    assert counts(browser, paper) == {"same": 3}
    assert "新增了 1 条，不受影响" in shown(browser, paper)[1]
    assert revision.point_lines.count() == 3


def test_a_closed_row_and_a_new_one_are_not_taken_after_a_return_of_single_rows(
    cast, browser, form
):
    paper, revision = form
    submit(cast, revision)
    first = revision.point_lines.order_by("position").first()
    new = send_back(revision, open_ids={first.pk})
    book = download(browser, paper)
    put(book[POINTS], FIRST, 危害性="可以改的后果")
    put(book[POINTS], FIRST + 1, 危害性="不能改的后果")
    put(book[POINTS], FIRST + 2, 风险点="不能加的", 危害性="后果")
    send(browser, paper, book)
    assert counts(browser, paper) == {"changed": 1, "kept": 2, "same": 1}
    assert "审核人已经看过" in shown(browser, paper)[1]
    take(browser, paper)
    assert [v.harm for v in points_of(new)] == ["可以改的后果", "其他学生失去公平机会"]


def test_a_workbook_of_an_earlier_revision_is_compared_row_by_row(cast, browser, form):
    paper, revision = form
    book = download(browser, paper)
    put(book[POINTS], FIRST, 危害性="路上改的后果")
    submit(cast, revision)
    new = send_back(revision)
    send(browser, paper, book)
    assert counts(browser, paper) == {"changed": 1, "same": 2}
    assert "第 1 稿时下载" in shown(browser, paper)[1]
    take(browser, paper)
    assert points_of(new)[0].harm == "路上改的后果"


def test_what_all_holders_share_is_not_changed_by_a_holder(cast, client):
    post = cast.posts.staff
    Post.objects.filter(pk=post.pk).update(forms=Post.Forms.EACH_HOLDER)
    post.refresh_from_db()
    _, shared = filled_form(cast, points=1)
    confirm(cast, shared)
    paper, _ = make_form(cast, holder=cast.people.staff)
    client.force_login(cast.accounts.staff)
    book = download(client, paper)
    put(book[POINTS], FIRST, 危害性="想改的后果")
    send(client, paper, book)
    assert counts(client, paper)["kept"] == 1
    assert "本岗位共同的内容" in shown(client, paper)[1]


def test_the_comparison_asks_the_database_as_often_for_many_rows_as_for_few(cast, client):
    asked = []
    client.force_login(cast.accounts.staff)
    paper, _ = filled_form(cast, points=2)
    for more in (0, 6):
        for number in range(more):
            add_point(cast, paper, risk=f"又放宽第 {number} 类条件")
        book = download(client, paper)
        for row in range(FIRST, book[POINTS].max_row + 1):
            if value(book[POINTS], row, "风险点"):
                put(book[POINTS], row, 危害性="另一种后果")
        send(client, paper, book)
        with CaptureQueriesContext(connection) as queries:
            response, _ = shown(client, paper)
        asked.append((len(response.context["plan"].of("changed")), len(queries)))
    (few, first), (many, second) = asked
    assert (few, many) == (2, 8)
    assert first == second
