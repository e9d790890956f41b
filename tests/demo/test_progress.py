"""The page of progress, walked in the demo: every number is the length of the list it leads to. And
what the public sent there: something in each state; and what a reviewer reads of a warning.
"""

import pytest

from registry.organisation.models import Account
from reviews import waiting
from reviews.demo import urgings
from reviews.models import Missive, Urging
from reviews.visibility import inbox_of
from risks.models import Finding
from tests.reviews.numbers_walk import numbers_on, wrong_numbers

pytestmark = pytest.mark.xdist_group("demo")


# tests/reviews/test_year_progress.py walks all roles and units: here the rows are many.
@pytest.mark.walk
@pytest.mark.parametrize(("role", "unit"), [("discipline", "DEMO"), ("principal", "DEMO-1")])
def test_every_number_is_the_length_of_its_list(demo, client, role, unit):
    client.force_login(Account.objects.get(username=role))
    found = numbers_on(client, unit=unit)
    assert any(each.url for each in found)
    assert wrong_numbers(client, found) == []


@pytest.mark.walk
def test_there_is_a_missive_in_each_state(demo):
    states = Missive.objects.values_list("triage__kept", "triage__opinion__answer__outcome")
    kept = [("neither", None), ("report", None), ("", "adopted"), ("", None), (None, None)]
    assert sorted(states, key=str) == sorted(kept, key=str)


@pytest.mark.walk
def test_somebody_was_urged_and_a_step_still_waits(demo):
    assert Urging.objects.count() == len(urgings.DAYS)
    assert waiting.open_steps().filter(urgings__isnull=False).exists()


@pytest.mark.walk
def test_a_reviewer_reads_a_word_of_reason(demo):
    kept = Finding.objects.exclude(answer="").get()
    assert (kept.rule, kept.part, kept.about) == ("too_short", "risk", "多报订购份数")
    head = Account.objects.get(username="section-head").person
    assert kept.line.revision.paper_id in [step.paper_id for step in inbox_of(head)]
