"""A block of cells pasted into a form: looked at, ticked, added; never more than was seen."""

import pytest

from registry.intake.models import ColumnMapping
from registry.papers.models import PaperKind, Writer
from risks import editing
from risks.sheets.guessing import guessed_columns
from risks.sheets.pasting import PastedRow
from tests.architecture.page_forms import form_with

from .factory import add_point, confirm, filled_form, make_form, sample_point, send_back, submit
from .pages import address, shown

HEAD = "岗位职责\t风险源\t风险点\t危害性\t风险等级\t防控措施"
FIRST = "受理转学申请\t材料由一人审核\t放宽接收条件\t其他学生失去公平机会\t高\t两人分别收件和审核"
SECOND = "受理转学申请\t名额不公开\t把名额留给熟人\t家长不再信任学校\t二级\t名额在公告栏公示"


def block(*rows):
    return "\n".join(rows)


def look(client, paper, text, **choices):
    return client.post(address("paper-paste", paper), {"text": text, "look": "1", **choices})


def add(client, paper, response, **changes):
    """The page as it stands, its button pressed."""
    seen = form_with("seen", response)
    return client.post(address("paper-paste", paper), {**seen, "add": "1", **changes})


def pasted(client, paper, text, **changes):
    return add(client, paper, look(client, paper, text), **changes)


def versions(revision):
    return [line.version for line in revision.point_lines.of_register_rows().order_by("position")]


def test_looking_writes_nothing_and_adding_writes_what_was_seen(browser, cast, draft):
    paper, revision = draft
    response = look(browser, paper, block(HEAD, FIRST, SECOND))
    assert response.status_code == 200
    assert "按表头认出来的" in shown(response)
    assert revision.point_lines.count() == 0
    response = add(browser, paper, response)
    assert (response.status_code, response.url) == (302, f"{address('paper-edit', paper)}#points")
    first, second = versions(revision)
    assert (first.source, first.harm) == ("材料由一人审核", "其他学生失去公平机会")
    assert [measure.text for measure in first.measures.all()] == ["两人分别收件和审核"]
    assert (first.level.rank, second.level.rank) == (3, 2)
    assert first.duty_id == second.duty_id, "one duty for the rows that name it"
    assert Writer.objects.filter(paper=paper, person=cast.people.staff).exists()


def test_a_cell_of_several_lines_with_quotes_is_one_cell(browser, draft):
    paper, revision = draft
    cell = '"放宽""绿色通道""的\r\n接收条件"'
    pasted(browser, paper, f"风险点\t防控措施\r\n{cell}\t两人审核\r\n")
    (version,) = versions(revision)
    assert version.sentence == '放宽"绿色通道"的接收条件'


@pytest.mark.parametrize("text", ["=1+1的说法", "+放宽条件", "-放宽条件", "@放宽条件"])
def test_what_looks_like_a_formula_is_text(browser, draft, text):
    paper, revision = draft
    pasted(browser, paper, f"风险点\t防控措施\n{text}\t=SUM(A1)两人核对")
    (version,) = versions(revision)
    assert version.text == text
    assert version.measures.get().text == "=SUM(A1)两人核对"


def test_without_a_head_line_the_columns_are_asked_for(browser, draft):
    paper, revision = draft
    response = look(browser, paper, block(FIRST, SECOND))
    page = shown(response)
    assert "没有找到表头" in page
    seen = form_with("seen", response)
    assert seen["column"] == ["duty", "source", "risk", "harm", "level", "measures"]
    # Chosen otherwise: what was guessed as the cause is not taken.
    columns = ["", "", "risk", "harm", "level", "measures"]
    url = address("paper-paste", paper)
    response = browser.post(url, {**seen, "column": columns, "look": "1"})
    assert form_with("seen", response)["column"] == columns
    add(browser, paper, response)
    assert [version.source for version in versions(revision)] == ["", ""]


