"""Two offices decide one proposal at the same moment, two people withdraw one entry: one does."""

import pytest
from django.db import connection

from registry.trail.append_only import forbid_changes
from reviews.assessment import proposing
from reviews.assessment.models import ProposalDecision
from reviews.sources.models import Source
from tests.assessment.factory import late_task, switched_on
from tests.cast import seat
from tests.sources.factory import entered

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def deciders(cast):
    switched_on(cast)
    late_task(cast, "1")
    late_task(cast, "2")
    people, post = (cast.people.office, cast.people.school_office), cast.posts.other_staff
    key = proposing.proposal_for(people[0], post).key
    common = {"do": "dismiss", "waits_after": "proposed", "post": post.pk, "key": key}
    return [{**common, "person": person.pk} for person in people]


def test_a_proposal_is_decided_once(deciders, race):
    answers = race(*deciders)
    assert sorted(answer.get("refused", "done") for answer in answers) == ["Refused", "done"]
    assert ProposalDecision.objects.count() == 1


def test_control_without_its_key_it_is_decided_twice(deciders, race):
    answers = race(*deciders, guards=False)
    assert [answer.get("refused", "done") for answer in answers] == ["done", "done"]
    assert ProposalDecision.objects.count() == 2


@pytest.fixture
def withdrawers(cast):
    seat(cast.posts.keeper, "discipline_office", cast.bureau)
    source = entered(cast)
    people = (cast.people.discipline, cast.people.keeper)
    common = {"do": "withdraw", "waits_after": "entry", "source": source.pk}
    return [{**common, "person": person.pk, "why": person.name} for person in people]


def test_an_entry_is_withdrawn_once(withdrawers, race):
    answers = race(*withdrawers)
    assert sorted(answer.get("refused", "done") for answer in answers) == ["Refused", "done"]
    source = Source.objects.get()
    assert source.withdrawn_why == source.withdrawn_by.name


def test_control_without_the_guards_the_second_writes_over_the_first(withdrawers, race):
    (operation,) = forbid_changes("sources_source", when_sql="OLD.withdrawn_at IS NOT NULL")
    guarded(operation.database_backwards)
    try:
        answers = race(*withdrawers, guards=False)
    finally:
        guarded(operation.database_forwards)
    assert [answer.get("refused", "done") for answer in answers] == ["done", "done"]


def guarded(change):
    with connection.schema_editor() as editor:
        change("sources", editor, None, None)
