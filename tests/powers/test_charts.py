"""Flowcharts: what every drawing keeps, on charts drawn by lot; `CHARTS=5000` asks for more."""

import os
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powers.charts import fitting, layout, ports
from powers.charts.drawing import Drawing, Point
from powers.charts.layout import TooMuchText, lay_out
from powers.charts.lettering import line_count, width_of, wrapped
from powers.charts.steps import MOST_WAYS, Chart, Edge, Mark, Step, straight
from powers.charts.svg import svg_of

from .chart_rules import drawn_by_lot, faults_of

CHARTS = int(os.environ.get("CHARTS", "160"))


def chart_of(count, *edges, **changes):
    steps = [Step(f"第{place}个环节", **changes) for place in range(count)]
    return Chart("采购流程图", steps, edges or straight(count))


@pytest.mark.walk
@pytest.mark.parametrize("lot", range(8))
def test_charts_drawn_by_lot_keep_every_rule(lot):
    for seed in range(lot, CHARTS, 8):
        chart = drawn_by_lot(seed)
        assert faults_of(lay_out(chart), chart) == [], f"seed {seed}"


@pytest.mark.parametrize(
    ("count", "pages"), [(1, 1), (5, 1), (12, 1), (20, 1), (21, 2), (45, 3), (100, 5)]
)
def test_twenty_steps_a_page_at_most_and_even_pages(count, pages):
    chart = chart_of(count)
    drawing = lay_out(chart)
    sizes = [len(page.boxes) for page in drawing.pages]
    assert (len(sizes), max(sizes) - min(sizes) <= 1) == (pages, True)
    assert faults_of(drawing, chart) == []


def test_every_step_may_lead_to_every_other_as_far_as_the_rules_allow():
    count = 16
    edges = [
        Edge(a, (a + 1 + 2 * b) % count, "不同意，退回")
        for a in range(count)
        for b in range(MOST_WAYS)
    ]
    chart = chart_of(count, *(edge for edge in edges if edge.source != edge.target))
    assert faults_of(lay_out(chart), chart) == []


def test_all_loops_to_one_step_join_into_one_line():
    chart = chart_of(12, *straight(12), *(Edge(place, 0, "退回") for place in range(2, 12)))
    (page,) = lay_out(chart).pages
    heads = {route.head for route in page.routes if route.target == 0}
    assert len(heads) <= 2  # from above and from below
    assert faults_of(lay_out(chart), chart) == []


def test_a_step_that_says_too_much_is_refused_in_words():
    with pytest.raises(TooMuchText):
        lay_out(Chart("图", [Step("审核", documents="很长" * 3000)], ()))


def test_a_chart_without_steps_is_a_page_with_its_title():
    (page,) = lay_out(Chart("图", (), ())).pages
    assert [text.text for text in page.texts] == ["图"]


def test_the_same_chart_is_the_same_drawing():
    assert lay_out(drawn_by_lot(7)) == lay_out(drawn_by_lot(7))


# Controls: a drawing that breaks a rule is found.


def broken(change):
    """The faults of a good drawing of three pages after a change of its first page."""
    chart = chart_of(45, *straight(45), Edge(6, 0, "不通过"), Edge(2, 9, "退回"), handler="教务处")
    drawing = lay_out(chart)
    first, *others = drawing.pages
    assert faults_of(drawing, chart) == []
    return faults_of(Drawing(drawing.title, [change(first), *others]), chart)


def moved_box(page):
    first, second, *others = page.boxes
    return replace(page, boxes=[replace(first, rect=second.rect), second, *others])


def moved_text(page):
    first, *others = page.boxes
    text = replace(first.texts[0], x=first.texts[0].x + first.rect.width / 2)
    return replace(page, boxes=[replace(first, texts=[text, *first.texts[1:]]), *others])


def small_text(page):
    first, *others = page.boxes
    texts = [replace(text, size=7.9) for text in first.texts]
    return replace(page, boxes=[replace(first, texts=texts), *others])


def with_route(page, change):
    at = next(i for i, route in enumerate(page.routes) if len(route.pieces[-1]) > 2)
    routes = list(page.routes)
    routes[at] = change(routes[at])
    return replace(page, routes=routes)


def through_box(page):
    middle = page.boxes[4].rect.centre
    return with_route(
        page, lambda r: replace(r, pieces=[*r.pieces[:-1], [middle, *r.pieces[-1][1:]]])
    )


def in_the_air(page):
    def lifted(route):
        *points, last = route.pieces[-1]
        return replace(route, pieces=[*route.pieces[:-1], [*points, Point(last.x, last.y - 9)]])

    return with_route(page, lifted)


