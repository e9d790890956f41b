"""Copying a row of a form, and a point over the years with who changed it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from risks import editing
from risks.draft import RowRefused
from risks.history import history_of
from risks.models import Measure, RiskPoint
from tests import way

from . import factory


def test_a_copy_says_the_same_and_is_another_point(cast):
    paper, revision = factory.filled_form(cast)
    line = revision.point_lines.get()
    copy = editing.copy_point(paper=paper, line_id=line.pk, by=cast.people.staff)
    assert copy.version.sentence == line.version.sentence
    assert copy.version.point_id != line.version.point_id
    assert [row.text for row in copy.version.measures.all()] == [
        row.text for row in line.version.measures.all()
    ]
    assert Measure.objects.count() == 2, "each point has measures of its own"
    assert copy.position > line.position


def test_a_row_in_force_is_copied_as_a_new_one(cast):
    way.confirmed_form(cast, points=1)
    paper = way.begin_form(cast)
    line = paper.current.point_lines.get()
    copy = editing.copy_point(paper=paper, line_id=line.pk, by=cast.people.staff)
    assert copy.version.base is None
    assert RiskPoint.objects.in_force().count() == 1


def test_after_a_return_of_single_rows_nothing_is_copied(cast):
    paper = way.submitted_form(cast)
    line = paper.current.point_lines.first()
    notes = {line.pk: "请写明是哪一步"}
    way.sign(paper, cast.people.section_head, "return", opinion="请补充", notes=notes)
    open_line = paper.current.point_lines.get(open=True)
    with pytest.raises(RowRefused):
        editing.copy_point(paper=paper, line_id=open_line.pk, by=cast.people.staff)


def test_the_page_opens_the_copy(cast):
    paper, revision = factory.filled_form(cast)
    client = Client()
    client.force_login(cast.accounts.staff)
    line = revision.point_lines.get()
    answer = client.post(reverse("paper-row-copy", args=[paper.pk, line.pk]))
    copy = revision.point_lines.exclude(pk=line.pk).get()
    assert answer.url == reverse("paper-row", args=[paper.pk, copy.pk])


def test_the_history_names_who_filled_it_in(cast):
    way.confirmed_form(cast, points=1)
    point = RiskPoint.objects.in_force().get()
    assert [event.who for event in history_of(point)] == ["学籍管理员 林听雨"]
    client = Client()
    client.force_login(cast.accounts.staff)
    page = client.get(reverse("point-detail", args=[point.pk])).content.decode()
    assert "学籍管理员 林听雨填报" in page


def test_a_second_click_on_copy_makes_no_second_copy(cast):
    paper, revision = factory.filled_form(cast)
    client = Client()
    client.force_login(cast.accounts.staff)
    page = client.get(reverse("paper-edit", args=[paper.pk])).content.decode()
    place = re.search(r'name="place" value="(\d+)"', page)[1]
    address = reverse("paper-row-copy", args=[paper.pk, revision.point_lines.get().pk])
    first, second = (client.post(address, {"place": place}) for _ in range(2))
    assert first.url == second.url
    assert revision.point_lines.count() == 2
