"""CSV in its encodings and tables of Word documents, read in the same child as workbooks."""

import zipfile

import pytest
from docx import Document

from registry.intake.limited_reader import UnreadableFile, read_sheets

LINES = '科室,风险点\r\n教务处,"收受礼品，\n放宽条件"\r\n'
ROWS = [["科室", "风险点"], ["教务处", "收受礼品，\n放宽条件"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"], ids=lambda name: name
)
def test_text_is_read_in_the_encodings_that_arrive(tmp_path, encoding):
    path = tmp_path / "named.xls"
    path.write_bytes(LINES.encode(encoding))
    (sheet,) = read_sheets(path)
    assert sheet.rows == ROWS


@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_the_sign_between_cells_is_found(tmp_path, sign):
    path = tmp_path / "x.csv"
    path.write_text(f"科室{sign}风险点{sign}等级\n教务处{sign}收受礼品{sign}高\n", encoding="utf-8")
    (sheet,) = read_sheets(path)
    assert sheet.rows[1] == ["教务处", "收受礼品", "高"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x81\xff\xff\xfe,\xff", "编码"),
        (b"<html><table><tr><td>1</td></tr></table>", "不是 Excel"),
        (b"a,b\x00c", "不是 Excel"),
        ("科室\n".encode() * 70_000, "行数太多"),
        (b"," * 600, "列数太多"),
    ],
    ids=["no encoding", "a web page", "NUL", "too long", "too wide"],
)
def test_text_that_is_no_table_is_refused(tmp_path, content, message):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=message):
        read_sheets(path)


@pytest.fixture
def document(tmp_path):
    made = Document()
    made.add_paragraph("廉政风险点和风险等级目录")
    table = made.add_table(rows=4, cols=3)
    for at, text in enumerate(["科室", "风险点", "等级"]):
        table.cell(0, at).text = text
    table.cell(1, 0).merge(table.cell(2, 0)).text = "教务处"
    table.cell(1, 1).text = "收受礼品\n放宽条件"
    table.cell(2, 1).text = "泄露试题"
    table.cell(3, 0).merge(table.cell(3, 2)).text = "第 1 页"
    made.add_table(rows=1, cols=1).cell(0, 0).text = "另一张表"
    path = tmp_path / "x.docx"
    made.save(path)
    return path


def test_tables_of_a_document_are_sheets_with_merged_cells(document):
    first, second = read_sheets(document)
    assert first.rows == [
        ["科室", "风险点", "等级"],
        ["教务处", "收受礼品\n放宽条件"],
        ["", "泄露试题"],
        ["第 1 页"],
    ]
    assert first.merged == [(1, 0, 2, 0), (3, 0, 3, 2)]
    assert second.rows == [["另一张表"]]


def test_a_document_type_is_refused_with_its_entities(document):
    with zipfile.ZipFile(document) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = parts["word/document.xml"].decode()
    at = xml.index("?>") + 2
    declared = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    parts["word/document.xml"] = (xml[:at] + declared + xml[at:]).encode()
    with zipfile.ZipFile(document, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(UnreadableFile, match="读不出来"):
        read_sheets(document)


def test_what_unpacks_far_beyond_its_size_is_refused(document):
    with zipfile.ZipFile(document, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.bin", b"0" * 30_000_000)
    with pytest.raises(UnreadableFile, match="过大"):
        read_sheets(document)