def label_on_box(page):
    rect = page.boxes[3].rect
    return with_route(page, lambda r: replace(r, label=replace(r.label, rect=rect)))


def no_tags(page):
    return replace(page, tags=())


def lost_route(page):
    return replace(page, routes=page.routes[1:])


def outside(page):
    return replace(page, texts=[replace(page.texts[0], y=9.0), *page.texts[1:]])


def on_another_line(page):
    route = next(route for route in page.routes if len(route.pieces[-1]) > 2)
    return replace(page, routes=[*page.routes, replace(route, target=route.target + 3)])


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (moved_box, "boxes_apart"),
        (moved_text, "texts_inside_boxes"),
        (small_text, "letters_legible"),
        (through_box, "lines_pass_no_box"),
        (in_the_air, "lines_meet_boxes"),
        (label_on_box, "labels_free"),
        (no_tags, "lines_meet_boxes"),
        (lost_route, "is not drawn once"),
        (outside, "inside_page"),
        (on_another_line, "lines_apart"),
    ],
)
def test_control_a_broken_rule_is_found(change, rule):
    assert any(rule in fault for fault in broken(change))


@pytest.mark.parametrize(
    ("modules", "name", "value", "rule"),
    [
        ((fitting, layout), "TRACK", 0.0, "lines_apart"),
        ((ports,), "BARE", 0.0, "lines_apart"),
        ((ports,), "STUB", -6.0, "labels_free"),
    ],
)
def test_control_without_room_the_lots_find_it(monkeypatch, modules, name, value, rule):
    for module in modules:
        monkeypatch.setattr(module, name, value)
    found = []
    for seed in range(24):
        chart = drawn_by_lot(seed)
        found += faults_of(lay_out(chart), chart)
    assert any(rule in fault for fault in found)


# Lettering


@given(st.text("教务处审核，。（）《》、ab1 OA系统W", max_size=80), st.integers(4, 24))
@settings(max_examples=400, deadline=None, database=None, derandomize=True)
def test_lines_fit_and_break_where_they_may(text, room):
    lines = wrapped(text, float(room))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line) <= room + 0.01 for line in lines)
    assert len(lines) == line_count(text, float(room))


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 6, ()),
        ("审核", 6, ("审核",)),
        ("材料不全退回补", 6, ("材料不全", "退回补")),  # never 材料不全退回 / 补
        ("审核材料完整性。", 7, ("审核材料", "完整性。")),  # no sign alone
        ("不同意，说明理由", 6, ("不同意，", "说明理由")),
        ("签订合同并登记在册", 6, ("签订合同", "并登记在册")),
        ("《学籍管理办法》审核", 8, ("《学籍管理办法》", "审核")),
        ("使用OA系统登记", 5, ("使用OA", "系统登记")),
        ("pneumonoultramicroscopic", 8, None),
    ],
)
def test_where_a_text_breaks(text, room, lines):
    found = wrapped(text, float(room))
    assert all(width_of(line) <= room for line in found)
    if lines is not None:
        assert found == lines


@pytest.mark.parametrize(("character", "em"), [("审", 1.0), ("，", 1.0), ("“", 1.0), ("𠮷", 1.0)])
def test_full_width_signs_take_one_em(character, em):
    assert width_of(character) == em


# SVG


def test_the_picture_says_what_it_shows_and_holds_nothing_live():
    mark = Mark("triangle", "red", "一级（高）1 处")
    steps = [
        Step("<script>提交</script>", "begin"),
        Step("审核 & 决定", "decision", marks=(mark,)),
        Step("办结", "end"),
    ]
    chart = Chart("采购“流程”图", steps, straight(3))
    svg = svg_of(lay_out(chart).pages, chart.title, "三个环节", "chart-1")
    root = ElementTree.fromstring(svg)
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "chart-1-title chart-1-desc"
    assert root.find(f"{space}title").text == chart.title
    assert root.find(f"{space}desc").text == "三个环节"
    tags = {element.tag.removeprefix(space) for element in root.iter()}
    assert tags <= {"svg", "g", "title", "desc", "rect", "polygon", "polyline", "circle", "text"}
    assert not any("style" in element.attrib for element in root.iter())
    assert "一级（高）1 处" in svg
    assert "&lt;script&gt;" in svg


@pytest.mark.parametrize("shape", ["triangle", "diamond", "circle", "square"])
def test_each_mark_has_a_shape_of_its_own(shape):
    chart = chart_of(1, marks=(Mark(shape, "orange", "二级"),))
    svg = svg_of(lay_out(chart).pages, "图", "")
    assert 'fill="#b54708"' in svg
    assert (shape == "circle") == ("<circle" in svg)