def test_a_head_line_of_other_words_is_left_out_on_request(browser, draft):
    paper, revision = draft
    text = block("毛病\t高低\t办法", "把名额留给熟人\t高\t名额在公告栏公示")
    response = look(browser, paper, text, headed="on")
    seen = form_with("seen", response)
    assert "“毛病”" in shown(response)
    assert seen["column"] == ["risk", "level", "measures"]
    add(browser, paper, response)
    assert [version.text for version in versions(revision)] == ["把名额留给熟人"]


def test_another_text_is_guessed_anew(browser, draft):
    paper, _ = draft
    seen = form_with("seen", look(browser, paper, block(FIRST)))
    other = {**seen, "text": "高\t把名额留给熟人\t公示", "look": "1"}
    response = browser.post(address("paper-paste", paper), other)
    assert form_with("seen", response)["column"][0] == "level"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["risk", "risk", "measures"], "有两列都选了“风险点”"),
        (["duty", "level", "measures"], "还看不出哪一列是风险点"),
        (["", "", ""], "还看不出哪一列是风险点"),
    ],
)
def test_columns_that_make_no_rows_are_explained(browser, draft, columns, said):
    paper, _ = draft
    text = "放宽接收条件\t高\t两人审核"
    seen = form_with("seen", look(browser, paper, text))
    response = browser.post(address("paper-paste", paper), {**seen, "column": columns, "look": "1"})
    assert response.status_code == 422
    assert said in shown(response)
    assert "放宽接收条件" in shown(response)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("放宽  接收 条件，造成不公\t高\t两人审核", "已整理（A 列）：去掉了字与字之间的空格"),
        ("放宽接收条件，造成不公\t特高\t两人审核", "提醒（B 列）：“特高”还没有对应到本单位的等级"),
        ("放宽接收条件，造成不公\t高\t", "提醒（C 列）：没有防控措施"),
        ("审核\ufffd不严，造成不公\t高\t两人审核", "要改（A 列）"),
        (f"{'长' * 501}\t高\t两人审核", "要改（A 列）：超过 500 个字"),
        (f"放宽接收条件\t高\t{'长' * 1001}", "要改（C 列）：超过 1000 个字"),
    ],
)
def test_each_row_says_what_was_done_or_is_wanted(browser, draft, row, said):
    page = shown(look(browser, draft[0], f"风险点\t等级\t防控措施\n{row}"))
    assert said in page


def test_a_row_with_an_error_cannot_be_ticked(browser, draft):
    paper, revision = draft
    text = f"风险点\t等级\n{'长' * 501}\t高\n放宽接收条件\t高"
    response = look(browser, paper, text)
    assert form_with("seen", response)["row"] == ["粘贴!3.1"]
    response = add(browser, paper, response, row=["粘贴!2.1", "粘贴!3.1"])
    assert response.status_code == 422
    assert revision.point_lines.count() == 0


def test_only_ticked_rows_are_added_and_one_must_be(browser, draft):
    paper, revision = draft
    response = look(browser, paper, block(HEAD, FIRST, SECOND))
    refused = add(browser, paper, response, row=[])
    assert refused.status_code == 422
    assert "请至少勾选一行" in shown(refused)
    assert FIRST.split("\t")[1] in shown(refused)
    add(browser, paper, response, row=["粘贴!3.1"])
    assert [version.risk for version in versions(revision)] == ["把名额留给熟人"]


def test_a_row_that_is_there_already_is_said_and_not_ticked(browser, draft):
    paper, revision = draft
    pasted(browser, paper, block(HEAD, FIRST))
    response = look(browser, paper, block(HEAD, FIRST, SECOND))
    assert "表里已经有同样的一条" in shown(response)
    seen = form_with("seen", response)
    assert seen["row"] == ["粘贴!3.1"]
    add(browser, paper, response, row=["粘贴!2.1", "粘贴!3.1"])
    assert revision.point_lines.count() == 2


