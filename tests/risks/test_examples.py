"""The bank of examples: every one keeps the rules of phrasing; a row begun from it is one's own."""

import re
from itertools import combinations

import pytest
from django.test import Client
from django.urls import reverse
from rapidfuzz import fuzz

from risks.example_bank import BANK, MATTERS, examples
from risks.phrasing import Parts, check, check_text

from . import factory

TOO_ALIKE = 80


@pytest.mark.parametrize("example", BANK, ids=lambda example: example.risk)
def test_every_example_keeps_the_rules(example):
    content = example.content()
    parts = Parts(
        content["source"], content["risk"], content["harm"], content["wording"], content["text"]
    )
    assert [finding.message for finding in check(parts)] == []
    assert check_text("measure", example.measure) == []


def test_no_two_examples_are_alike():
    texts = [f"{one.source}{one.risk}{one.harm}" for one in BANK]
    assert [pair for pair in combinations(texts, 2) if fuzz.ratio(*pair) > TOO_ALIKE] == []


def test_they_are_found_by_matter():
    assert len(examples()) == len(BANK)
    for matter in MATTERS:
        assert {example.matter for _, example in examples(matter)} == {matter}


def test_a_row_is_begun_from_one_and_still_wants_a_level(cast):
    paper, revision = factory.filled_form(cast, points=0)
    client = Client()
    client.force_login(cast.accounts.staff)
    address = reverse("paper-examples", args=[paper.pk])
    page = client.get(address, {"matter": "采购"}).content.decode()
    assert BANK[0].risk in page
    assert BANK[-1].risk not in page
    answer = client.post(address, {"example": "0"})
    line = revision.point_lines.get()
    assert answer.url == reverse("paper-row", args=[paper.pk, line.pk])
    assert line.version.risk == BANK[0].risk
    assert line.version.level is None
    assert line.version.measures.get().text == BANK[0].measure


@pytest.mark.parametrize("number", ["", "-1", "999", "甲"])
def test_an_example_that_is_not_there_writes_nothing(cast, number):
    paper, revision = factory.filled_form(cast, points=0)
    client = Client()
    client.force_login(cast.accounts.staff)
    client.post(reverse("paper-examples", args=[paper.pk]), {"example": number})
    assert not revision.point_lines.exists()


def test_a_second_click_on_an_example_writes_no_second_row(cast):
    paper, revision = factory.filled_form(cast, points=0)
    client = Client()
    client.force_login(cast.accounts.staff)
    address = reverse("paper-examples", args=[paper.pk])
    place = re.search(r'name="place" value="(\d+)"', client.get(address).content.decode())[1]
    first, second = (client.post(address, {"example": "0", "place": place}) for _ in range(2))
    assert first.url == second.url
    assert revision.point_lines.count() == 1
    client.post(address, {"example": "1", "place": place})
    assert revision.point_lines.count() == 2


@pytest.mark.parametrize("place", ["", "-1", "x", "9" * 30, "\u0663"])
def test_a_place_that_is_none_is_the_end(cast, place):
    paper, revision = factory.filled_form(cast, points=1)
    client = Client()
    client.force_login(cast.accounts.staff)
    client.post(reverse("paper-examples", args=[paper.pk]), {"example": "0", "place": place})
    assert list(revision.point_lines.order_by("pk").values_list("position", flat=True)) == [1, 2]
