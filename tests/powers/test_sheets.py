"""What real tables look like when they arrive, and what becomes of them."""

import pytest

from powers.draft import CatalogueDraft
from powers.models import Power
from powers.sheets.columns import finder
from powers.sheets.planning import make_plan
from powers.sheets.reading import NoTable, read
from registry.intake.limited_reader import Sheet

from .factory import add, make_catalogue, send_back, submit

HEAD = ["序号", "职权名称", "职权类型", "承办科室", "法律依据"]
ROW = [1, "新生入学资格审核", "行政确认", "教务处", "《中华人民共和国义务教育法》第十二条"]
SECOND = [2, "校级评优推荐审定", "行政奖励", "教务处", "《学校评优办法》第三条"]


def sheet(*rows, merged=(), name="Sheet1"):
    return Sheet(name=name, rows=[list(row) for row in rows], merged=list(merged))


def texts(reading, field):
    return [row.texts.get(field) for row in reading.rows]


@pytest.fixture
def plan(cast):
    """The plan of a sheet over a fresh draft of the large school."""
    _, revision = make_catalogue(cast)

    def make(*rows, merged=(), side="external", revision=revision):
        reading = read([sheet(*rows, merged=merged)])
        return make_plan(reading, CatalogueDraft(revision), default_side=side)

    make.revision = revision
    return make


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (HEAD, {1: "name", 2: "kind", 3: "sections", 4: "bases"}),
        (["事项名称", "权力类别", "实施依据"], {0: "name", 1: "kind", 2: "bases"}),
        (
            ["权责事项名称", "事项类型", "法定依据", "法定主体", "内设机构"],
            {0: "name", 1: "kind", 2: "bases", 3: "exercising_body", 4: "sections"},
        ),
        (["职 权\n名 称", "承办　科室", "办理期限"], {0: "name", 1: "sections", 2: "time_limit"}),
        (["*职权名称", "法律依据（条款）", "监督渠道："], None),
        (["职权名称", "职权名称", "法律依据"], {0: "name", 2: "bases"}),
    ],
)
def test_headers_by_many_names(header, fields):
    expected = fields or {0: "name", 1: "bases", 2: "supervision_channel"}
    assert finder().find([header]).fields == expected


@pytest.mark.parametrize("above", [0, 1, 4, 28])
def test_the_header_is_found_in_the_first_thirty_rows(above):
    titles = [["和平区第一中学职权目录"], ["单位（盖章）：", "", "填表时间：2026年5月"]]
    rows = [titles[number % 2] for number in range(above)]
    assert finder().find([*rows, HEAD, ROW]).first == above


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["姓名", "职务"], ["某人", "科长"]],
        [["职权名称"], ["新生入学资格审核"]],
        [*([["标题"]] * 30), HEAD, ROW],
    ],
)
def test_what_is_no_catalogue_is_refused_with_a_hint(rows):
    with pytest.raises(NoTable, match="没有找到职权目录表"):
        read([sheet(*rows)])


def test_a_header_of_two_lines():
    upper = ["序号", "职权名称", "职权类型", "办理", "", "法律依据"]
    lower = ["", "", "", "办理主体", "办理期限", ""]
    reading = read(
        [sheet(upper, lower, [1, "新生入学资格审核", "确认", "教务处", "五日", "教育法"])]
    )
    assert texts(reading, "time_limit") == ["五日"]
    assert texts(reading, "handling_body") == ["教务处"]


def test_the_sheet_that_names_most_columns_is_read():
    found = read([sheet(["职权名称", "类型"], name="说明"), sheet(HEAD, ROW, name="目录")])
    assert found.sheet == "目录"


def test_headers_repeated_page_marks_and_footers_are_left_out():
    reading = read(
        [
            sheet(
                ["和平区第一中学职权目录"],
                HEAD,
                ROW,
                ["第 1 页,共 9 页"],
                HEAD,
                SECOND,
                [],
                ["", "", "", "", ""],
                ["合计", "", "2"],
                ["注：本表一式三份"],
            )
        ]
    )
    assert texts(reading, "name") == ["新生入学资格审核", "校级评优推荐审定"]
    assert reading.skipped == [4, 5, 9, 10]


