"""Alerts in a list that is narrowed; what is proposed for one by what last year's month found."""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.tasks.models import Task
from reviews.alerts import filters, issuing, key_work, proposing
from reviews.fulfilment import carrying
from reviews.inspections import inspecting
from reviews.inspections.models import Inspection
from reviews.self_checks import answering
from risks.models import MeasureVersion
from tests.alerts.hands import a_year_ago, drafted, reach, signed_in
from tests.fulfilment import hands as measure_hands
from tests.inspections import hands as inspection_hands
from tests.self_checks import hands as check_hands

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


# --- what was found wanting in the same month last year ------------------------------------------


def inspected(cast, points):
    made = inspection_hands.planned(cast)
    wanting = {"found": "partly", "text": "两份没有留原件。", "mend_by": None}
    found = inspection_hands.found(made)
    first = made.points.get(version=points[0])
    office = cast.people.school_office
    inspecting.write_down(inspection=made, found={**found, first.pk: wanting}, by=office)
    Inspection.objects.update(on=a_year_ago())
    return made


def told_of_an_inspection(cast, points):
    made = inspected(cast, points)
    inspecting.issue_bulletin(inspection=made, bulletin="原件要留。", by=cast.people.school_office)
    return points[0]


def unannounced(cast, points):
    """The bulletin is not out: nobody but the office that inspects knows of it."""
    inspected(cast, points)


def self_checked(cast, points):
    task = check_hands.opened(cast, points=0)
    answers, seal = check_hands.answers_to(task)
    answers[0] = replace(answers[0], said="not_done", why="设备坏了")
    answering.hand_in(task=task, answers=answers, note="", seal=seal, by=cast.people.staff)
    Task.objects.filter(pk=task.pk).update(done_at=timezone.now() - DAY * 365)
    return MeasureVersion.objects.get(pk=answers[0].measure).version


def self_checked_this_year(cast, points):
    self_checked(cast, points)
    Task.objects.filter(kind="self-check").update(done_at=timezone.now())


def self_checked_by_one_person(cast, points):
    self_checked(cast, points)
    Task.objects.filter(kind="self-check").update(post=None, person=cast.people.staff)


WANTING = [told_of_an_inspection, self_checked]
NOT_WANTING = [unannounced, self_checked_this_year, self_checked_by_one_person]


@pytest.mark.parametrize("make", [*WANTING, *NOT_WANTING])
def test_what_was_found_wanting_last_year_is_proposed_without_a_word(cast, points, make):
    wanting = make(cast, points)
    assert (make in WANTING) == bool(wanting)
    alert = drafted(cast, words="航天飞机", month=a_year_ago().month)
    proposed = proposing.proposed_for(alert)
    assert [row.version for row in proposed if row.was_wanting] == ([wanting] if wanting else [])
    assert len(proposed) == bool(wanting)


def test_a_measure_that_was_found_not_to_be_applied_is_proposed(cast, client):
    turn = measure_hands.carried_out(cast)
    said = {"applied": "no", "why": "锁没有换"}
    carrying.check(turn=turn, by=cast.people.section_head, **said)
    alert = drafted(cast, words="", year=TODAY().year + 1, month=TODAY().month)
    (row,) = proposing.proposed_for(alert)
    assert row.was_wanting
    signed_in(client, cast, "school_office")
    page = client.get(reverse("alert-points", args=[alert.pk])).content.decode()
    assert "去年同月检查、核对或者自查发现没有做到" in page
    assert f'value="{row.version.pk}" id="point-{row.version.pk}" checked' in page


def test_every_month_has_key_work_of_words_that_the_query_takes():
    assert sorted(key_work.BY_MONTH) == list(range(1, 13))
    for usual in key_work.BY_MONTH.values():
        assert all(work and len(words.split()) <= 8 for work, words in usual)


# --- the list narrowed ----------------------------------------------------------------------------


def in_states(client, **asked):
    """The states under which the list has the one alert."""
    pages = {
        state: client.get(reverse("alert-list"), {"state": state, **asked})
        for state, _ in filters.AlertFilter.STATES
    }
    return {state for state, page in pages.items() if page.context["page_obj"].paginator.count}


def test_the_list_is_narrowed_by_how_far_it_is(cast, points, client):
    signed_in(client, cast, "school_office")
    alert = drafted(cast, points, reply_by=TODAY() + DAY * 7)
    assert in_states(client) == {"", "draft"}
    issuing.issue(alert=alert, seen=issuing.stamp(alert), by=cast.people.school_office)
    assert in_states(client) == {"", "issued", "open"}
    for role in ("staff", "section_head"):
        person = getattr(cast.people, role)
        issuing.acknowledge(alert=alert, by=person, reach=reach(person))
    assert in_states(client) == {"", "issued", "open"}, "read, not answered"
    for role in ("staff", "section_head"):
        person = getattr(cast.people, role)
        issuing.reply(alert=alert, text="已经照办。", by=person, reach=reach(person))
    assert in_states(client) == {"", "issued", "settled"}
    assert in_states(client, year=TODAY().year - 1) == set()


def test_no_state_shows_a_draft_to_others(cast, points, client):
    drafted(cast, points)
    assert in_states(signed_in(client, cast, "staff")) == set()
