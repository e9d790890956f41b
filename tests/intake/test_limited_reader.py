"""Spreadsheets as people and attackers send them: read, or refused quickly with a plain message."""

import random
import resource
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from registry.intake import limited_reader
from registry.intake.limited_reader import UnreadableFile, read_sheets

CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
RELS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="xl/workbook.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def write_archive(path, sheet, sheets=1, extra=()):
    """A workbook by hand: `sheet` is the XML of every sheet."""
    entries = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELS)
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{entries}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{RELS.split(chr(34))[3]}">{links}</Relationships>',
        )
        for n in range(1, sheets + 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", sheet)
        for name, content in extra:
            archive.writestr(name, content)
    return path


def sheet_xml(cells):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'


FIRST = '<row r="1"><c r="A1"><v>1</v></c></row>'
LAST = '<row r="1048576"><c r="{}1048576"><v>1</v></c></row>'
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>好</t></is></c></row>'


@pytest.fixture
def book(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "人员"
    sheet.append(["单位代码", "姓名", "起始"])
    sheet.append([1001, "林听雨 𠮷", date(2026, 1, 2)])
    sheet.append([None, "=1+1", True])
    sheet["F9"].font = Font(bold=True)
    sheet.merge_cells("A2:A3")
    hidden = workbook.create_sheet("藏起来的")
    hidden.append(["不给人看"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "book.xlsx"
    workbook.save(path)
    return path


def test_cells_keep_their_place_and_kind(book):
    (sheet,) = read_sheets(book)
    assert sheet.name == "人员"
    assert sheet.rows[0] == ["单位代码", "姓名", "起始"]
    assert sheet.rows[1] == [1001, "林听雨 𠮷", date(2026, 1, 2)]
    assert len(sheet.rows) == 3
    assert sheet.merged == [(1, 0, 2, 0)]


def test_an_archive_made_by_hand_is_read_at_all(tmp_path):
    """So that the refusals below are for what they say, not for a faulty test file."""
    (sheet,) = read_sheets(write_archive(tmp_path / "x.xlsx", sheet_xml(CELL)))
    assert sheet.rows == [["好"]]


def big_cells(count):
    return f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"A" * count}</t></is></c></row>'


def bomb(path):
    return write_archive(path, sheet_xml(big_cells(130_000_000)))


def many_parts(path):
    extra = [(f"xl/media/{n}.bin", b"") for n in range(5000)]
    return write_archive(path, sheet_xml(CELL), extra=extra)


def many_sheets(path):
    return write_archive(path, sheet_xml(CELL), sheets=1500)


def wide(path):
    return write_archive(
        path, sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')
    )


def far_corner(path):
    return write_archive(path, sheet_xml(FIRST + LAST.format("XFD")))


def long(path):
    return write_archive(path, sheet_xml(FIRST + LAST.format("A")))


def lying(path):
    """The directory of the archive declares a small size for a large part."""
    bomb(path)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(bytes(data))
    return path


def shared_strings(path):
    """Small in the archive, every cell the same long string."""
    rows = "".join(
        f'<row r="{r}">' + "".join('<c t="s"><v>0</v></c>' for _ in range(50)) + "</row>"
        for r in range(1, 9001)
    )
    text = f'<sst xmlns="{MAIN}"><si><t>{"字" * 30_000}</t></si></sst>'
    write_archive(path, sheet_xml(rows), extra=[("xl/sharedStrings.xml", text)])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    link = f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    rels = parts["xl/_rels/workbook.xml.rels"].decode()
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Rel", link + "</Rel").encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def with_macros(path):
    return write_archive(path, sheet_xml(CELL), extra=[("xl/vbaProject.bin", b"x")])


def not_a_table(path):
    path.write_bytes(b"%PDF-1.7 ...")
    return path


def empty(path):
    path.write_bytes(b"")
    return path


def cut_off(path):
    write_archive(path, sheet_xml(CELL))
    path.write_bytes(path.read_bytes()[:400])
    return path


def too_many_bytes(path):
    path.write_bytes(b"PK\x03\x04" + random.Random(1).randbytes(11 * 1024 * 1024))
    return path


def entities(path):
    """A billion laughs in a sheet."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>' + sheet_xml(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
    )
    return write_archive(path, xml)


def seconds_of_children():
    """Of work, not of waiting: another test may have the machine meanwhile."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


HOSTILE = [
    (bomb, "过大"),
    (many_parts, "复杂"),
    (many_sheets, "工作表太多"),
    (wide, "列数太多"),
    (far_corner, "请"),
    (long, "行数太多"),
    (lying, "请"),
    (shared_strings, "请"),
    (with_macros, "宏"),
    (not_a_table, "不是 Excel"),
    (empty, "空的"),
    (cut_off, "读不出来"),
    (too_many_bytes, "10 MB"),
]


@pytest.mark.parametrize(("make", "message"), HOSTILE, ids=[make.__name__ for make, _ in HOSTILE])
def test_hostile_files_are_refused_in_plain_words_within_two_seconds(tmp_path, make, message):
    path = make(tmp_path / "x.xlsx")
    before = seconds_of_children()
    with pytest.raises(UnreadableFile, match=message):
        read_sheets(path)
    assert seconds_of_children() - before < 2


def test_entities_are_not_expanded(tmp_path):
    try:
        sheets = read_sheets(entities(tmp_path / "x.xlsx"))
    except UnreadableFile:
        return
    assert len(str(sheets)) < 1000


def test_without_the_limits_the_bomb_goes_off(tmp_path, monkeypatch):
    """The negative control: it is the declared size that is refused, not the file as such."""
    path = write_archive(tmp_path / "x.xlsx", sheet_xml(big_cells(8_000_000)))
    small = {**limited_reader.LIMITS, "declared_bytes": 1_000_000}
    (sheet,) = read_sheets(path)
    assert len(sheet.rows[0][0]) == 8_000_000
    monkeypatch.setattr(limited_reader, "LIMITS", small)
    with pytest.raises(UnreadableFile, match="过大"):
        read_sheets(path)


def test_the_child_may_not_grow(tmp_path, monkeypatch):
    path = write_archive(tmp_path / "x.xlsx", sheet_xml(big_cells(100_000_000)))
    before = seconds_of_children()
    with pytest.raises(UnreadableFile):
        read_sheets(path)
    assert seconds_of_children() - before < 2


@pytest.mark.parametrize("seed", range(30))
def test_mutated_files_are_read_or_refused_never_a_crash(book, seed):
    """A few here; the long run is a command of its own."""
    rng = random.Random(seed)
    data = bytearray(book.read_bytes())
    for _ in range(rng.randint(1, 30)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    book.write_bytes(bytes(data))
    try:
        sheets, said = read_sheets(book), "请"
    except UnreadableFile as refusal:
        sheets, said = [], str(refusal)
    assert isinstance(sheets, list)
    assert "请" in said
