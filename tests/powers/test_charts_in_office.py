"""The Word file of a chart in LibreOffice: it opens, lies on A4 landscape, and what is printed from
there is whole: letters, steps, and the code that leads to where it is checked.
"""

import shutil
import subprocess
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from powers.chart_files import Published, Volume, figure_of, written
from registry.tables.description import Source
from tests.tables.code_reading import read_picture

from .test_flow import CHART

OFFICE = shutil.which("soffice")
ADDRESS = "https://lz.example.gov.cn/check/LARGE-2026-PCAT-0001/"
PUBLISHED = Published("LARGE-2026-PCAT-0001", "0123456789abcdef" * 4, ADDRESS)
MM = 72 / 25.4
DPI = 400

pytestmark = [
    pytest.mark.walk,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here"),
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    figure = figure_of(CHART, name="学籍变动审核", serial=3, published=PUBLISHED)
    volume = Volume(figure.title, Source.publications(None), [figure], published=PUBLISHED)
    (folder / "charts.docx").write_bytes(written(volume, "docx"))
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*command, str(folder / "charts.docx")], check=True, capture_output=True)
    return (folder / "charts.pdf").read_bytes()


def test_it_lies_on_a4_landscape_the_picture_and_the_steps(printed):
    with pikepdf.open(BytesIO(printed)) as pdf:
        sizes = [[round(float(side) / MM) for side in page.mediabox[2:]] for page in pdf.pages]
    assert sizes == [[297, 210], [297, 210]]


def test_the_steps_and_where_it_is_checked_can_be_read(printed):
    first, second = (
        "".join(run("pdftotext", "-f", page, "-l", page, "-", "-", given=printed).decode().split())
        for page in "12"
    )
    for label in CHART["steps"]:
        assert label in first
        assert label in second
    assert "校验码：0123456789abcdef" in first
    assert ADDRESS in second


@pytest.mark.parametrize("page", ["1", "2"])
def test_the_code_as_printed_from_there_reads_as_the_address(printed, page):
    """Drawn in the picture of the first page, a picture of its own on the second."""
    png = run("pdftoppm", "-png", "-r", str(DPI), "-f", page, "-l", page, "-", given=printed)
    sheet = Image.open(BytesIO(png))
    left, bottom = sheet.width * (1 - 32 / 297), sheet.height * 42 / 210
    corner = sheet.crop(
        (round(left), 0, sheet.width, round(bottom if page == "2" else bottom * 0.6))
    )
    assert read_picture(corner) == ADDRESS


def run(*command, given):
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout
