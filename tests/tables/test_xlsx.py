import re
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import load_workbook

from registry.tables import xlsx
from registry.tables.description import Column

from .conftest import make_rows, make_table

TEXT = (Column("text", "风险点", 60), Column("other", "措施", 40))
DANGEROUS = [
    f"{sign}{rest}"
    for sign in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    for rest in ("1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", 'HYPERLINK("https://x","点")')
]


@pytest.fixture(scope="module")
def content(directory, written):
    return written(xlsx.write, directory)


@pytest.fixture(scope="module")
def sheet(content):
    return openpyxl.load_workbook(BytesIO(content)).active


def cells(content):
    rows = openpyxl.load_workbook(BytesIO(content)).active.iter_rows(min_row=xlsx.HEADER_ROW + 1)
    return [[cell.value for cell in row] for row in rows]


def test_head_rows_name_title_source_and_number(sheet):
    assert sheet["A1"].value == "廉政风险点和风险等级目录"
    assert sheet["A2"].value == "来源：公开件第12号（2026年6月1日公布，单位内部版，内部资料）"
    assert "编号：DEMO-2026-ML-0012" in sheet["A3"].value
    assert "3f" * 32 in sheet["A3"].value
    assert {"A1:F1", "A2:F2", "A3:F3"} <= {str(area) for area in sheet.merged_cells.ranges}


def test_header_is_bold_on_grey_frozen_and_repeated_on_print(sheet):
    header = sheet[xlsx.HEADER_ROW]
    assert [cell.value for cell in header][:3] == ["序号", "责任科室", "职权名称"]
    assert all(cell.font.bold and cell.fill.fgColor.rgb == "FFD9D9D9" for cell in header)
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"


def test_prints_on_a4_landscape_one_page_wide_with_page_numbers(sheet):
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet.oddFooter.left.text == "DEMO-2026-ML-0012"
    assert sheet.oddFooter.right.text == "内部资料"


def test_an_upright_table_prints_upright_and_narrower(written, sheet):
    content = written(xlsx.write, make_table(make_rows(1), orientation="portrait"))
    upright = openpyxl.load_workbook(BytesIO(content)).active
    assert upright.page_setup.orientation == "portrait"
    assert upright.column_dimensions["D"].width < sheet.column_dimensions["D"].width


def test_rows_merged_cells_and_notes_are_there(sheet):
    assert [sheet.cell(row, 1).value for row in range(5, 13)] == list(range(1, 9))
    assert sheet["F5"].value == "询价由两人以上参加并留记录0。\n每季度公示采购结果。"
    areas = {str(area) for area in sheet.merged_cells.ranges}
    assert {"B5:B10", "C5:C7", "C8:C10", "B11:B12", "C11:C12"} <= areas
    assert sheet["A13"].value == "注：监控措施由责任科室落实。"
    assert sheet["F5"].alignment.wrap_text


def test_a_text_beside_more_rows_than_are_seen_together_stands_at_the_top(written):
    columns = (Column("unit", "单位", merge=True), Column("text", "风险点"))
    long, short = xlsx.SEEN_TOGETHER + 1, xlsx.SEEN_TOGETHER
    rows = [{"unit": "区教育局", "text": str(place)} for place in range(long)]
    rows += [{"unit": "实验小学", "text": str(place)} for place in range(short)]
    made = openpyxl.load_workbook(
        BytesIO(written(xlsx.write, make_table(rows, columns=columns)))
    ).active
    first = xlsx.HEADER_ROW + 1
    assert made.cell(first, 1).alignment.vertical == "top"
    assert made.cell(first + long, 1).alignment.vertical == "center"


def test_one_shared_style_for_each_kind_of_cell(content):
    styles = openpyxl.load_workbook(BytesIO(content))._cell_styles
    assert len(styles) < 14


def test_no_name_of_person_or_program_in_the_file(content):
    with ZipFile(BytesIO(content)) as archive:
        properties = archive.read("docProps/core.xml") + archive.read("docProps/app.xml")
    assert b"creator" not in properties
    assert b"lastModifiedBy" not in properties
    assert b"openpyxl" not in properties.lower()
    assert b"Excel" not in properties


def test_nothing_is_ever_a_formula_and_text_survives(written):
    rows = [{"text": text, "other": [text, text]} for text in DANGEROUS]
    table = make_table(
        rows, columns=TEXT, title="=1+1", unit_name="@x", notes=["=2+2"], number="+3"
    )
    content = written(xlsx.write, table)
    with ZipFile(BytesIO(content)) as archive:
        assert not re.search(rb"<f[ >/]", archive.read("xl/worksheets/sheet1.xml"))
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert [row[0] for row in cells(content)][: len(DANGEROUS)] == [
        text.replace("\r", "\n") for text in DANGEROUS
    ]
    assert all(cell.quotePrefix for cell in sheet[xlsx.HEADER_ROW + 1])


def test_without_the_guard_the_same_text_would_be_a_formula(written, monkeypatch):
    """Negative control: the library makes a formula of it when the cell type is left alone."""

    def guessed(self, kind, text):
        cell = self.cells[kind]
        cell.value = text
        return cell

    monkeypatch.setattr(xlsx._RowWriter, "_cell", guessed)
    content = written(xlsx.write, make_table([{"text": "=1+1"}], columns=TEXT))
    assert openpyxl.load_workbook(BytesIO(content)).active["A5"].data_type == "f"


@pytest.mark.parametrize("text", ["𠮷野𪚥𰻞𱁬", "葛\U000e0100城", "  前后空格  ", "<b>&amp;</b>"])
def test_rare_characters_and_markup_survive_two_readers(written, text):
    content = written(xlsx.write, make_table([{"text": text, "other": ""}], columns=TEXT))
    assert cells(content)[0][0] == text
    assert load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()[4][0] == text


def test_control_characters_are_dropped_not_refused(written):
    text = "甲\x00乙\x08丙\ud800丁\u202e戊"
    content = written(xlsx.write, make_table([{"text": text}], columns=TEXT, title="\x07题"))
    assert cells(content)[0][0] == "甲乙丙\ufffd丁戊"


def test_a_text_that_no_cell_can_hold_is_refused_with_a_plain_message(written):
    with pytest.raises(xlsx.TableTooLarge, match="第 5 行有一格文字超过 32767 字"):
        written(xlsx.write, make_table([{"text": "字" * 32_768}], columns=TEXT))


def test_a_covered_number_is_not_hidden_in_the_sheet(written):
    columns = (Column("count", "次数", merge=True), Column("text", "风险点"))
    rows = [{"count": 7, "text": "甲"}, {"count": 7, "text": "乙"}]
    content = written(xlsx.write, make_table(rows, columns=columns))
    assert [row[0] for row in cells(content)][:2] == [7, None]


def test_long_numbers_keep_all_their_digits(written):
    content = written(xlsx.write, make_table([{"text": 123456789012345678}], columns=TEXT))
    assert cells(content)[0][0] == "123456789012345678"


@pytest.mark.parametrize(
    ("title", "name"),
    [("职权/目录[1]:*?\\", "职权 目录 1"), ("名" * 40, "名" * 31), ("///", "表"), ("'引'", "引")],
)
def test_sheet_names_are_what_spreadsheets_accept(written, title, name):
    content = written(xlsx.write, make_table([], columns=TEXT, title=title))
    assert openpyxl.load_workbook(BytesIO(content)).sheetnames == [name]
