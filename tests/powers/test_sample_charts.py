"""The charts of `docs/charts`: they keep every rule and are what is drawn today. Written by

UPDATE_SCREENSHOTS=1 .venv/bin/pytest tests/powers/test_sample_charts.py
"""

import os

import pytest
from django.conf import settings

from powers.charts.layout import lay_out
from powers.charts.svg import svg_of

from .chart_rules import faults_of
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
    if os.environ.get("UPDATE_SCREENSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")
    assert (FOLDER / f"{name}.svg").read_text(encoding="utf-8") == picture