def test_a_row_the_form_strikes_is_not_offered(browser, cast):
    """An import leaves it alone as well: `standing.why_kept`."""
    _, revision = filled_form(cast)
    confirm(cast, revision)
    paper, revision = make_form(cast, whole=False)
    (line,) = revision.point_lines.all()
    editing.strike_point(paper=paper, line_id=line.pk, why="不再经办", by=cast.people.staff)
    response = look(browser, paper, f"风险点\t风险等级\n{line.version.sentence}\t高")
    assert "表里已对这一条提出销号" in shown(response)
    assert "row" not in form_with("seen", response)


def test_a_row_of_another_post_is_told(browser, draft):
    text = "岗位\t风险点\t等级\n出纳\t白条抵库，造成损失\t高"
    assert "这一行写的岗位是“出纳”" in shown(look(browser, draft[0], text))


def test_levels_go_by_what_is_chosen(browser, cast, draft):
    paper, revision = draft
    text = "风险点\t等级\n放宽接收条件\t特高"
    seen = form_with("seen", look(browser, paper, text))
    top = cast.scale.levels.get(rank=3).pk
    response = browser.post(address("paper-paste", paper), {**seen, "level": top, "look": "1"})
    add(browser, paper, response)
    assert versions(revision)[0].level_id == top


def test_a_level_of_another_scale_does_not_stand_before_the_name(browser, cast, draft):
    """What the unit mapped words to before it changed its scale."""
    paper, revision = draft
    top = cast.scale.levels.get(rank=3)
    ColumnMapping.objects.create(unit=paper.unit, subject="points", words={top.label: 987654})
    pasted(browser, paper, f"风险点\t等级\n放宽接收条件\t{top.label}")
    assert versions(revision)[0].level_id == top.pk


def test_levels_and_columns_begin_as_the_unit_mapped_them(browser, cast, draft):
    paper, revision = draft
    lowest = cast.scale.levels.get(rank=1).pk
    ColumnMapping.objects.create(
        unit=paper.unit, subject="points", columns={"毛病": "risk"}, words={"高": lowest}
    )
    pasted(browser, paper, "毛病\t等级\n放宽接收条件\t高")
    assert versions(revision)[0].level_id == lowest


# --- nothing but what was seen ------------------------------------------------------------------


def test_choices_changed_since_the_look_are_looked_at_again(browser, draft):
    paper, revision = draft
    response = look(browser, paper, block(FIRST, SECOND))
    columns = ["", "", "risk", "harm", "level", "measures"]
    response = add(browser, paper, response, column=columns)
    assert response.status_code == 409
    assert "再看一遍" in shown(response)
    assert revision.point_lines.count() == 0
    assert add(browser, paper, response).status_code == 302


def test_a_stale_tab_adds_nothing_and_keeps_what_was_pasted(browser, cast, draft):
    paper, revision = draft
    response = look(browser, paper, block(HEAD, FIRST))
    add_point(cast, paper, risk="另一处刚写的情形")
    response = add(browser, paper, response)
    assert response.status_code == 409
    page = shown(response)
    assert "另一处刚写的情形" in page
    assert "材料由一人审核" in page
    assert revision.point_lines.count() == 1
    assert add(browser, paper, response).status_code == 302
    assert revision.point_lines.count() == 2


def test_the_same_sent_twice_adds_once(browser, draft):
    paper, revision = draft
    response = look(browser, paper, block(HEAD, FIRST))
    assert add(browser, paper, response).status_code == 302
    assert add(browser, paper, response).status_code == 409
    assert revision.point_lines.count() == 1


def test_handed_in_meanwhile(browser, cast):
    paper, revision = filled_form(cast)
    response = look(browser, paper, block(HEAD, FIRST))
    submit(cast, revision)
    # The page is not there any more; nothing is written.
    assert add(browser, paper, response).status_code in (302, 403)
    assert revision.point_lines.count() == 1


