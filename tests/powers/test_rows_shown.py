"""The rows of a catalogue on a page: what changed, what may be done, what came meanwhile."""

import pytest
from django.urls import reverse

from tests.cast import make_programme

from .factory import add, confirm, make_catalogue, submit
from .hands import add_url, post_row, somebody_else_saves


def test_the_rows_show_what_changed_and_offer_what_is_possible(cast, filler, over_register):
    paper, line = over_register
    somebody_else_saves(cast, paper, line)
    add(cast, paper, name="新生入学资格审核")
    page = filler.get(reverse("paper-edit", args=[paper.pk])).content.decode()
    assert "<del>五个工作</del><ins>别人改成三</ins>日" in page
    assert page.count("恢复现行内容<span") == 1
    assert page.count(">删除<span") == 1
    assert page.count(">销号<span") == 1


def test_what_came_into_force_meanwhile_is_taken_in_with_one_click(cast, filler, over_register):
    paper, _line = over_register
    other, revision = make_catalogue(cast, programme=make_programme(cast.school_large, 2040))
    add(cast, other, name="新生入学资格审核")
    confirm(cast, revision)
    url = reverse("paper-edit", args=[paper.pk])
    assert "新生效的有“新生入学资格审核”" in filler.get(url).content.decode()
    response = filler.post(reverse("paper-catch-up", args=[paper.pk]))
    assert response.url == url
    page = filler.get(url).content.decode()
    assert "新生效的有" not in page
    assert paper.current.power_lines.count() == 2


def test_rows_of_a_reviewer_have_no_buttons(cast, filler, over_register, typed):
    paper, _ = over_register
    submit(cast, paper.current)
    page = filler.get(reverse("paper-edit", args=[paper.pk])).content.decode()
    assert "学生学籍变动审核" in page
    for word in ("销号<span", "修改<span", "添加职权", "上移"):
        assert word not in page


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>甲乙", "\"'><img src=x>甲乙丙"])
def test_typed_markup_stays_text(filler, draft, typed, payload):
    paper, _ = draft
    response = post_row(filler, add_url(paper), typed(name=payload, steps=payload, content=payload))
    page = filler.get(response.url).content.decode()
    assert payload not in page
    assert "&lt;" in page
