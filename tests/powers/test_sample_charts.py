"""The charts of `docs/charts`: they keep every rule and are what is drawn today. Written by

UPDATE_SCREENSHOTS=1 .venv/bin/pytest tests/powers/test_sample_charts.py
"""

import os

import pytest
from django.conf import settings

from powers.charts.layout import lay_out
from powers.charts.svg import svg_of
from powers.charts.swimming import lay_out_lanes

from .chart_rules import faults_of, faults_of_lanes
from .sample_charts import SAMPLES

FOLDER = settings.BASE_DIR / "docs" / "charts"


@pytest.mark.parametrize(("name", "pages"), list(zip(SAMPLES, (1, 1, 1, 3), strict=True)))
def test_a_picture_is_what_is_drawn(name, pages):
    chart = SAMPLES[name]
    drawing = lay_out(chart)
    assert len(chart.steps) == int(name.partition("-")[0])
    assert len(drawing.pages) == pages
    assert faults_of(drawing, chart) == []
    picture = svg_of(drawing.pages, chart.title, f"{len(chart.steps)} 个环节")
    _compare(name, picture)


def test_the_picture_of_lanes_is_what_is_drawn():
    chart = SAMPLES["12-steps"]
    lanes = [step.handler for step in chart.steps]
    drawing = lay_out_lanes(chart, lanes)
    assert faults_of_lanes(drawing, chart, lanes) == []
    picture = svg_of(drawing.pages, "差旅费报销泳道图", f"{len(chart.steps)} 个环节")
    _compare("12-steps-in-lanes", picture)


def _compare(name, picture):
    if os.environ.get("UPDATE_SCREENSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == picture
