"""Charts of 5, 12, 20 and 45 steps as a reader meets them: in the browser, and printed. Written by

    UPDATE_SCREENSHOTS=1 .venv/bin/pytest tests/browser/test_chart_pictures.py

Without the variable the same pages are opened and printed, must show every step, and nothing is
written: what a browser and a printer make of a picture is theirs.
"""

import os
import subprocess
from io import BytesIO

import pikepdf
import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from powers.tables import public_chart
from tests.cast import make_cast
from tests.powers.sample_charts import MARKS, SAMPLES
from tests.public import factory

pytestmark = pytest.mark.walk

FOLDER = settings.BASE_DIR / "docs" / "charts"
SHEETS = dict(zip(SAMPLES, (1, 1, 1, 3), strict=True))
LARGEST = 150 * 1024
LEVELS = {
    MARKS["一级"].text: ("一级(高)", 3, "red"),
    MARKS["二级"].text: ("二级(中)", 2, "orange"),
    MARKS["三级"].text: ("三级(低)", 1, "blue"),
}


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def site(settings):
    settings.PUBLIC_SITE = {**settings.PUBLIC_SITE, "url": "https://gongkai.example.cn"}


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("name", SAMPLES)
def test_a_chart_on_the_screen_and_on_paper(cast, open_page, name):
    publication = published(cast, SAMPLES[name])
    page = open_page(reverse("public-power", args=[publication.number, 1]))
    frame = page.locator(".chart-frame").first
    for step in SAMPLES[name].steps:
        expect(frame).to_contain_text(step.label[:4])
    keep(Image.open(BytesIO(frame.screenshot())), f"{name}-screen")
    with page.expect_download() as begun:
        page.get_by_role("main").get_by_role("link", name="PDF").first.click()
    content = begun.value.path().read_bytes()
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) == SHEETS[name]
        assert {round(float(pdf.pages[0].mediabox[2]))} == {842}
    said = "".join(run("pdftotext", "-", "-", given=content).decode().split())
    for step in SAMPLES[name].steps:
        assert step.label[:4].replace(" ", "") in said, step
    for number in range(1, SHEETS[name] + 1):
        only = ["-f", str(number), "-l", str(number)]
        sheet = run("pdftoppm", "-png", "-r", "96", *only, "-", given=content)
        keep(Image.open(BytesIO(sheet)), f"{name}-print-{number}")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_pictures_are_there_small_and_of_the_size_of_a_sheet(name):
    names = [f"{name}-screen", *(f"{name}-print-{n}" for n in range(1, SHEETS[name] + 1))]
    for each in names:
        path = FOLDER / f"{each}.png"
        assert 0 < path.stat().st_size <= LARGEST * SHEETS[name], each
        if "print" in each:
            with Image.open(path) as picture:
                width, height = picture.size
            assert abs(width / height - 297 / 210) < 0.01


def published(cast, chart):
    """The catalogue that has this one power, and the directory that says its marks."""
    steps = [step.label for step in chart.steps]
    details = {
        step.label: {"kind": step.kind, "handler": step.handler, "time_limit": step.time_limit}
        for step in chart.steps
    }
    details = {label: {name: said for name, said in each.items() if said}
               for label, each in details.items()}  # fmt: skip
    ways = [
        {"source": steps[way.source], "target": steps[way.target], "outcome": way.outcome}
        for way in chart.edges
    ]
    name = chart.title.removesuffix("流程图")
    content = public_chart({"steps": steps, "details": details, "ways": ways})
    power = factory.power_content(name) | content
    points = [
        factory.point_content(f"{step.label}没有照办。", power=name, step=step.label,
                              level=level, level_rank=rank, level_colour=colour)
        for step in chart.steps
        for level, rank, colour in [LEVELS[mark.text] for mark in step.marks]
    ]  # fmt: skip
    factory.directory_of(cast, points)
    return factory.publish(cast, "catalogue", [power])


def run(*command, given):
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def keep(picture, name):
    """With a palette, to stay small; the colours of a few marks are in it."""
    if os.environ.get("UPDATE_SCREENSHOTS") != "1":
        return
    picture = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE)
    picture.save(FOLDER / f"{name}.png", optimize=True)
