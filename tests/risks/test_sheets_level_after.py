"""The level after the measures in tables that arrive: its names, its place, what is said of it."""

import pytest

from registry.intake.columns import header_key
from registry.intake.limited_reader import Sheet
from registry.organisation.models import Programme
from risks.draft import FormDraft
from risks.sheets.columns import finder
from risks.sheets.guessing import guessed_columns
from risks.sheets.pasting import Choices, look_at
from risks.sheets.planning import Choices as ImportChoices
from risks.sheets.planning import make_plan
from risks.sheets.reading import read
from risks.sheets.standing import onto
from tests.stage import staged

from .factory import make_form, sample_point
from .pages import address, shown

NAMES_OF_IT = """
措施后等级 采取措施后等级 采取防控措施后的风险等级 剩余风险等级 残余风险 防控后等级
落实措施后风险级别 管控后风险等级 整改后等级 剩余风险 残留风险等级 控制后的风险
风险等级（措施后） 等级（采取防控措施后） 风险级别(防控后)
措施后（风险等级：低） 采取措施后（风险等级：高/中/低） 控制后【风险等级】 落实防控措施之后（等级）
风险等级（措施后：低） 风险等级（采取措施后，高/中/低） 风险等级（后） 剩余（风险等级）
"""


@pytest.mark.parametrize(
    "name",
    [*NAMES_OF_IT.split(), "采取措施\n后等级"],
)
def test_headers_by_many_names(name):
    fields = finder().find([["风险点", "风险等级", name]]).fields
    assert fields == {0: "risk", 1: "level", 2: "level_after"}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("后期处置", "measures_after"),
        ("防控措施（事后处置）", "measures"),
        ("风险等级（措施前）", "level"),
        ("固有风险等级", "level"),
        ("岗位风险等级", "grade"),
        ("风险等级（高/中/低）", "level"),
        ("整改后情况", None),
        ("剩余风险描述", None),
        ("控制后果等级", "level"),
        ("管控措施及后果等级", "level"),
        ("防控措施后续评级", "measures"),
        ("措施前后等级", "level"),
        ("措施前（风险等级：高）", "level"),
        ("风险等级（措施前：高）", "level"),
        ("风险等级（措施前/措施后）", "level"),
        ("防控措施（风险等级：高）", "measures"),
        ("整改后（情况）", None),
        ("备注（整改后：情况）", None),
    ],
)
def test_what_only_looks_like_it_is_something_else(name, field):
    """The control."""
    fields = finder().find([["风险点", "责任人", name]]).fields
    assert fields.get(2) == field


@pytest.mark.parametrize(
    ("first", "second"),
    [("风险等级（措施前）", "风险等级（措施后）"), ("等级(防控前)", "等级(防控后)")],
)
def test_two_columns_told_apart_in_brackets_keep_apart_when_they_are_mapped(first, second):
    assert header_key(first) != header_key(second)
    fields = finder().find([["风险点", second, first]]).fields
    assert fields == {0: "risk", 1: "level_after", 2: "level"}


def test_a_header_of_two_lines():
    rows = [
        ["风险点", "风险等级", "", "防控措施"],
        ["", "措施前", "措施后", ""],
        ["放宽条件，造成不公", "高", "低", "两人复核"],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 1, 3)]
    (row,) = read([Sheet("表", rows, merged)]).rows
    assert (row.texts["level"], row.texts["level_after"]) == ("高", "低")


def test_levels_on_lines_belong_to_the_items_of_the_cell():
    rows = [["风险点", "等级", "剩余风险"], ["1.放宽条件；2.泄露信息", "高\n中", "中\n低"]]
    reading = read([Sheet("表", rows, [])])
    assert [row.texts["level_after"] for row in reading.rows] == ["中", "低"]
    assert reading.level_words == ["高", "中", "低"]