def test_values_printed_once_fill_down_and_say_so():
    reading = read([sheet(HEAD, ROW, [2, "校级评优推荐审定", "", "", "《学校评优办法》"])])
    assert texts(reading, "sections") == ["教务处", "教务处"]
    assert reading.rows[1].notes["kind"] == "空着，沿用上一行"


def test_merged_cells_say_the_same_for_every_row():
    merged = [(1, 4, 2, 4)]
    reading = read([sheet(HEAD, ROW, [2, "校级评优推荐审定", "奖励", "教务处", ""], merged=merged)])
    assert texts(reading, "bases") == [ROW[4], ROW[4]]


def test_one_power_in_three_physical_rows():
    reading = read(
        [sheet(HEAD, ROW, ["", "", "", "", "《教育法》第三十条"], ["", "", "", "", "《教师法》"])]
    )
    assert texts(reading, "bases") == [f"{ROW[4]}\n《教育法》第三十条\n《教师法》"]
    merged = [(1, 1, 2, 1), (1, 3, 2, 3)]
    reading = read([sheet(HEAD, ROW, ["", "", "", "", "《教育法》第三十条"], merged=merged)])
    assert len(reading.rows) == 1


def test_headings_between_rows_speak_for_the_rows_below(plan):
    made = plan(
        ["职权名称", "承办科室", "法律依据"],
        ["一、外部职权（1项）"],
        ["新生入学资格审核", "教务处", "教育法"],
        ["二、内部职权（1项）"],
        ["大额采购项目审批", "总务处", "政府采购法"],
    )
    assert [row.content["side"] for row in made.rows] == ["external", "internal"]
    assert [row.content["visibility"] for row in made.rows] == ["public", "inside"]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("新生入学\n资格审核", "新生入学资格审核"),
        ("新 生 入 学 资 格 审 核", "新生入学资格审核"),
        ("\u3000新生入学\u00a0资格审核 ", "新生入学资格审核"),
        ("新生入学资格審(shěn)核", "新生入学资格审核"),
        ("新生入学资格审核（试行）", "新生入学资格审核（试行）"),
        ("\u200b新生入学\x00资格审核", "新生入学资格审核"),
    ],
)
def test_certain_damage_is_mended(plan, cell, name):
    assert plan(HEAD, [1, cell, *ROW[2:]]).rows[0].content["name"] == name


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("职权类型", "许可", "kind", "permission"),
        ("职权类型", "行政许可类", "kind", "permission"),
        ("职权类型", "其他行政权力", "kind", "other"),
        ("职权类型", "", "kind", "other"),
        ("内外部", "外部", "side", "external"),
        ("内外部", "内部职权", "side", "internal"),
        ("服务对象", "自然人", "served", "citizen"),
        ("办理对象", "公民、法人和其他组织", "served", "both"),
        ("行政相对人", "企业", "served", "organisation"),
        ("服务对象", "社会公众", "served", "both"),
        ("服务对象", "", "served", ""),
        ("公开范围", "不公开", "visibility", "withheld"),
        ("公开范围", "面向社会公开", "visibility", "public"),
        ("清理意见", "拟下放", "disposition", "hand_down"),
        ("办理环节", "受理→审核→办结", "steps", ["受理", "审核", "办结"]),
        ("办理环节", "1.受理\n2.审核", "steps", ["受理", "审核"]),
        ("办理环节", "受理、审核", "steps", ["受理", "审核"]),
        ("办理期限", 5, "time_limit", "5"),
        ("法律依据", "无", "bases", []),
    ],
)
def test_what_cells_mean(plan, column, cell, field, value):
    head = ["职权名称", "承办科室", column]
    assert plan(head, ["新生入学资格审核", "教务处", cell]).rows[0].content[field] == value


def test_several_laws_and_sections_in_one_cell(cast, plan):
    made = plan(
        HEAD, [1, "食堂采购审批", "其他", "教务处、总务处", "【法律】1.《甲法》第一条2.《乙法》"]
    )
    content = made.rows[0].content
    assert next(basis["law"] for basis in content["bases"]) == "甲法"
    assert content["sections"] == sorted(
        [cast.sections.teaching.pk, cast.sections.general_affairs.pk]
    )


