"""Swim lanes: the rules of charts and their own, on charts drawn by lot; where they are offered."""

from dataclasses import replace
from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest
from django.urls import reverse
from pypdf import PdfReader

from powers import flow
from powers.chart_files import Volume, figure_of, written
from powers.charts.drawing import Rect
from powers.charts.emf import emf_of
from powers.charts.steps import Chart, Step
from powers.charts.swimming import lay_out_lanes
from powers.lane_files import in_lanes, lanes_beside, volume_in_lanes
from powers.tables import public_chart
from registry.tables.description import Source
from tests.public import factory

from .chart_rules import drawn_by_lot, faults_of_lanes, lanes_whole, rows_read_on
from .sample_charts import SAMPLES
from .test_chart_files import records
from .test_charts import CHARTS
from .test_flow import CHART

NAMES = (
    "教务处",
    "总务处",
    "校长办公会",
    "学籍管理员",
    "代理机构、供应商及其他参加单位的经办人",
    "家长",
)


def by_lot(seed):
    chart, lot = drawn_by_lot(seed), Random(seed)
    names = lot.sample(NAMES, lot.randint(1, len(NAMES)))
    names += [f"第{number}科室" for number in range(lot.choice((0, 0, 6)))]
    return chart, [lot.choice(names) for _ in chart.steps]


@pytest.mark.parametrize("lot", range(4))
def test_lanes_drawn_by_lot_keep_every_rule(lot):
    for seed in range(lot, CHARTS // 2, 4):
        chart, lanes = by_lot(seed)
        assert faults_of_lanes(lay_out_lanes(chart, lanes), chart, lanes) == [], f"seed {seed}"


@pytest.mark.parametrize("name", SAMPLES)
def test_the_charts_to_look_at_in_lanes(name):
    chart = SAMPLES[name]
    lanes = [step.handler for step in chart.steps]
    assert faults_of_lanes(lay_out_lanes(chart, lanes), chart, lanes) == []


def test_a_box_in_a_wrong_lane_a_row_read_backwards_and_a_name_drawn_over_are_found():
    """The control: each rule finds what breaks it."""
    chart = Chart("图", [Step("受理"), Step("审核")], ())
    drawing = lay_out_lanes(chart, ["甲科", "乙科"])
    assert faults_of_lanes(drawing, chart, ["甲科", "乙科"]) == []
    assert faults_of_lanes(drawing, chart, ["乙科", "甲科"])
    (page,) = drawing.pages
    assert list(rows_read_on(replace(page, boxes=page.boxes[::-1]), chart))
    box = page.boxes[0]
    over = replace(box, rect=Rect(box.rect.x, page.lanes[0].head.y, 60, 60))
    assert list(lanes_whole(replace(page, boxes=[over]), chart))


@pytest.mark.parametrize(
    ("handlers", "sections", "lanes"),
    [
        (("教务处学籍岗", "教务处主任"), ("教务处", "总务处"), ["教务处", "教务处"]),
        (("教务处学籍岗", "校长"), ("教务处", "总务处"), ["教务处", "校长"]),
        (("", "校长"), ("教务处",), ["教务处", "校长"]),
        (("", "校长"), ("教务处", "总务处"), [flow.NOBODY, "校长"]),
        (("办公室文秘岗", "办公"), ("办公", "办公室"), ["办公室", "办公"]),
    ],
)
def test_whose_lane_a_step_stands_in(handlers, sections, lanes):
    details = {label: {"handler": said} for label, said in zip("甲乙", handlers, strict=True)}
    content = {"steps": ["甲", "乙"], "details": details, "ways": []}
    assert flow.lanes_of(content, sections) == lanes
    figure = figure_of(flow.whole(content), name="职权", sections=sections)
    offered = len(set(lanes) - {flow.NOBODY}) > 1
    assert (lanes_beside(figure) is not None) is offered


def test_what_no_page_with_lanes_holds_is_not_offered():
    steps = {"steps": ["甲"], "details": {"甲": {"handler": "科" * 900}}, "ways": []}
    figure = figure_of(flow.whole(steps), name="职权")
    assert in_lanes(figure) is None
    assert volume_in_lanes(Volume("图", Source.publications(None), [figure])) is None


def test_a_pdf_has_a_page_for_each_page_of_the_lanes():
    figure = figure_of(flow.whole(CHART), name="学籍变动审核", serial=3)
    volume = volume_in_lanes(Volume("图", Source.publications(None), [figure]))
    (page,) = PdfReader(BytesIO(written(volume, "pdf"))).pages
    assert page.mediabox.width > page.mediabox.height
    assert "3. 学籍变动审核泳道图" in page.extract_text().replace("\n", "")


@pytest.mark.django_db
def test_the_public_is_offered_lanes_where_several_handle_a_power(client, cast):
    details = {label: {"handler": said} for label, said in (("受理", "窗口"), ("决定", "校长"))}
    several = public_chart(flow.whole({"steps": ["受理", "决定"], "details": details, "ways": []}))
    contents = [
        factory.power_content("学籍变动审核") | several,
        factory.power_content("奖学金评定"),
    ]
    published = factory.publish(cast, "catalogue", contents)
    pages = [
        client.get(reverse("public-power", args=[published.number, place])).text for place in (1, 2)
    ]
    address = reverse("public-power-lanes", args=[published.number, 1, "svg"])
    assert [address in text for text in pages] == [True, False]
    assert 'id="lanes-1-title"' in pages[0]
    file = client.get(address)
    assert "泳道图" in b"".join(file.streaming_content).decode()
    assert client.get(address, HTTP_IF_NONE_MATCH=file["ETag"]).status_code == 304
    assert client.get(address.replace("svg", "docx")).status_code == 200
    assert client.get(address.replace("svg", "gif")).status_code == 404


def test_a_word_file_has_a_sharp_picture_of_the_lanes_and_the_steps():
    figure = figure_of(flow.whole(CHART), name="学籍变动审核", serial=3)
    volume = volume_in_lanes(Volume("图", Source.publications(None), [figure]))
    with ZipFile(BytesIO(written(volume, "docx"))) as parts:
        pictures = [parts.read(name) for name in parts.namelist() if name.endswith(".emf")]
        said = parts.read("word/document.xml").decode()
    (lanes,) = volume.figures
    (page,) = lanes.drawing.pages
    assert "泳道图：环节说明" in said
    assert pictures == [emf_of(page)]
    strips = [kind for kind, _ in records(pictures[0])].count(43)
    assert strips == 2 * len(page.lanes) > 2, "a strip and a head for each lane"
    plain = [kind for kind, _ in records(emf_of(figure.drawing.pages[0]))]
    assert 43 not in plain, "the control: a chart without lanes has no strips"
