"""The library of good measures: six kinds, rules of wording, taken into a row as one's own."""

import re
from itertools import combinations

import pytest
from django.test import Client
from django.urls import reverse
from rapidfuzz import fuzz

from risks.example_bank import MATTERS as EXAMPLE_MATTERS
from risks.measure_library import EVERY_MATTER, LIBRARY, MATTERS, offered
from risks.models import MeasureVersion, PointVersion
from risks.phrasing import check_text

from . import factory

TOO_ALIKE = 75


@pytest.mark.parametrize("measure", LIBRARY, ids=lambda measure: measure.text)
def test_every_measure_keeps_the_rules_of_wording(measure):
    assert check_text("measure", measure.text) == []


def test_there_are_enough_of_each_of_the_six_kinds():
    assert len(LIBRARY) >= 40
    assert min(len(offered(kind=kind)) for kind in MeasureVersion.Kind) >= 6


def test_no_two_are_alike():
    texts = [each.text for each in LIBRARY]
    assert [pair for pair in combinations(texts, 2) if fuzz.ratio(*pair) > TOO_ALIKE] == []


def test_they_are_offered_by_matter_kind_and_risk():
    assert set(MATTERS) - {EVERY_MATTER} == set(EXAMPLE_MATTERS)
    assert len(offered()) == len(LIBRARY)
    for risk in PointVersion.Kind:
        assert len(offered(risk=risk)) >= 6
    for matter in MATTERS:
        assert {each.matter for _, each in offered(matter=matter)} <= {matter, EVERY_MATTER}


@pytest.fixture
def row(cast):
    paper, revision = factory.filled_form(cast, points=1)
    client = Client()
    client.force_login(cast.accounts.staff)
    line = revision.point_lines.get()
    return client, paper, line, reverse("paper-row-measures", args=[paper.pk, line.pk])


def measures_of(line):
    line.refresh_from_db()
    return list(line.version.measures.order_by("position").values_list("text", "kind", "rhythm"))


def stamp_on(client, address):
    return re.search(r'name="stamp" value="(\w+)"', client.get(address).content.decode())[1]


def test_what_answers_to_the_risk_is_offered_first(row):
    client, _, line, address = row
    page = client.get(address).content.decode()
    fitting = {each.text for _, each in offered(risk=line.version.kind)}
    shown = {each.text for each in LIBRARY if each.text in page}
    assert shown == fitting
    assert {each.text for each in LIBRARY} - shown
    page = client.get(address, {"risk": "", "kind": "ethics"}).content.decode()
    assert {each.text for each in LIBRARY if each.text in page} == {
        each.text for _, each in offered(kind="ethics")
    }


def test_one_is_added_beside_the_measures_that_are_there(row):
    client, paper, line, address = row
    before = measures_of(line)
    answer = client.post(address, {"measure": "0", "stamp": stamp_on(client, address)})
    assert answer.url == f"{reverse('paper-row', args=[paper.pk, line.pk])}#measures"
    line = paper.current.point_lines.get()
    given = LIBRARY[0]
    assert measures_of(line) == [*before, (given.text, given.kind, given.rhythm)]


def test_a_second_click_adds_no_second_one(row):
    client, paper, line, address = row
    before = measures_of(line)
    stamp = stamp_on(client, address)
    for _ in range(2):
        client.post(address, {"measure": "0", "stamp": stamp})
    assert len(measures_of(paper.current.point_lines.get())) == len(before) + 1


@pytest.mark.parametrize("number", ["", "-1", "999", "甲"])
def test_one_that_is_not_there_writes_nothing(row, number):
    client, _, line, address = row
    before = measures_of(line)
    client.post(address, {"measure": number, "stamp": stamp_on(client, address)})
    assert measures_of(line) == before


def test_the_button_of_the_form_keeps_what_was_typed(row):
    from tests.architecture.page_forms import form_with

    client, paper, line, address = row
    edit = reverse("paper-row", args=[paper.pk, line.pk])
    typed = {**form_with("place", client.get(edit)), "harm": "孩子入学受影响", "library": "1"}
    assert client.post(edit, typed).url == address
    assert paper.current.point_lines.get().version.harm == "孩子入学受影响"
