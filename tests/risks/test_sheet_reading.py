"""Tables of risk points as they arrive, and the rows that are read from them."""

import pytest

from registry.intake.cleaning import clean
from registry.intake.columns import header_key
from registry.intake.filling import filled
from registry.intake.limited_reader import Sheet
from risks.sheets.columns import finder
from risks.sheets.reading import NoTable, read
from risks.sheets.remarks import remark
from risks.sheets.report import report_of
from risks.sheets.splitting import items_of
from risks.sheets.values import levels_inside

HEAD = ["序号", "科室", "岗位", "职权", "风险点", "风险等级", "防控措施", "责任人"]
ROW = [1, "教务处", "学籍管理员", "转学审核", "放宽条件，造成不公", "高", "两人复核", "顾言之"]


def sheet(*rows, merged=(), name="表一"):
    return Sheet(name, [list(row) for row in rows], list(merged))


def of(*rows, merged=(), **options):
    return read([sheet(*rows, merged=merged)], **options)


def texts(reading, field):
    return [row.texts.get(field, "") for row in reading.rows]


def measures(reading):
    return [[text for _, text in row.measures] for row in reading.rows]


def rules(row):
    return {finding.rule for finding in row.findings}


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("power", "事项名称 权责事项名称 权力事项名称 职权名称 职权"),
        ("section", "承办机构 承办科室 承办处室 责任科室 内设机构"),
        (
            "risk",
            "风险点 廉政风险点 廉政风险点表现形式 风险点及表现形式 风险描述 廉政风险内容 表现形式",
        ),
        ("level", "等级 风险等级 风险级别"),
        ("measures", "措施 防控措施 监控措施 防范措施 防控要点及防控措施"),
        ("responsible", "责任人 直接责任人 责任主体/责任人"),
        ("leader", "主管领导 分管领导 责任领导 部门负责人 主管（分管）领导"),
        ("grade", "岗位风险等级"),
        ("basis", "实施依据 设定依据 法律依据 法定依据"),
    ],
)
def test_headers_by_many_names(field, names):
    other = "危害" if field != "harm" else "科室"
    for name in names.split():
        row = [name, "风险点" if field != "risk" else "科室", other]
        assert finder().find([row]).fields[0] == field, name


@pytest.mark.parametrize(
    "header",
    [
        ["风 险\n点", "等　级"],
        ["廉政风险点（表现形式）", "*风险等级："],
        ["本岗位存在的廉政风险点内容", "级别"],
    ],
)
def test_headers_with_breaks_brackets_and_guesses(header):
    assert finder().find([header]).fields == {0: "risk", 1: "level"}


@pytest.mark.parametrize("above", [0, 3, 28])
def test_the_header_is_found_in_the_first_thirty_rows(above):
    titles = [["某校廉政风险点目录"], ["单位（盖章）：", "", "填表时间：2026年5月"]]
    reading = of(*[titles[n % 2] for n in range(above)], HEAD, ROW)
    assert [row.number for row in reading.rows] == [above + 2]
    assert len(reading.skipped) == above + 1


def test_a_header_below_the_thirtieth_row_is_none():
    with pytest.raises(NoTable, match="没有找到"):
        of(*[["标题"]] * 30, HEAD, ROW)


def test_a_header_of_two_lines_with_merged_titles():
    rows = [
        ["科室", "风险点", "", "防控措施", "", ""],
        ["", "内容", "等级", "前期预防", "中期监控", "后期处置"],
        ["教务处", "放宽条件", "高", "培训", "抽查", "追责"],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 5)]
    (row,) = of(*rows, merged=merged).rows
    assert (row.texts["risk"], row.texts["level"]) == ("放宽条件", "高")
    assert row.measures == [("before", "培训"), ("during", "抽查"), ("after", "追责")]


def test_a_mapping_of_the_unit_names_columns_nobody_else_would():
    rows = [["科室", "可能出什么事", "怎么办"], ["教务处", "放宽条件", "复核"]]
    names = {header_key("可能出什么事"): "risk", header_key("怎么办"): "measures"}
    with pytest.raises(NoTable):
        of(*rows)
    reading = of(*rows, names=names)
    assert (texts(reading, "risk"), measures(reading)) == (["放宽条件"], [["复核"]])


def test_repeated_headers_page_marks_totals_and_blank_rows_are_left_out_and_listed():
    second = [2, "", "", "成绩登记", "改动成绩，影响公平", "中", "双人登记", ""]
    reading = of(
        HEAD, ROW, ["第 1 页,共 9 页"], HEAD, second, [], ["", " "], ["合计", "", "", "", "2"],
        ["注：本表一式三份"],
    )  # fmt: skip
    assert texts(reading, "section") == ["教务处", "教务处"]
    assert [(line.number, line.why) for line in reading.skipped] == [
        (1, "表头"),
        (3, "页码、合计或表尾"),
        (4, "重复的表头"),
        (8, "页码、合计或表尾"),
        (9, "页码、合计或表尾"),
    ]


# --- merged, blank, continued ---------------------------------------------------------------


def test_merged_cells_say_the_same_for_every_row():
    second = [2, "", "", "成绩登记", "改动成绩", "中", "双人登记", "苏晓棠"]
    reading = of(HEAD, ROW, second, merged=[(1, 1, 2, 1), (1, 2, 2, 2)])
    assert texts(reading, "post") == ["学籍管理员", "学籍管理员"]
    assert "merged" in rules(reading.rows[1])


def test_a_risk_merged_over_several_measures_is_one_point():
    rows = [["风险点", "等级", "防控措施"], ["放宽条件", "高", "两人复核"], ["", "", "公开结果"]]
    reading = of(*rows, merged=[(1, 0, 2, 0), (1, 1, 2, 1)])
    assert measures(reading) == [["两人复核", "公开结果"]]


def test_one_row_in_three_lines_where_only_the_description_goes_on():
    reading = of(
        HEAD,
        [1, "教务处", "学籍管理员", "转学审核", "对不符合条件的", "高", "两人复核", "顾言之"],
        ["", "", "", "", "申请放宽把关，造成"],
        ["", "", "", "", "不良影响"],
        [2, "", "", "", "泄露信息", "中", "保密", ""],
    )
    assert texts(reading, "risk") == ["对不符合条件的申请放宽把关，造成不良影响", "泄露信息"]
    assert reading.rows[0].raw["风险点"] == "对不符合条件的\n申请放宽把关，造成\n不良影响"


def test_a_new_outer_value_ends_what_stood_within_it():
    reading = of(
        ["科室", "岗位", "风险点", "等级"],
        ["教务处", "学籍管理员", "放宽条件", "高"],
        ["", "", "泄露信息", "中"],
        ["总务处", "", "虚报数量", "低"],
    )
    assert texts(reading, "section") == ["教务处", "教务处", "总务处"]
    assert texts(reading, "post") == ["学籍管理员", "学籍管理员", ""]


@pytest.mark.parametrize(
    ("values", "expected", "how"),
    [
        (["甲", "", "乙"], "甲甲乙", "above"),
        (["", "甲", "", "", "乙", ""], "甲甲甲乙乙乙", "middle"),
        (["", "甲", "", "乙"], "甲甲甲乙", "middle"),
        (["", "", "甲", "乙", ""], "甲甲甲乙乙", "unsure"),
        (["", "", ""], "", ""),
    ],
)
def test_values_printed_once_at_the_top_or_in_the_middle_of_their_block(values, expected, how):
    got, said = filled(values)
    assert "".join(got) == expected
    assert set(said) - {""} == ({how} if how else set())


# --- several in one cell --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1.收受礼品；\n2.放宽条件", ["收受礼品", "放宽条件"]),
        ("1、收受礼品\n2、放宽条件。", ["收受礼品", "放宽条件。"]),
        ("1 收受礼品\n2 放宽条件", ["收受礼品", "放宽条件"]),
        ("1.1 收受礼品\n1.2 放宽条件", ["收受礼品", "放宽条件"]),
        ("（1）收受礼品（2）放宽条件", ["收受礼品（2）放宽条件"]),
        ("（1）收受礼品；（2）放宽条件", ["收受礼品", "放宽条件"]),
        ("①收受礼品②放宽条件", ["收受礼品", "放宽条件"]),
        ("一是收受礼品；二是放宽条件", ["收受礼品", "放宽条件"]),
        ("收受家长礼品；放宽接收条件", ["收受家长礼品", "放宽接收条件"]),
        ("1.收受礼品", ["收受礼品"]),
        ("主要风险：1.收受礼品2件；2.放宽条件", ["收受礼品2件", "放宽条件"]),
        ("在 3 个工作日内办结，1 人负责", ["在 3 个工作日内办结，1 人负责"]),
        ("2023 年以来放宽条件", ["2023 年以来放宽条件"]),
        ("对不符合条件的\n申请放宽", ["对不符合条件的申请放宽"]),
        ("收受礼品。\n放宽条件。", ["收受礼品。", "放宽条件。"]),
        ("甲；乙", ["甲；乙"]),
    ],
)
def test_items_of_one_cell(text, items):
    assert items_of(text)[0] == items


