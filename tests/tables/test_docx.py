import re
from io import BytesIO
from zipfile import ZipFile

import docx as word_reader
import pytest
from docx.oxml.ns import qn

from registry.tables import docx, empty_word
from registry.tables.description import Column
from registry.tables.text import clean

from .conftest import make_rows, make_table

TEXT = (Column("text", "风险点", 60), Column("other", "措施", 40))
RARE = ["𠮷野𪚥𰻞𱁬", "葛\U000e0100城", "  前后空格  ", "甲\t乙", "<b>&amp;</b>", "]]>", "\u200d连"]
HOSTILE = [
    "=1+1",
    'HYPERLINK "https://example.org/x"',
    "{ INCLUDETEXT C:\\secret.txt }",
    '</w:t></w:r><w:r><w:instrText>DDEAUTO c:\\x "a"</w:instrText></w:r>',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>&e;',
    "\\\\server\\share",
]


@pytest.fixture(scope="module")
def content(directory, written):
    return written(docx.write, directory)


@pytest.fixture(scope="module")
def document(content):
    return word_reader.Document(BytesIO(content))


def parts(content):
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def texts(content):
    """The first column below the header, as a reader gives it back."""
    (table,) = word_reader.Document(BytesIO(content)).tables
    return [row.cells[0].text for row in table.rows[1:]]


def test_title_source_facts_and_digest_stand_above_the_grid(document):
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[:2] == [
        "廉政风险点和风险等级目录",
        "来源：公开件第12号（2026年6月1日公布，单位内部版，内部资料）",
    ]
    assert "编号：DEMO-2026-ML-0012" in said[2]
    assert said[3] == "校验码：" + "3f" * 32
    assert said[-1] == "注：监控措施由责任科室落实。"


def test_margins_carry_mark_number_page_of_pages_and_digest(document):
    (section,) = document.sections
    assert section.header.paragraphs[0].text == "内部资料"
    footer = section.footer._element
    assert [field.get(qn("w:instr")).strip() for field in footer.iter(qn("w:fldSimple"))] == [
        "PAGE",
        "NUMPAGES",
    ]
    said = "".join(text.text for text in footer.iter(qn("w:t")))
    assert said == f"编号：DEMO-2026-ML-0012第1页 共1页校验码：{'3f' * 8}"


def test_the_column_titles_are_repeated_and_no_row_is_torn(document):
    (table,) = document.tables
    heads = [row._tr.find(".//" + qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True] + [False] * 8
    assert all(row._tr.find(".//" + qn("w:cantSplit")) is not None for row in table.rows)
    assert [cell.text for cell in table.rows[0].cells][:3] == ["序号", "责任科室", "职权名称"]


def test_merged_cells_span_their_rows(document):
    (table,) = document.tables
    grid = [row._tr.tc_lst for row in table.rows[1:]]
    assert [row[1].vMerge for row in grid] == ["restart", *["continue"] * 5, "restart", "continue"]
    assert [row[2].vMerge for row in grid] == [
        *["restart", "continue", "continue"] * 2,
        *["restart", "continue"],
    ]
    assert [row[0].vMerge for row in grid] == [None] * 8
    assert table.rows[1].cells[5].text == "询价由两人以上参加并留记录0。\n每季度公示采购结果。"


@pytest.mark.parametrize(
    ("orientation", "size"), [("landscape", (297, 210)), ("portrait", (210, 297))]
)
def test_the_sheet_lies_as_the_description_says_and_the_grid_fills_it(written, orientation, size):
    content = written(docx.write, make_table(make_rows(1), orientation=orientation))
    document = word_reader.Document(BytesIO(content))
    (section,), (table,) = document.sections, document.tables
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size
    room = section.page_width - section.left_margin - section.right_margin
    widths = [column.width for column in table.columns]
    assert abs(sum(widths) - room) < 10 * 635  # a twentieth of a point a column
    assert widths[3] / widths[0] == pytest.approx(8, rel=0.01)


def test_chinese_faces_are_named_with_others_to_fall_back_on(content):
    files = parts(content)
    used = set(re.findall(r'w:eastAsia="([^"]+)"', files["word/document.xml"]))
    assert used == {"宋体", "仿宋", "黑体"}
    known = re.findall(r'w:name="([^"]+)"><w:altName w:val="([^"]+)"', files["word/fontTable.xml"])
    assert dict(known) == empty_word.FACES
    assert 'w:eastAsia="宋体"' in files["word/styles.xml"]


def test_no_name_of_person_program_or_day_in_the_file(content):
    files = parts(content)
    about = files["docProps/core.xml"]
    assert "<dc:title>廉政风险点和风险等级目录</dc:title>" in about
    assert "<dc:creator></dc:creator>" in about or "<dc:creator/>" in about
    assert set(re.findall(r">(\d{4})-", about)) == {"2000"}
    everything = "".join(files.values()).lower()
    for word_of_a_program in ("python-docx", "microsoft macintosh", "thumbnail", "template>"):
        assert word_of_a_program not in everything


def test_the_librarys_own_document_would_name_its_program():
    """Negative control: what the library writes when nobody cleans it."""
    stream = BytesIO()
    word_reader.Document().save(stream)
    with ZipFile(stream) as archive:
        assert b"python-docx" in archive.read("docProps/core.xml")
        assert "docProps/thumbnail.jpeg" in archive.namelist()


def test_nothing_points_outside(written):
    rows = [{"text": text, "other": [text]} for text in HOSTILE]
    names = dict.fromkeys(("title", "unit_name", "number", "digest"), HOSTILE[1])
    content = written(docx.write, make_table(rows, columns=TEXT, notes=HOSTILE, **names))
    for name, xml in parts(content).items():
        assert 'TargetMode="External"' not in xml
        if name.startswith("word/"):
            assert "<w:instrText" not in xml
            assert "<w:hyperlink" not in xml
            assert "<!DOCTYPE" not in xml
            assert set(re.findall(r'w:instr="([^"]*)"', xml)) <= {" PAGE ", " NUMPAGES "}
    assert texts(content) == [clean(text) for text in HOSTILE]


@pytest.mark.parametrize("text", RARE)
def test_rare_characters_blanks_and_markup_survive(written, text):
    content = written(docx.write, make_table([{"text": text, "other": ""}], columns=TEXT))
    assert texts(content) == [text]


def test_control_characters_are_dropped_not_refused(written):
    text = "甲\x00乙\x08丙\ud800丁\u202e戊"
    content = written(docx.write, make_table([{"text": text}], columns=TEXT, title="\x07题"))
    assert texts(content) == ["甲乙丙\ufffd丁戊"]


def test_paragraphs_of_a_cell_stay_apart(written):
    content = written(docx.write, make_table([{"text": ["一\n二", "三"]}], columns=TEXT))
    assert texts(content) == ["一\n二\n三"]


def test_an_empty_table_says_so(written):
    content = written(docx.write, make_table([], columns=TEXT))
    (table,) = word_reader.Document(BytesIO(content)).tables
    assert table.rows[1].cells[0].text == "（本表暂无内容）"


def test_a_public_edition_carries_no_mark(written):
    from datetime import date

    from registry.tables.description import Source

    table = make_table(make_rows(1), source=Source.publication(3, date(2026, 6, 1)))
    document = word_reader.Document(BytesIO(written(docx.write, table)))
    assert document.sections[0].header.paragraphs[0].text == ""
