"""A proposal colours nothing before a person confirmed it; once decided it stays decided."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.access.reach import reach_of
from reviews.assessment import gathering, proposing
from reviews.assessment.models import ProposalDecision
from reviews.disposal.models import PostWarning
from reviews.refusals import Refused
from tests.assessment.factory import late_task, signal, switched_on
from tests.sources.factory import TEXT

pytestmark = pytest.mark.django_db
GROUNDS = "两项定期工作过期没有办"


@pytest.fixture
def two_late(cast):
    """Two missed duties: six points, yellow by facts alone."""
    switched_on(cast)
    late_task(cast, "1")
    late_task(cast, "2")
    return cast


def proposal(person, cast):
    return proposing.proposal_for(person, cast.posts.other_staff)


def waiting(person, cast):
    scores = gathering.scores_of(reach_of(person), [cast.school_large])
    return [each.found.colour for each in proposing.open_proposals(scores)]


def confirm(cast, by, grounds=GROUNDS):
    found = proposal(by, cast)
    return proposing.confirm(post=cast.posts.other_staff, key=found.key, grounds=grounds, by=by)


def test_nothing_is_coloured_before_somebody_confirmed(two_late):
    assert waiting(two_late.people.office, two_late) == ["yellow"]
    assert not PostWarning.objects.exists()
    warning = confirm(two_late, two_late.people.office)
    assert (warning.colour_id, warning.post, warning.grounds) == (
        "yellow",
        two_late.posts.other_staff,
        GROUNDS,
    )
    assert waiting(two_late.people.office, two_late) == []


def test_an_audit_finding_with_two_missed_duties_makes_orange(two_late):
    """Issue "Shown by" 1."""
    signal(two_late, came_on=timezone.localdate() - timedelta(days=3))
    assert proposal(two_late.people.discipline, two_late).found.colour == "orange"
    assert proposal(two_late.people.office, two_late).found.colour == "yellow"


def test_what_rests_on_a_report_is_nothing_to_the_prevention_office(cast):
    switched_on(cast)
    signal(cast)
    assert waiting(cast.people.discipline, cast) == ["yellow"]
    assert waiting(cast.people.office, cast) == []
    assert proposal(cast.people.office, cast) is None


def test_what_the_discipline_office_decided_on_all_lines_stays_its_own(two_late):
    signal(two_late)
    by = two_late.people.discipline
    confirm(two_late, by)
    seen = ProposalDecision.objects.visible_to
    assert list(seen(reach_of(two_late.people.office))) == []
    assert len(seen(reach_of(by))) == 1
    assert waiting(two_late.people.office, two_late) == ["yellow"]


def test_what_was_decided_on_facts_is_seen_by_both(two_late):
    confirm(two_late, two_late.people.discipline)
    assert waiting(two_late.people.office, two_late) == []
    for role in ("office", "discipline", "school_office"):
        seen = ProposalDecision.objects.visible_to(reach_of(getattr(two_late.people, role)))
        assert len(seen) == 1


@pytest.mark.parametrize("why", ["", "  "])
def test_dismissing_needs_a_reason(two_late, why):
    by = two_late.people.office
    key = proposal(by, two_late).key
    with pytest.raises(Refused, match="理由"):
        proposing.dismiss(post=two_late.posts.other_staff, key=key, why=why, by=by)


def test_it_is_decided_once(two_late):
    by = two_late.people.office
    key = proposal(by, two_late).key
    given = {"post": two_late.posts.other_staff, "key": key, "why": "已口头提醒"}
    proposing.dismiss(**given, by=by)
    with pytest.raises(Refused, match="已经办理"):
        proposing.dismiss(**given, by=two_late.people.school_office)
    assert ProposalDecision.objects.count() == 1


def test_a_proposal_that_changed_meanwhile_is_looked_at_again(two_late):
    by = two_late.people.office
    key = proposal(by, two_late).key
    late_task(two_late, "3")
    with pytest.raises(Refused, match="有变化"):
        proposing.confirm(post=two_late.posts.other_staff, key=key, grounds=GROUNDS, by=by)


def test_it_comes_back_when_something_is_new_and_not_when_it_fades(two_late):
    by = two_late.people.discipline
    signal(two_late)
    confirm(two_late, by)
    with time_machine.travel(timezone.now() + timedelta(days=60)):
        assert waiting(by, two_late) == []
        late_task(two_late, "3")
        assert len(waiting(by, two_late)) == 1


def test_the_grounds_do_not_repeat_the_entry(two_late):
    signal(two_late)
    with pytest.raises(Refused, match="照抄"):
        confirm(two_late, two_late.people.discipline, grounds=f"据反映，{TEXT}")
    assert not PostWarning.objects.exists()


def test_the_database_takes_no_red_and_no_change(two_late):
    confirm(two_late, two_late.people.office)
    row = ProposalDecision.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalDecision.objects.filter(pk=row.pk).update(why="改写")
    row.pk, row.key, row.colour_id = None, "another", "red"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_on_the_page(client, two_late):
    client.force_login(two_late.accounts.office)
    address = reverse("assessment-post", args=[two_late.posts.other_staff.pk])
    page = client.get(address)
    assert "建议黄" in page.text
    key = page.context["form"].initial["key"]
    empty = client.post(address, {"key": key, "outcome": "confirm", "words": ""})
    assert empty.status_code == 422
    sent = client.post(address, {"key": key, "outcome": "dismiss", "words": "已经补报"})
    assert sent.status_code == 302
    assert "已经补报" in client.get(address).text
    assert "等办理" not in client.get(reverse("assessment")).text
