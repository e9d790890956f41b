"""Files of old Office programs: an .xls is read, of the others it is said what they are."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.intake.forms import SpreadsheetForm, TableFileForm
from registry.intake.limited_reader import OLD_WORD, UnreadableFile, read_sheets
from tests.samples.layouts import SAMPLES
from tests.samples.make import path_of

BINARY = next(path_of(sample) for sample in SAMPLES if sample.kind == "xls")
STREAM = "Workbook"


def renamed(content, name):
    """The same compound file with another name in its directory: 64 bytes, then their number."""
    old = STREAM.encode("utf-16-le")
    at = content.index(old + b"\x00" * (64 - len(old)))
    new = name.encode("utf-16-le")
    entry = new.ljust(64, b"\x00") + (len(new) + 2).to_bytes(2, "little")
    return content[:at] + entry + content[at + 66 :]


def test_the_file_itself_is_read():
    assert read_sheets(BINARY)[0].name == "风险点"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("WordDocument", "另存为 .docx"),
        ("EncryptedPackage", "加了密码"),
        ("PowerPoint", "可能已损坏或加了密码"),
    ],
)
def test_another_old_file_is_told_by_its_streams(tmp_path, name, said):
    path = tmp_path / "旧文件.xls"
    path.write_bytes(renamed(BINARY.read_bytes(), name))
    with pytest.raises(UnreadableFile, match=said):
        read_sheets(path)


def test_a_path_from_where_one_stands_is_read(monkeypatch):
    """As `import_points` gets it on the command line; the child stands elsewhere."""
    monkeypatch.chdir(BINARY.parent)
    assert read_sheets(BINARY.name)[0].name == "风险点"


@pytest.mark.parametrize(
    ("form", "said"),
    [(TableFileForm, OLD_WORD), (SpreadsheetForm, "请选择 .xlsx、.xls 格式的表格。")],
)
def test_a_doc_gets_the_advice_where_a_docx_would_do(form, said):
    bound = form({}, {"file": SimpleUploadedFile("目录.DOC", b"x")})
    assert bound.errors["file"] == [said]
