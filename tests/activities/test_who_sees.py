"""Who sees an activity, its names, its ballots, its files: every role × what there is to see."""

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import read_reach
from reviews.activities import proceeding
from reviews.activities.models import Activity
from tests.activities.hands import held, planned, recorded, scan

pytestmark = pytest.mark.django_db
INVITED = {"staff", "section_head"}
WHOLE = {"group", "principal", "school_office", "office", "discipline", "bureau_leader"}
RUNS = {"group", "principal", "school_office"}
TALLIES = [("班子", [("满意", 7), ("基本满意", 0), ("不满意", 0), ("不了解", 0)])]


@pytest.fixture
def seen(cast, client):
    """{role: (status, page)} of an appraisal with both sorts of files."""
    made = held(cast, kind="民主测评")
    for part in ("material", "record"):
        file = scan(f"{part}.pdf")
        proceeding.add_file(activity=made, upload=file, part=part, by=cast.people.group)
    recorded(cast, made, tallies=TALLIES)
    found = {}
    for role, account in vars(cast.accounts).items():
        client.force_login(account)
        answer = client.get(reverse("activity", args=[made.pk]))
        found[role] = (answer.status_code, answer.content.decode())
    return found


def roles(seen, word):
    return {role for role, (status, page) in seen.items() if status == 200 and word in page}


def is_inside(cast, role):
    reach = read_reach(getattr(cast.people, role), timezone.localdate())
    return role in INVITED | WHOLE or reach.reads_whole(cast.school_large)


def test_a_page_for_the_invited_and_who_reads_the_unit(cast, seen):
    expected = {role for role in seen if is_inside(cast, role)}
    assert {role for role, (status, _) in seen.items() if status == 200} == expected
    assert {status for status, _ in seen.values()} == {200, 404}


@pytest.mark.parametrize("word", ["测评票数", "record.pdf", "参加的人</h2>"])
def test_ballots_names_and_filed_papers_are_not_for_the_invited(cast, seen, word):
    found = roles(seen, word)
    assert found & INVITED == set()
    assert found >= WHOLE


def test_material_is_for_everybody_invited(seen):
    assert roles(seen, "material.pdf") >= INVITED | WHOLE


def test_the_query_says_the_same_as_the_page(cast, seen):
    for role, person in vars(cast.people).items():
        visible = Activity.objects.visible_to(read_reach(person, timezone.localdate())).exists()
        if role in seen:
            assert visible == (seen[role][0] == 200), role


@pytest.mark.parametrize("address", ["activity-replan", "activity-hold", "activity-call-off"])
def test_only_who_runs_it_writes(cast, client, address):
    made = planned(cast)
    found = {}
    for role, account in vars(cast.accounts).items():
        client.force_login(account)
        found[role] = client.get(reverse(address, args=[made.pk])).status_code
    assert {role for role, status in found.items() if status == 200} == RUNS
    assert {found[role] for role in INVITED} == {403}
