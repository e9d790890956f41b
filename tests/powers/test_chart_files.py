"""Charts as files: PDF and Word on A4 landscape, the same picture, the steps to write in."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import pikepdf
import pytest

from powers.chart_files import CHART_FORMATS, Volume, figure_of, written
from powers.charts.emf import emf_of
from powers.charts.layout import lay_out
from powers.flow import plain_ways
from powers.tables import chart_of_public, public_chart
from registry.tables.description import Source

from .chart_rules import drawn_by_lot
from .test_flow import CHART

SOURCE = Source.register(date(2026, 5, 6))
MM = 72 / 25.4


def long_content(count):
    steps = [f"第{place}个环节" for place in range(1, count + 1)]
    ways = [*plain_ways(steps), {"source": steps[9], "target": steps[0], "outcome": "退回"}]
    return {"steps": steps, "details": {}, "ways": ways}


@pytest.fixture(scope="module")
def volume():
    figures = [
        figure_of(CHART, serial=3, name="学籍变动审核", note=f"和平区第一中学　{SOURCE.head}"),
        figure_of(long_content(25), serial=4, name="采购\x07决定"),
    ]
    return Volume("权力运行流程图", SOURCE, figures, "和平区第一中学")


def test_pdf_is_a4_landscape_a_page_for_each_page_of_a_chart(volume):
    with pikepdf.open(BytesIO(written(volume, "pdf"))) as pdf:
        sizes = {tuple(round(float(side) / MM) for side in page.mediabox[2:]) for page in pdf.pages}
        assert (sizes, len(pdf.pages)) == ({(297, 210)}, 3)
        assert str(pdf.docinfo["/Title"]) == "权力运行流程图"


def test_word_has_pictures_that_stay_sharp_and_the_steps_as_tables(volume):
    content = written(volume, "docx")
    document = docx.Document(BytesIO(content))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    first = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert first[0][:4] == ["序", "环节", "类型", "办理岗位"]
    assert first[2] == [
        "2",
        "审核",
        "判断",
        "",
        "条件：材料齐全\n时限：三个工作日",
        "退回补正，回到第 1 步\n同意，到第 3 步",
    ]
    with ZipFile(BytesIO(content)) as parts:
        pictures = [name for name in parts.namelist() if name.endswith(".emf")]
        said = parts.read("word/document.xml").decode()
    assert len(pictures) == 3
    assert 'descr="1. 受理' in said
    assert "\x07" not in said


def test_svg_holds_all_pages_and_says_all_steps(volume):
    svg = written(volume, "svg").decode()
    assert svg.count("<g transform") == 3
    assert "3. 学籍变动审核流程图" in svg
    assert "2. 审核（判断；条件：材料齐全；时限：三个工作日）" in svg
    assert "采购决定" in svg


@pytest.mark.parametrize("name", CHART_FORMATS)
def test_source_and_unit_stand_on_the_file(volume, name):
    if name == "svg":
        assert SOURCE.head in written(volume, name).decode()
    if name == "docx":
        with ZipFile(BytesIO(written(volume, name))) as parts:
            footers = [parts.read(part) for part in parts.namelist() if "footer" in part]
        assert any(SOURCE.head in footer.decode() for footer in footers)
    assert SOURCE.head in volume.figures[0].note


def records(emf):
    place, found = 0, []
    while place < len(emf):
        kind = int.from_bytes(emf[place : place + 4], "little")
        size = int.from_bytes(emf[place + 4 : place + 8], "little")
        found.append((kind, size))
        place += size
    assert place == len(emf)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_a_metafile_says_its_own_size_and_ends(seed):
    for page in lay_out(drawn_by_lot(seed)).pages:
        emf = emf_of(page)
        found = records(emf)
        assert (found[0], found[-1]) == ((1, 88), (14, 20))
        assert int.from_bytes(emf[48:52], "little") == len(emf)
        assert int.from_bytes(emf[52:56], "little") == len(found)
        texts = [*page.texts, *(text for box in page.boxes for text in box.texts)]
        assert sum(kind == 84 for kind, _ in found) >= len(texts)
        assert all(size % 4 == 0 for _, size in found)


def test_a_published_chart_is_the_chart():
    assert chart_of_public(public_chart(CHART)) == CHART


def test_what_was_published_before_charts_is_a_straight_line():
    content = chart_of_public({"steps": ["受理", "办结"]})
    assert content == {"steps": ["受理", "办结"], "details": {}, "ways": []}
    assert public_chart(content) == {"steps": ["受理", "办结"]}


def test_a_published_row_holds_strings_and_lists_of_strings():
    for said in public_chart(CHART).values():
        assert all(isinstance(text, str) for text in said)
