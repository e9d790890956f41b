"""The staff form as a Word document: the same texts on the same grid as the PDF."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from reviews.printed_form import DutyGroup, for_signing_by_hand
from reviews.printed_word import render_form_docx

from .test_printed_form import DRAFT, POINT, SCHOOL_TITLE, SHEET, SIGNED

NAMES = ("林𠮷舟", "赵建国", "周明", "吴青松", "郑开来", "孙桂英")


def written(sheet, copies=1):
    stream = BytesIO()
    render_form_docx(sheet, stream, copies)
    return stream.getvalue()


def read(content):
    return docx.Document(BytesIO(content))


def text_of(document):
    return said(document.element.body)


def said(element):
    return "".join(text.text for text in element.iter(qn("w:t")))


def grid_of(table):
    """The texts of a table row by row; cells covered from above are left out."""
    rows = []
    for row in table.rows:
        cells = [cell for cell in row._tr.tc_lst if cell.vMerge != "continue"]
        rows.append([said(cell) for cell in cells])
    return rows


@pytest.fixture(scope="module")
def signed():
    return read(written(SHEET))


def test_the_front_has_head_columns_points_grade_and_boxes_in_order(signed):
    front = grid_of(signed.tables[0])
    assert front[0] == ["姓　名", "林𠮷舟", "职　务", "总务处采购员"]
    assert front[1] == ["岗位职责、工作流程", "风险点", "风险类型", "风险级别", "自我防控措施"]
    assert front[2][:2] == ["办公用品采购与报销", POINT.risk]
    assert front[3][0] == "〔新增〕询价走过场。"
    assert front[4] == ["岗位风险等级", "B级（二级风险点两个）"]
    assert [row[0] for row in front[5:]] == [box.label for box in SIGNED]
    assert front[7][1] == "同意。签名：吴青松（副组长） 代签（代郑开来）（盖章）2026年5月20日"


def test_title_unit_year_and_note_stand_around_the_table(signed):
    around = [paragraph.text for paragraph in signed.paragraphs]
    assert around[:2] == [SCHOOL_TITLE, "单位（盖章）：示范区第一中学\t2026年度"]
    assert "注：本表一式三份。" in around


def test_the_columns_are_as_wide_as_in_the_drawing(signed):
    assert [round(column.width.mm) for column in signed.tables[0].columns] == [33, 48, 18, 16, 50]


def test_a_seal_fits_into_every_box_and_the_boxes_stay_together(signed):
    front = signed.tables[0]
    boxes = front.rows[5:8]
    assert all(row.height.mm == pytest.approx(46, abs=0.1) for row in boxes)
    kept = [row._tr.find(".//" + qn("w:keepNext")) is not None for row in front.rows]
    assert kept == [False] * 4 + [True] * 3 + [False]


def test_the_head_of_the_form_is_repeated_on_every_page(signed):
    heads = [row._tr.find(".//" + qn("w:tblHeader")) is not None for row in signed.tables[0].rows]
    assert heads == [True, True] + [False] * 6


def test_the_back_sheet_has_the_section_heads_box_the_record_and_the_proof(signed):
    _, boxes, record = signed.tables
    assert grid_of(boxes)[0][1] == "已逐条核对。签名：孙桂英（主任）（盖章）2026年5月4日"
    assert [row[3] for row in grid_of(record)] == ["决定", "退回", "通过"]
    text = text_of(signed)
    for part in (SHEET.number, SHEET.digest, SHEET.check_url, SHEET.checkpoint):
        assert part in text
    assert len(signed.inline_shapes) == 1  # the code of the check page


def test_an_empty_draft_is_marked_has_rows_to_write_on_and_open_boxes():
    document = read(written(DRAFT))
    (front,) = document.tables
    assert document.sections[0].header.paragraphs[0].text == "【草稿·未提交】"
    assert [row[1] for row in grid_of(front)[2:6]] == [""] * 4
    assert text_of(document).count("年　　月　　日") == 3
    assert text_of(document).count("签名：＿") == 3


def watermarks(content):
    header = read(content).sections[0].header._element
    shapes = [shape for shape in header.iter() if shape.tag.endswith("}shape")]
    return [path.get("string") for shape in shapes for path in shape if path.get("string")]


@pytest.mark.parametrize("copies", [1, 3])
def test_a_draft_has_its_mark_across_every_page_and_what_is_signed_has_none(copies):
    assert watermarks(written(DRAFT, copies)) == ["草稿·未提交"]
    assert watermarks(written(SHEET, copies)) == []
    again = read(written(DRAFT, copies)).sections[1:]
    assert all(section.header.is_linked_to_previous for section in again)


def test_the_mark_is_text_and_nothing_else():
    sly = replace(DRAFT, state_note='草"/><w:fldSimple w:instr="DATE"/>')
    assert watermarks(written(sly)) == [sly.state_note]


def test_a_sheet_to_sign_by_hand_leaves_every_name_open():
    content = written(for_signing_by_hand(SHEET))
    with ZipFile(BytesIO(content)) as archive:
        everything = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        )
    assert not [name for name in NAMES if name in everything]
    assert "经会议集体审查，同意。" in everything


def test_names_are_there_otherwise(signed):
    """The control."""
    assert [name for name in NAMES if name in text_of(signed)] == list(NAMES)


def test_each_copy_begins_on_a_front_side_and_counts_its_own_pages():
    document = read(written(SHEET, 3))
    assert text_of(document).count(SCHOOL_TITLE) == 3
    starts = [s._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) for s in document.sections]
    assert starts == ["1", "1", "1"]
    assert [s.start_type.name for s in document.sections][1:] == ["ODD_PAGE", "ODD_PAGE"]
    footer = document.sections[0].footer._element.xml
    assert "SECTIONPAGES" in footer
    assert all(s.footer.is_linked_to_previous for s in list(document.sections)[1:])


def test_texts_are_inert_and_clean():
    hostile = '</w:t><w:instrText>DDE</w:instrText>\x00\u202e{ INCLUDETEXT "x" }'
    sheet = replace(SHEET, name=hostile, duties=[DutyGroup(hostile, [])])
    content = written(sheet)
    with ZipFile(BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert "<w:instrText" not in xml
    assert not re.search("[\x00\u202e]", xml)
    assert grid_of(read(content).tables[0])[0][1] == hostile.replace("\x00\u202e", "")