@pytest.mark.parametrize(
    ("risk", "measure", "expected"),
    [
        ("1.收受礼品\n2.放宽条件", "1.登记\n2.复核", [["登记"], ["复核"]]),
        ("1.收受礼品\n2.放宽条件", "复核", [["复核"], ["复核"]]),
        ("收受礼品", "1.登记\n2.复核", [["登记", "复核"]]),
    ],
)
def test_risks_and_measures_of_one_row(risk, measure, expected):
    reading = of(["风险点", "防控措施"], [risk, measure])
    assert measures(reading) == expected
    assert ("split" in rules(reading.rows[0])) == (len(expected) > 1)


def test_a_split_that_was_not_wanted_leaves_the_cell_whole():
    reading = of(["风险点", "防控措施"], ["1.收受礼品\n2.放宽条件", "登记"], split=False)
    assert len(reading.rows) == 1


@pytest.mark.parametrize(
    ("text", "risk", "level"),
    [
        ("收受礼品（风险等级：高）", "收受礼品", "高"),
        ("收受礼品(风险等级:一级)", "收受礼品", "一级"),
        ("收受礼品，风险级别：Ⅰ级", "收受礼品", "Ⅰ级"),
        ("收受礼品[风险等级:★★]", "收受礼品", "★★"),
        ("不按风险等级管理", "不按风险等级管理", ""),
    ],
)
def test_a_level_inside_the_text(text, risk, level):
    (row,) = of(["科室", "风险点"], ["教务处", text]).rows
    assert (row.texts["risk"], row.texts.get("level", "")) == (risk, level)


LEVELS_AFTER = ("剩余风险等级", "残余风险等级", "措施后 风险等级", "防控后的廉政风险等级")


@pytest.mark.parametrize("words", LEVELS_AFTER)
def test_a_level_after_the_measures_is_not_the_one_before(words):
    assert levels_inside(f"收受礼品（{words}：低）") == ("收受礼品", "", "低")


def test_a_person_inside_a_measure_and_steps_behind_a_colon():
    (row,) = of(
        ["职权", "风险点", "防控措施", "责任人"],
        ["学籍管理：受理、审核、办结", "放宽条件", "两人复核（责任人：顾言之）", ""],
    ).rows
    assert (row.texts["power"], row.steps) == ("学籍管理", ["受理", "审核", "办结"])
    assert (row.measures, row.texts["responsible"]) == ([("", "两人复核")], "顾言之")


def test_levels_stay_the_words_of_the_file():
    words = ["高", "一级", "Ⅰ级", "I级", "A", "★", "▲"]
    reading = of(["风险点", "风险等级"], *[[f"第{word}种情形", word] for word in words])
    assert texts(reading, "level") == words
    assert reading.level_words == words


def test_levels_on_lines_belong_to_the_items_and_a_lonely_number_goes():
    reading = of(["职权", "风险点", "等级"], ["1.转学审核", "1.收受礼品\n2.放宽条件", "高\n低"])
    assert texts(reading, "level") == ["高", "低"]
    assert texts(reading, "power") == ["转学审核", "转学审核"]


def test_the_head_of_a_form_speaks_for_its_rows():
    reading = of(
        ["姓名", "甲小某", "职务", "局长"],
        ["三重一大、岗位职责", "风险点", "风险级别", "岗位风险等级"],
        ["人事任免", "任人唯亲", "一级", "A"],
    )
    (row,) = reading.rows
    assert (row.texts["person"], row.texts["title"], row.texts["duty"]) == (
        "甲小某", "局长", "人事任免",
    )  # fmt: skip
    assert [column.title for column in reading.columns][1] == "风险点"


def test_names_on_lines_stay_apart_and_spaced_names_close_up():
    reading = of(
        ["风险点", "责任人"],
        ["收受礼品", "张　三"],
        ["放宽条件", "李四 王五五"],
        ["泄露", "赵六\n钱七"],
    )
    assert texts(reading, "responsible") == ["张三", "李四、王五五", "赵六、钱七"]


