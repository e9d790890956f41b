"""The code on printed documents leads to the check page of their number (`tests.tables` reads it).

The picture is taken from the page as printed, at the place where the eye looks for it.
"""

import subprocess
from dataclasses import replace
from io import BytesIO
from struct import unpack_from
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import Image, ImageOps

from powers.chart_files import Published, Volume, figure_of
from powers.chart_files import written as chart_file
from powers.lane_files import volume_in_lanes
from registry.tables import docx, pdf
from registry.tables.description import Column, Source, Table
from reviews import (
    checking,
    exporting,
    printed_document,
    printed_form,
    printed_word,
    printing,
    publicity_letters,
    published_charts,
)
from reviews.printed_document import Letter, Paragraph, Signatures
from tests import way
from tests.public import factory
from tests.reviews.test_printed_form import SHEET
from tests.tables.code_reading import found_on, read_matrix, read_page, read_picture

SITE = {"url": "https://lz.example.gov.cn/"}
ADDRESS = "https://lz.example.gov.cn/check/LARGE-2026-PCAT-0001/"
DPI = 180
FINE = 400  # the code of a chart is smaller: only it is looked at
TABLE = Table(
    title="职权目录",
    source=Source.paper("LARGE-2026-CAT-0001"),
    columns=[Column("name", "职权名称", 40)],
    rows=[{"name": "学籍变动审核"}],
    number="LARGE-2026-PCAT-0001",
    check_url=ADDRESS,
)
LETTER = Letter(
    "关于和平区第一中学廉政风险点的公示",
    [Paragraph("现予公示。"), Signatures([], "和平区第一中学", "2026年11月24日")],
    proof=("扫码核对编号、校验码",),
    check_url=ADDRESS,
)
FORM = replace(SHEET, check_url=ADDRESS)


def written(write, document):
    with BytesIO() as stream:
        write(document, stream)
        return stream.getvalue()


def last_page(content):
    """As printed."""
    done = subprocess.run(
        ["pdftoppm", "-png", "-r", str(DPI), *_last(content), "-"],
        input=content,
        stdout=subprocess.PIPE,
        check=True,
    )
    return Image.open(BytesIO(done.stdout))


def _last(content):
    with pikepdf.open(BytesIO(content)) as document:
        page = str(len(document.pages))
    return ["-f", page, "-l", page]


PDFS = {
    "table": (pdf.write, TABLE),
    "letter": (printed_document.write_pdf, LETTER),
    "form": (printed_form.render_form_pdf, FORM),
}


@pytest.fixture(scope="module", params=PDFS)
def page(request):
    return last_page(written(*PDFS[request.param]))


def test_the_code_as_printed_reads_as_the_address(page):
    assert read_page(page) == ADDRESS


def test_around_the_code_as_printed_nothing_stands(page):
    """Four modules, or a phone does not find it; a module of 0.4 mm at least."""
    box, module = found_on(page)
    assert module * 25.4 / DPI > 0.4
    assert _dark(page.crop(_around(box, 3.5 * module))) == _dark(page.crop(box))


def _around(box, room):
    left, top, right, bottom = box
    return tuple(map(round, (left - room, top - room, right + room, bottom + room)))


def _dark(picture):
    return sum(picture.convert("L").histogram()[:128])


def test_the_code_of_a_letter_keeps_clear_of_the_seal():
    """A seal of 42 mm is stamped over unit and date, in the middle of the right 92 mm."""
    (_, _, right, _), _ = found_on(last_page(written(printed_document.write_pdf, LETTER)))
    paper = printed_document.PAPER
    seal = paper.width - paper.right - 92 / 2 - 42 / 2
    assert seal - right * 25.4 / DPI > 20


@pytest.mark.parametrize(("write", "document"), PDFS.values(), ids=PDFS)
def test_without_an_address_no_code_is_printed(write, document):
    page = last_page(written(write, replace(document, check_url="")))
    with pytest.raises(AssertionError, match="no code"):
        found_on(page)


