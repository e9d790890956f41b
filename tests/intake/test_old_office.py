"""Files of old Office programs: an .xls and a .doc are read, of others it is said what they are."""

import struct

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from registry.intake.forms import SpreadsheetForm, TableFileForm
from registry.intake.limited_reader import LIMITS, UnreadableFile, read_sheets
from tests.intake.hard_document import LONG, OLD, WIDE, hard_document
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
    ("form", "errors"),
    [(TableFileForm, []), (SpreadsheetForm, ["请选择 .xlsx、.xls 格式的表格。"])],
)
def test_a_doc_is_taken_where_a_docx_is(form, errors):
    bound = form({}, {"file": SimpleUploadedFile("目录.DOC", b"x")})
    assert bound.errors.get("file", []) == errors


def test_the_tables_of_a_doc_are_those_of_the_same_docx(tmp_path):
    """Merged cells, a table in a cell, a field, a wide table described elsewhere, many pages."""
    path = tmp_path / "hard.docx"
    hard_document().save(path)
    sheets = read_sheets(OLD)
    assert sheets == read_sheets(path)
    merged, wide, long = sheets
    assert merged.merged == [(0, 0, 0, 3), (1, 0, 3, 0), (1, 2, 2, 3)]
    assert merged.rows[4][0].endswith("见依据")
    assert (len(wide.rows[0]), len(long.rows)) == (WIDE, LONG)


FLAGS, VERSION, TEXT_LENGTH = 0x0A, 0x02, 0x4C


def spoiled(place, kind, value):
    """The document with one number changed at the head of its stream."""
    content = bytearray(OLD.read_bytes())
    head = content.index(struct.pack("<H", 0xA5EC))
    (now,) = struct.unpack_from(kind, content, head + place)
    struct.pack_into(kind, content, head + place, value(now))
    return content


@pytest.mark.parametrize(
    ("place", "kind", "value", "said"),
    [
        (FLAGS, "<H", lambda flags: flags | 0x0100, "加了密码"),
        (FLAGS, "<H", lambda flags: flags ^ 0x0200, "另存为 .docx"),
        (VERSION, "<H", lambda version: 0x0065, "另存为 .docx"),
        (TEXT_LENGTH, "<I", lambda length: LIMITS["characters"] + 1, "文字太多"),
    ],
    ids=["locked", "another table", "Word 95", "endless"],
)
def test_a_doc_that_cannot_be_read_is_told(tmp_path, place, kind, value, said):
    path = tmp_path / "x.doc"
    path.write_bytes(spoiled(place, kind, value))
    with pytest.raises(UnreadableFile, match=said):
        read_sheets(path)


def test_what_is_embedded_does_not_tell_what_a_file_is(tmp_path):
    """A document with a workbook in it is a document: only the streams that stand first count."""
    content = OLD.read_bytes()
    name, other = (each.encode("utf-16-le") for each in ("\x01CompObj", "Workbook"))
    at = content.index(name + b"\x00" * (64 - len(name)))
    entry = other.ljust(64, b"\x00") + (len(other) + 2).to_bytes(2, "little")
    path = tmp_path / "x.doc"
    path.write_bytes(content[:at] + entry + content[at + 66 :])
    assert read_sheets(path) == read_sheets(OLD)