@pytest.mark.parametrize(
    ("text", "risk", "level", "after"),
    [
        ("放宽条件（措施后风险等级：低）", "放宽条件", "", "低"),
        ("放宽条件，措施后（风险等级：低）", "放宽条件", "", "低"),
        ("放宽条件。采取防控措施后【廉政风险等级：Ⅲ级】", "放宽条件", "", "Ⅲ级"),
        ("放宽条件，采取措施后的风险等级降为低。", "放宽条件。", "", "低"),
        ("放宽条件（风险等级：高，措施后风险等级：低）", "放宽条件", "高", "低"),
        ("放宽条件（措施后：低；风险等级：高）", "放宽条件", "高", "低"),
        ("放宽条件（措施前：高；措施后：低）", "放宽条件", "高", "低"),
        ("放宽条件（措施前风险等级：高）", "放宽条件", "高", ""),
        ("放宽条件（剩余风险：低）", "放宽条件", "", "低"),
        ("放宽条件（风险等级：高）", "放宽条件", "高", ""),
        ("泄露后（风险等级：高）不报", "泄露后不报", "高", ""),
        ("发现风险后（风险等级：高）不报", "发现风险后不报", "高", ""),
        ("整改后高估成绩", "整改后高估成绩", "", ""),
        ("措施后：高中生名额外泄", "措施后：高中生名额外泄", "", ""),
    ],
)
def test_levels_before_and_after_in_the_text_of_the_risk(text, risk, level, after):
    rows = [["科室", "风险点", "措施"], ["教务处", text, "复核"]]
    (row,) = read([Sheet("表", rows, [])]).rows
    found = [row.texts[name] for name in ("risk", "level", "level_after")]
    assert found == [risk, level, after]


@pytest.mark.parametrize(
    ("level", "level_after", "found"),
    [
        ("高", "措施后（风险等级：低）", ("高", "低")),
        ("措施后（风险等级：低）", None, ("", "低")),
        ("高（措施后：低）", None, ("高", "低")),
        ("一级（措施后三级）", None, ("一级", "三级")),
        ("措施前：高；措施后：低", None, ("高", "低")),
        ("", "措施前（风险等级：高），措施后（风险等级：低）", ("高", "低")),
        ("风险等级：高", "风险等级：低", ("高", "低")),
        ("高（校级）", "可接受", ("高（校级）", "可接受")),
    ],
)
def test_cells_of_levels_that_say_which_they_are(level, level_after, found):
    rows = [["风险点", "风险等级", "措施后等级"], ["放宽条件", level, level_after or ""]]
    if level_after is None:
        rows = [cells[:2] for cells in rows]
    (row,) = read([Sheet("表", rows, [])]).rows
    assert (row.texts["level"], row.texts["level_after"]) == found


def test_a_level_after_behind_the_measure_is_taken_out_and_one_that_differs_is_said():
    rows = [["风险点", "措施", "措施后等级"], ["放宽条件", "两人复核（措施后风险等级：低）", "中"]]
    (row,) = read([Sheet("表", rows, [])]).rows
    assert (row.measures, row.texts["level_after"]) == ([("", "两人复核")], "中")
    said = [(f.rule, f.field, f.text) for f in row.findings if f.rule == "levels_differ"]
    text = "措施后等级栏写“中”，文字里写“低”，请核对。"
    assert said == [("levels_differ", "level_after", text)]


def test_a_second_line_of_the_header_may_be_a_long_name():
    rows = [
        ["风险点", "评定", "", "防控措施"],
        ["", "措施前（风险等级）", "采取措施后（风险等级：低）", ""],
        ["放宽条件，造成不公", "高", "低", "两人复核"],
    ]
    (row,) = read([Sheet("表", rows, [(0, 1, 0, 2)])]).rows
    assert (row.texts["level"], row.texts["level_after"]) == ("高", "低")


LONG = "把名额留给熟人，造成不公"


@pytest.mark.parametrize(
    ("cells", "fields"),
    [
        (["高", LONG, "名额在公告栏公示", "低"], {0: "level", 3: "level_after"}),
        (["Ⅰ级", LONG, "名额在公告栏公示", "Ⅲ级"], {0: "level", 3: "level_after"}),
        (["一级", LONG, "名额在公告栏公示", "B"], {0: "level"}),  # another way of writing: unsaid
        (["高", LONG, "名额在公告栏公示", ""], {0: "level"}),
        (["高", LONG, "公示", "措施后（风险等级：低）"], {0: "level", 3: "level_after"}),
        (["1", LONG, "公示", "高（措施后：低）"], {3: "level"}),
    ],
)
def test_without_a_head_a_second_column_of_levels_is_guessed(cells, fields):
    found = guessed_columns([cells, cells])
    assert {at: name for at, name in found.items() if name.startswith("level")} == fields


