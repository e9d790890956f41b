"""The pictures of the README, written by

    UPDATE_SCREENSHOTS=1 .venv/bin/pytest tests/browser/test_readme_screenshots.py

Without the variable the same pages are opened and must show the same words; nothing is written.
"""

import json
import os
from io import BytesIO

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from powers import editing as power_editing
from registry.papers.models import Paper
from reviews import filing, publication
from risks import content, editing
from tests import way
from tests.cast import make_cast

FOLDER = settings.BASE_DIR / "docs" / "screenshots"
NAMES = ("filling", "reviewing", "directory", "public", "phone")
LARGEST = 150 * 1024
POSTS = ("学籍管理员", "教务员")
FIELDS = ("source", "risk", "harm", "wording", "kind", "found_by", "way", "visibility")


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.mark.walk
def test_the_pages_of_the_readme(cast, open_page):
    sentences = publish_a_year(cast)
    paper = begin_the_next_form(cast)
    row = paper.current.point_lines.order_by("position")[1]
    staff = open_page(reverse("paper-row", args=[paper.pk, row.pk]), account=cast.accounts.staff)
    expect(staff.get_by_label("预览")).to_contain_text("连起来读一读")
    keep(staff, "filling")
    way.submit(paper, cast.people.staff)
    head = open_page(reverse("paper-detail", args=[paper.pk]), account=cast.accounts.section_head)
    expect(head.locator("main")).to_contain_text("与现行内容对照")
    keep(head, "reviewing", top=head.get_by_role("heading", name="内容（"))
    inside, public = (each.number for each in publications(cast))
    group = open_page(reverse("publication-detail", args=[inside]), account=cast.accounts.group)
    expect(group.locator("main")).to_contain_text(sentences[-1])
    keep(group, "directory", top=group.get_by_role("heading", name="内容（"))
    address = reverse("public-directory", args=[public])
    visitor = open_page(address)
    expect(visitor.locator("main")).to_contain_text(sentences[0])
    expect(visitor.locator("main")).not_to_contain_text(sentences[-1])
    keep(visitor, "public")
    phone = open_page(address, width=390)
    keep(phone, "phone", top=phone.locator("[data-label=序号]").first)


@pytest.mark.parametrize("name", NAMES)
def test_the_pictures_are_there_and_small(name):
    assert 0 < (FOLDER / f"{name}.png").stat().st_size <= LARGEST


def publish_a_year(cast):
    """Powers, a form and a directory of the large school, all the way; returns the sentences."""
    confirm_powers(cast)
    paper = way.begin_form(cast)
    duties = {}
    for row in demo_points():
        text = row["duty"]
        if text not in duties:
            line = editing.save_duty(paper=paper, kind="duty", text=text, by=cast.people.staff)
            duties[text] = line.version.duty_id
        editing.save_point(paper=paper, content=point_of(row, duties[text]), by=cast.people.staff)
    way.sign_on(way.submit(paper, cast.people.staff))
    way.through_publicity(paper, cast.people.school_office)
    way.confirm(paper, cast.people.principal)
    publish_directory(cast)
    lines = paper.current.point_lines.order_by("position")
    return [line.version.sentence for line in lines]


def demo_points():
    rows = json.loads((settings.BASE_DIR / "fixtures/demo/points-DEMO-1.json").read_text())
    return [row for row in rows if row["post"] in POSTS and row["year"] == 2025]


def point_of(row, duty):
    measures = [
        {key: measure[key] for key in ("text", "stage", "kind", "rhythm")}
        for measure in row["measures"]
    ]
    answers = {key: row[key] for key in ("likelihood", "severity")}
    given = {field: row[field] for field in FIELDS}
    return content.point_content(**given, duty=duty, answers=answers, measures=measures)


def confirm_powers(cast):
    keeper = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    for name in ("学籍变动审核", "新生入学材料核对"):
        power = way.power(name, cast.sections.teaching)
        power_editing.add_power(paper=paper, content=power, by=keeper)
    way.sign_on(way.submit(paper, keeper))
    way.confirm(paper, cast.people.principal)


def publish_directory(cast):
    office = cast.people.school_office
    paper = filing.start_directory(
        unit=cast.school_large, programme=cast.programme, covers="unit", by=office
    )
    way.sign_on(way.submit(paper, office))
    way.confirm(paper, cast.people.principal)
    paper = Paper.objects.get(pk=paper.pk)
    for edition in ("inside", "public"):
        publication.publish(paper=paper, edition=edition, by=office)


def publications(cast):
    return cast.school_large.publications.filter(kind="directory").order_by("pk")


def begin_the_next_form(cast):
    """A form begun from what is in force: one row adjusted, one more written."""
    staff = cast.people.staff
    paper = way.begin_form(cast)
    line = paper.current.point_lines.order_by("position")[1]
    adjusted = content.content_of(line.version) | {"risk": "对疑似虚假的租房合同没有当日转交核实"}
    editing.save_point(paper=paper, content=adjusted, by=staff, line_id=line.pk)
    new = way.point(1, source="毕业证明由一人开具", risk="没有核对学籍就开具毕业证明")
    editing.save_point(paper=paper, content=new, by=staff)
    return Paper.objects.get(pk=paper.pk)


def keep(page, name, top=None):
    """A picture of what the screen shows, scrolled to `top`, in few colours to stay small."""
    if top is not None:
        top.evaluate("box => box.scrollIntoView()")
    if os.environ.get("UPDATE_SCREENSHOTS") != "1":
        return
    FOLDER.mkdir(exist_ok=True)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    picture = picture.quantize(colors=128, dither=Image.Dither.NONE)
    picture.save(FOLDER / f"{name}.png", optimize=True)