def test_all_or_nothing(browser, cast, draft, monkeypatch):
    paper, revision = draft
    response = look(browser, paper, block(HEAD, FIRST, SECOND))
    before = revision.duty_lines.count()
    real = editing.add_rows

    def half(draft, rows):
        real(draft, rows[:1])
        raise editing.RowRefused("停在半路")

    monkeypatch.setattr(editing, "add_rows", half)
    response = add(browser, paper, response)
    assert response.status_code == 409
    assert "停在半路" in shown(response)
    assert "把名额留给熟人" in shown(response)
    assert (revision.point_lines.count(), revision.duty_lines.count()) == (0, before)


def test_after_a_return_of_single_rows_nothing_is_added(browser, cast):
    paper, revision = filled_form(cast, points=2)
    submit(cast, revision)
    first = revision.point_lines.order_by("position").first()
    new = send_back(revision, open_ids={first.pk})
    response = browser.get(address("paper-paste", paper))
    assert (response.status_code, response.url) == (302, address("paper-edit", paper))
    assert new.point_lines.count() == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "请先在 Excel 或 WPS 里复制几行"),
        (" \n\t", "请先在 Excel 或 WPS 里复制几行"),
        ("甲\n" * 301, "一次最多 300 行"),
        ("甲\t" * 41, "一次最多 40 列"),
        ("甲" * 200_001, "超过 20 万个字"),
    ],
)
def test_limits_are_told(browser, draft, text, said):
    response = look(browser, draft[0], text)
    assert response.status_code == 422
    assert said in shown(response)


def test_the_page_costs_the_same_for_many_rows(browser, draft, django_assert_max_num_queries):
    paper, _ = draft
    rows = [f"放宽第 {number} 类接收条件，造成不公\t高\t两人审核" for number in range(250)]
    with django_assert_max_num_queries(40):
        assert look(browser, paper, block("风险点\t等级\t防控措施", *rows)).status_code == 200


def test_nothing_pasted_breaks_out_of_the_page(browser, draft):
    nasty = '"><script>alert(1)</script>'
    page = shown(look(browser, draft[0], f"风险点\t{nasty}\n{nasty}\t{nasty}"))
    assert nasty not in page


@pytest.mark.parametrize("kind", [PaperKind.SECTION_SHEET, PaperKind.UNIT_SHEET])
def test_sheets_of_sections_and_units_take_pasted_rows_too(cast, kind):
    paper, revision = make_form(cast)
    type(paper).objects.filter(pk=paper.pk).update(kind=kind, post=None)
    paper.refresh_from_db()
    content = {**sample_point(), "risk": "另一种情形"}
    row = PastedRow(None, content, "统筹招生")
    editing.add_points(paper=paper, rows=[row], by=cast.people.staff)
    (version,) = versions(revision)
    assert version.risk == "另一种情形"
    assert version.point.post_id is None
    assert revision.duty_lines.get().version.text == "统筹招生"


# --- the guess ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "fields"),
    [
        ([], {}),
        ([["", ""]], {}),
        ([["把名额留给熟人"]], {0: "risk"}),
        ([["1", "某种情形的说法", "高"], ["2", "另一种情形的说法", "中"]],
         {0: "serial", 1: "risk", 2: "level"}),
        ([["高", "可能放宽条件", "由两人复核并公示"]], {0: "level", 1: "risk", 2: "measures"}),
        ([["业务流程", "可能泄露试题", "一级", "双人保管并登记"]],
         {0: "kind", 1: "risk", 2: "level", 3: "measures"}),
        ([["负责学籍管理工作", "可能违规办理转学", "造成入学机会不公", "每学期定期抽查"]],
         {0: "duty", 1: "risk", 2: "harm", 3: "measures"}),
        ([["因审核由一人完成", "可能放宽条件", "造成入学机会不公"]],
         {0: "source", 1: "risk", 2: "harm"}),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_what_stands_in_them(rows, fields):
    assert guessed_columns(rows) == fields