@pytest.mark.parametrize(
    ("row", "place", "said"),
    [
        (
            [1, "新生入学资格审核", "行政管理", "教务处", "教育法"],
            "第 2 行，C 列（职权类型）",
            "不是可选的职权类型",
        ),
        (
            [1, "新生入学资格审核", "确认", "招生办", "教育法"],
            "第 2 行，D 列（承办科室）",
            "招生办",
        ),
        ([1, "招生", "确认", "教务处", "教育法"], "第 2 行，B 列（职权名称）", "太短"),
        (
            [1, "XX学校招生审核", "确认", "教务处", "教育法"],
            "第 2 行，B 列（职权名称）",
            "模板文字",
        ),
        ([1, "长" * 201, "确认", "教务处", "教育法"], "第 2 行，B 列（职权名称）", "200"),
        (
            [1, "新生入学资格审核", "确认", "教务处", "长" * 201],
            "第 2 行，E 列（法律依据）",
            "分行写",
        ),
        ([1, "新生入学资格审核", "确认", "教务处", "第三条"], "第 2 行，E 列（法律依据）", "全称"),
    ],
)
def test_errors_name_row_and_column(plan, row, place, said):
    errors = plan(HEAD, row).errors
    assert [error.place for error in errors] == [place]
    assert said in errors[0].text


def test_sections_of_other_units_are_unknown(cast, plan):
    assert plan(HEAD, [1, "新生入学资格审核", "确认", "局办公室", "教育法"]).errors


def test_two_rows_of_one_name_are_an_error(plan):
    errors = plan(HEAD, ROW, [2, "新生入学 资格审核", *ROW[2:]]).errors
    assert [error.row for error in errors] == [3]


def test_what_is_missing_is_a_note_not_an_error(plan):
    made = plan(["职权名称", "法律依据"], ["新生入学资格审核", ""])
    assert not made.errors
    assert {note.label for note in made.notes} == {"法律依据", "承办科室", "职权类型"}


def test_a_known_name_changes_its_row_and_blank_cells_keep_what_it_says(cast, plan):
    line = add(cast, plan.revision.paper, name="新生入学资格审核", time_limit="五个工作日")
    made = plan(
        ["职权名称", "办理期限", "承办科室", "监督渠道"],
        ["新生入学 资格审核", "三个工作日", "", ""],
    )
    row = made.rows[0]
    assert (row.action, row.line_id) == ("adjusted", line.pk)
    assert row.content["time_limit"] == "三个工作日"
    assert row.content["sections"] == [cast.sections.teaching.pk]
    assert row.content["supervision_channel"] == "校务公开栏"
    same = plan(["职权名称", "办理期限"], ["新生入学资格审核", "五个工作日"])
    assert same.rows[0].action == "unchanged"


@pytest.mark.parametrize(
    ("head", "cells", "served", "errors"),
    [
        (["内外部"], ["内部职权"], "", set()),
        (["办理期限"], ["三日"], "citizen", set()),
        (["内外部", "服务对象"], ["内部职权", "企业"], "organisation", {"服务对象"}),
    ],
)
def test_what_becomes_internal_serves_nobody_outside(cast, plan, head, cells, served, errors):
    add(cast, plan.revision.paper, name="新生入学资格审核", served="citizen")
    made = plan(["职权名称", *head], ["新生入学资格审核", *cells])
    assert made.rows[0].content["served"] == served
    assert {error.label for error in made.errors} == errors


def test_a_row_the_reviewer_has_passed_is_not_changed(cast, plan):
    add(cast, plan.revision.paper, name="新生入学资格审核")
    submit(cast, plan.revision)
    second = send_back(plan.revision, open_ids=set())
    rows = (["职权名称", "办理期限"], ["新生入学资格审核", "三个工作日"])
    assert "已经看过" in plan(*rows, revision=second).errors[0].text


def test_a_file_without_sides_takes_the_one_chosen(plan):
    rows = (HEAD, ROW)
    assert plan(*rows).rows[0].content["visibility"] == "public"
    assert plan(*rows, side="internal").rows[0].content["visibility"] == "inside"


def test_corrected_columns_are_taken():
    rows = [["职权名称", "法律依据", "部门职责分工"], ["新生入学资格审核", "教育法", "教务处"]]
    reading = read([sheet(*rows)], {0: "name", 2: "sections"})
    assert texts(reading, "sections") == ["教务处"]
    assert [field for *_, field in reading.columns] == ["name", "", "sections"]


def test_the_plan_writes_nothing(plan):
    plan(HEAD, ROW, SECOND)
    assert not Power.objects.exists()