# --- damage ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("姓 名", "姓名"),
        ("违规\u00a0收费\u3000", "违规收费"),
        ("權(quán)力", "权力"),
        ("權(权)力", "权力"),
        ("權(权quán)力寻租", "权力寻租"),
        ("系统(app)登记", "系统(app)登记"),
        ("办公(OA)系统", "办公(OA)系统"),
        ("导导致致损失", "导致损失"),
        ("高高兴兴办事", "高高兴兴办事"),
        ("（一般)问题", "（一般）问题"),
        ("审第 3 页，共 9 页核", "审核"),
        ("见手册第 3 页", "见手册第 3 页"),
        ("２０２６年Ａ类", "2026年A类"),
        ("收受礼品,影响公正;", "收受礼品，影响公正；"),
        ("金额1,000元", "金额1,000元"),
        ("办\u200b理", "办理"),
        ("\U00020bb7记", "\U00020bb7记"),
    ],
)
def test_certain_damage_is_mended(raw, expected):
    assert clean(raw)[0] == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("自受理起2023日内办结", "天数"),
        ("收受\ufffd\ufffd礼", "乱码"),
        ("锟斤拷锟斤拷", "乱码"),
        ("????", "乱码"),
    ],
)
def test_what_cannot_be_repaired_is_refused_in_plain_words(text, said):
    (row,) = of(["科室", "风险点"], ["教务处", text]).rows
    (error,) = [finding for finding in row.findings if finding.severity == "error"]
    assert (error.letter, said in error.text) == ("B", True)


def test_thirty_days_are_no_damage():
    (row,) = of(["科室", "风险点"], ["教务处", "超过30个工作日内不办结"]).rows
    assert row.count("error") == 0


# --- warnings -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({4: "转学审核"}, "only_the_power"),
        ({4: "材料是否齐全"}, "question"),
        ({4: "不得收受家长礼品"}, "prohibition"),
        ({4: "监督机制不健全"}, "only_cause"),
        ({3: "思想道德风险"}, "power_is_type"),
        ({6: "《学籍管理办法》"}, "only_regulation"),
        ({4: "收受礼品"}, "parts_missing"),
        ({4: "【A岗位】收受礼品，造成不公"}, "blank_in_text"),
        ({6: "XX个工作日内办结"}, "blank_in_text"),
        ({4: "某某老师收受礼品，造成不公"}, "blank_in_text"),
        ({4: "顾言之放宽条件，造成不公"}, "names_a_person"),
        ({5: ""}, "no_level"),
        ({6: ""}, "no_measure"),
    ],
)
def test_content_worth_a_warning(changes, rule):
    cells = [changes.get(at, cell) for at, cell in enumerate(ROW)]
    good, bad = of(HEAD, ROW), of(HEAD, cells)
    for reading in (good, bad):
        remark(reading, people=["顾言之"])
    assert rule not in rules(good.rows[0])
    assert rule in rules(bad.rows[0])
    assert bad.rows[0].count("error") == 0


def test_repeats_levels_and_totals_are_found_between_rows():
    near = [2, "教务处", "学籍管理员", "转学审核", "放宽了条件，造成不公。", "中", "抽查", ""]
    same = [3, "教务处", "学籍管理员", "转学审核", "放宽条件，造成不公。", "中", "抽查", ""]
    reading = of(HEAD, ROW, near, same, ["合计", "", "", "", "29 个"])
    remark(reading)
    assert "near_repeat" in rules(reading.rows[1])
    assert {"repeat", "two_levels", "total"} <= rules(reading.rows[2])


def test_the_same_measure_in_many_rows():
    rows = [[n, "", "", "", f"第{n}种情形，造成不公", "高", "加强学习", ""] for n in range(1, 6)]
    reading = of(HEAD, *rows)
    remark(reading)
    assert all("same_measure" in rules(row) for row in reading.rows)


def test_every_cell_is_in_the_rows_or_in_what_was_left_out():
    rows = [["标题"], HEAD, [*ROW, "多出来的"], ["", "", "", "", "造成影响"], ["合计", "1"]]
    data = report_of(of(*rows))
    said = [*(row["raw"].values() for row in data["rows"]), *(r["cells"] for r in data["left_out"])]
    found = {line for cells in said for cell in cells for line in cell.split("\n")}
    assert {str(cell) for row in rows for cell in row if cell} <= found