@pytest.mark.parametrize(
    ("old", "new", "kept"), [(None, 1, 1), (2, 1, 1), (2, None, 2), (None, None, None)]
)
def test_a_row_that_is_there_takes_the_level_of_the_file_where_it_has_one(old, new, kept):
    found = onto(sample_point(level=3, level_after=old), sample_point(level=3, level_after=new))
    assert found["level_after"] == kept


# --- what a row would add ------------------------------------------------------------------------

HEAD = ["岗位", "风险点", "风险等级", "防控措施", "剩余风险等级"]
NAMES = {"高": 3, "中": 2, "低": 1}


def _asking(cast):
    Programme.objects.filter(pk=cast.programme.pk).update(asks_level_after=True)
    return make_form(cast)[0]


staged_paper = staged(_asking)


@pytest.fixture
def paper(staged_paper, db):
    return type(staged_paper).objects.get(pk=staged_paper.pk)


def cells(level, after):
    return [HEAD, ["学籍管理员", LONG, level, "名额在公告栏公示", after]]


def looked_at(cast, paper, level, after):
    """(row, content) of the same cells as pasted and as imported."""
    levels = {word: cast.scale.levels.get(rank=rank).pk for word, rank in NAMES.items()}
    block = look_at(
        cells(level, after), draft=FormDraft(paper.current), choices=Choices(levels=levels)
    )
    plan = make_plan(
        read([Sheet("表", cells(level, after), [])]),
        unit=paper.unit,
        programme=paper.programme,
        choices=ImportChoices(levels=levels),
    )
    return [(row.row, row.content) for row in (block.rows[0], plan.rows[0])]


@pytest.mark.parametrize(
    ("level", "after", "rank", "said"),
    [
        ("高", "低", 1, None),
        ("中", "中", 2, None),
        ("高", "", None, None),
        ("低", "高", 3, "不能高于"),
        ("", "低", 1, "请先评定"),
        ("高", "可接受", None, "还没有对应"),
    ],
)
def test_pasted_and_imported_rows_bring_it_and_say_what_does_not_fit(
    cast, paper, level, after, rank, said
):
    for row, content in looked_at(cast, paper, level, after):
        wanted = rank and cast.scale.levels.get(rank=rank).pk
        assert content["level_after"] == wanted
        told = [(f.severity, f.text) for f in row.findings if f.field == "level_after"]
        if said is None:
            assert told == []
        else:
            ((severity, text),) = told
            assert (severity, said in text) == ("warning", True)


def test_a_year_that_does_not_ask_says_that_it_leaves_the_column_out(cast, paper):
    Programme.objects.update(asks_level_after=False)
    paper = type(paper).objects.get(pk=paper.pk)
    for row, content in looked_at(cast, paper, "高", "低"):
        assert content["level_after"] is None
        (told,) = [f for f in row.findings if f.field == "level_after"]
        assert (told.severity, "不评定措施后等级" in told.text) == ("info", True)
    block = look_at(cells("高", "可接受"), draft=FormDraft(paper.current), choices=Choices())
    assert [word for word, _ in block.words] == ["高"], "nobody maps a word that is left out"


def test_the_page_of_pasting_shows_it_and_adding_writes_it(client, cast, paper):
    client.force_login(cast.accounts.staff)
    url = address("paper-paste", paper)
    text = "\n".join("\t".join(row) for row in cells("一级", "三级"))
    assert "请加入以后逐条填写" not in shown(client.get(url))
    response = client.post(url, {"text": text, "look": "1"})
    assert "<dt>措施后等级</dt><dd>三级</dd>" in shown(response)
    seen = {
        "text": text,
        "add": "1",
        "seen": response.context["pasted"].fingerprint,
        "stamp": response.context["form"]["stamp"].value(),
        "row": [row.key for row in response.context["pasted"].rows],
    }
    assert client.post(url, seen).status_code == 302
    version = paper.current.point_lines.get().version
    assert (version.level.rank, version.level_after.rank) == (3, 1)