@pytest.mark.parametrize(
    ("write", "document"),
    [
        (docx.write, TABLE),
        (printed_document.write_docx, LETTER),
        (lambda sheet, stream: printed_word.render_form_docx(sheet, stream, 1), FORM),
    ],
    ids=["table", "letter", "form"],
)
def test_the_code_of_a_word_document_reads_as_the_address(write, document):
    assert [read_picture(each) for each in pictures(written(write, document))] == [ADDRESS]
    assert pictures(written(write, replace(document, check_url=""))) == []


def pictures(content):
    with ZipFile(BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".png")]
        return [Image.open(BytesIO(archive.read(name))) for name in names]


@pytest.mark.parametrize(
    ("site", "number", "address"),
    [
        (SITE, "LARGE-2026-PCAT-0001", ADDRESS),
        ({"url": "https://lz.example.gov.cn"}, "LARGE-2026-PCAT-0001", ADDRESS),
        ({}, "LARGE-2026-PCAT-0001", ""),
        (SITE, "", ""),
        (SITE, None, ""),
    ],
)
def test_the_address_is_that_of_the_public_site(settings, site, number, address):
    settings.PUBLIC_SITE = site
    assert checking.check_address(number) == address


@pytest.fixture
def on_the_site(settings):
    settings.PUBLIC_SITE = SITE


PUBLISHED = Published("LARGE-2026-PCAT-0001", "0123456789abcdef" * 4, ADDRESS)


def charts(published):
    """A chart of two pages: each is a sheet of its own."""
    steps = {"steps": [f"第{place}个环节" for place in range(1, 26)], "details": {}, "ways": []}
    figure = figure_of(steps, name="学籍变动审核", serial=3, published=published)
    return Volume(figure.title, Source.publications(None), [figure], published=published)


@pytest.mark.parametrize("lanes", [False, True], ids=["chart", "lanes"])
def test_each_page_of_a_published_chart_carries_the_code(lanes):
    volume = volume_in_lanes(charts(PUBLISHED)) if lanes else charts(PUBLISHED)
    corners = list(map(corner_of, printed(chart_file(volume, "pdf"))))
    assert len(corners) == len(volume.figures[0].drawing.pages) > 1
    for corner in corners:
        assert read_picture(corner) == ADDRESS
        left, _, right, bottom = ImageOps.invert(corner.convert("L")).getbbox()
        module = (right - left) / 33
        assert module * 25.4 / FINE > 0.4
        assert min(left, corner.height - bottom) > 3.5 * module


def test_a_chart_in_word_carries_the_code_on_each_sheet_as_it_is_printed():
    """The drawn code of the picture and the code beside the steps, by another program's eyes."""
    content = chart_file(charts(PUBLISHED), "docx")
    assert [read_picture(each) for each in pictures(content)] == [ADDRESS]
    emfs = [name for name in parts_of(content) if name.endswith(".emf")]
    drawn = [read_matrix(matrix_of(parts_of(content)[name])) for name in emfs]
    assert drawn == [ADDRESS, ADDRESS]


@pytest.mark.parametrize("name", ["pdf", "svg", "docx"])
def test_a_chart_says_in_letters_where_it_is_checked(name):
    content = chart_file(charts(PUBLISHED), name)
    if name == "pdf":
        done = subprocess.run(
            ["pdftotext", "-", "-"], input=content, capture_output=True, check=True
        )
        said = [done.stdout.decode()]
    else:
        said = [content.decode()] if name == "svg" else words_of(content)
    for word in ("LARGE-2026-PCAT-0001", "0123456789abcdef", ADDRESS):
        assert any(word in each for each in said)


