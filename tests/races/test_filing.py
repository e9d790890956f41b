"""Two bodies file one catalogue at the same moment: it goes on once."""

import pytest
from django.utils import timezone

from registry.notices.models import Notice
from registry.trail.models import TrailEntry
from reviews import actions
from reviews.models import RecordFiling
from reviews.verdicts import FilingMark
from tests import way
from tests.flows.test_record_filing import at_the_bodies

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def two_filings(cast):
    """The third body has filed; the other two press the button together."""
    paper = at_the_bodies(cast)
    way.sign(paper, cast.people.legal)
    paper.refresh_from_db()
    steps = actions.open_steps_of(paper)
    people = (cast.people.establishment, cast.people.openness)
    tasks = [
        {
            "do": "decide",
            "action": "pass",
            "step": step.pk,
            "digest": paper.current.digest,
            "person": person.pk,
            "filing": FilingMark(f"备 {step.pk} 号", timezone.localdate()),
            "waits_after": "filed",
        }
        for step, person in zip(steps, people, strict=True)
    ]
    return paper, tasks


def told(cast):
    return Notice.objects.filter(person=cast.people.principal, text__contains="等您确认").count()


def test_two_bodies_file_at_once_and_the_paper_goes_on_once(cast, race):
    paper, tasks = two_filings(cast)
    assert all("done" in answer for answer in race(*tasks))
    paper.refresh_from_db()
    assert paper.state == "ready"
    assert RecordFiling.objects.count() == 3
    assert TrailEntry.objects.filter(action="step.passed").count() == 7
    assert told(cast) == 1


def test_control_without_guards_both_take_themselves_for_the_last(cast, race):
    _, tasks = two_filings(cast)
    race(*tasks, guards=False)
    assert told(cast) == 2