@pytest.mark.parametrize(
    "published", [None, replace(PUBLISHED, address="")], ids=["inside", "site"]
)
def test_a_chart_without_an_address_carries_no_code(published):
    """Of the register nothing can be checked by number; without a site there is no address."""
    volume = charts(published)
    for page in printed(chart_file(volume, "pdf")):
        assert _dark(corner_of(page)) == 0
    content = chart_file(volume, "docx")
    assert pictures(content) == []
    assert (PUBLISHED.number in chart_file(volume, "svg").decode()) is bool(published)


def printed(content):
    with pikepdf.open(BytesIO(content)) as document:
        count = len(document.pages)
    for page in range(1, count + 1):
        command = ["pdftoppm", "-png", "-r", str(FINE), "-f", str(page), "-l", str(page), "-"]
        done = subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True)
        yield Image.open(BytesIO(done.stdout))


def corner_of(page):
    """The upper right corner, where nothing but the code stands: 28 mm of the width."""
    return page.crop(
        (round(page.width * (1 - 28 / 297)), 0, page.width, round(page.height * 26 / 210))
    )


def parts_of(content):
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(content):
    return [
        part.decode()
        for name, part in parts_of(content).items()
        if name.endswith(("t.xml", "1.xml"))
    ]


def matrix_of(emf):
    """The dark modules that the one EMR_POLYPOLYGON16 of a metafile paints."""
    place = 0
    while (kind := int.from_bytes(emf[place : place + 4], "little")) != 91:
        place += int.from_bytes(emf[place + 4 : place + 8], "little")
        assert kind != 14, "no code drawn"
    count, points = unpack_from("<II", emf, place + 24)
    places = unpack_from(f"<{2 * points}h", emf, place + 32 + 4 * count)
    runs = [
        (places[at], places[at + 1], places[at + 2], places[at + 5])
        for at in range(0, 2 * points, 8)
    ]
    side = min(bottom - top for _, top, _, bottom in runs)
    left, top = min(run[0] for run in runs), min(run[1] for run in runs)
    size = round((max(run[3] for run in runs) - top) / side)
    matrix = [[False] * size for _ in range(size)]
    for x, y, right, _ in runs:
        for column in range(round((x - left) / side), round((right - left) / side)):
            matrix[round((y - top) / side)][column] = True
    return matrix


@pytest.mark.usefixtures("on_the_site")
class TestWhatCarriesIt:
    def test_the_charts_of_a_publication_and_not_those_of_the_register(self, cast):
        found = factory.catalogue(cast)
        marks = published_charts.PublishedMarks(found)
        volume = published_charts.volume_of(found, found.rows.all(), marks)
        (figure,) = volume.figures
        address = checking.check_address(found.number)
        assert figure.published == volume.published
        assert figure.published == Published(found.number, found.digest, address)
        page = published_charts.figure_of_row(found, found.rows.get(), marks)
        assert page.published is None, "the page carries a code of its own"

    def test_a_publication(self, cast):
        found = factory.catalogue(cast)
        table = exporting.table_of(found)
        assert table.check_url == checking.check_address(found.number)
        assert any(table.check_url in note for note in table.notes), "also to be typed"

    def test_the_notice_of_a_publicity_with_its_digest(self, cast):
        found = factory.publicity(cast)
        letter = publicity_letters.notice_of(found)
        assert letter.check_url == checking.check_address(found.number)
        assert any(found.digest[:16] in line for line in letter.proof)

    def test_a_form_and_a_catalogue_once_they_are_handed_in(self, cast):
        form = way.submitted_form(cast)
        draft = way.begin_form(cast, post=cast.posts.other_staff, by=cast.people.other_staff)
        catalogue = way.confirmed_catalogue(cast)
        assert printing.form_sheet(form, form.current).check_url.endswith(f"/{form.number}/")
        assert printing.form_sheet(draft, draft.current).check_url == ""
        table = printing.paper_table(catalogue, catalogue.current)
        assert table.check_url.endswith(f"/{catalogue.number}/")
