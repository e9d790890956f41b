"""An alert, a bulletin, sent out twice at once: once it is numbered, once people are told."""

from importlib import import_module

import pytest
from django.db import connection

from registry.notices.models import Notice
from reviews.alerts import issuing
from reviews.inspections import inspecting
from risks.models import PointVersion
from tests import way
from tests.alerts.hands import drafted
from tests.inspections.hands import found, planned

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alerts(cast):
    way.confirmed_form(cast)
    points = list(PointVersion.objects.filter(in_force_for__post=cast.posts.staff))
    return [drafted(cast, points), drafted(cast, points)]


@pytest.fixture
def untold(cast):
    way.confirmed_form(cast)
    inspection, office = planned(cast), cast.people.school_office
    inspecting.write_down(inspection=inspection, found=found(inspection), by=office)
    return inspection


@pytest.fixture
def without_triggers():
    """The database's own refusal is a guard, too; it is there again afterwards."""

    def lift(label, migration):
        lifted.append((label, import_module(migration).Migration.operations))
        for operation in lifted[-1][1]:
            guarded(label, operation.database_backwards)

    lifted = []
    yield lift
    for label, operations in lifted:
        for operation in operations:
            guarded(label, operation.database_forwards)


def guarded(label, change):
    with connection.schema_editor() as editor:
        change(label, editor, None, None)


def sending(cast, alert):
    task = {"do": "issue_alert", "waits_after": "seen", "alert": alert.pk}
    return {**task, "seen": issuing.stamp(alert), "person": cast.people.school_office.pk}


def telling(cast, inspection):
    task = {"do": "issue_bulletin", "waits_after": "untold", "inspection": inspection.pk}
    return {**task, "person": cast.people.school_office.pk}


def answers_of(answers):
    return sorted(answer.get("refused", "done") for answer in answers)


def told(url):
    return Notice.objects.filter(url__startswith=url).values_list("person__name", flat=True)


def test_an_alert_issued_twice_at_once_goes_out_once(cast, alerts, race):
    answers = race(sending(cast, alerts[0]), sending(cast, alerts[0]))
    assert answers_of(answers) == ["NotReady", "done"]
    assert sorted(told("/alerts/")) == sorted(set(told("/alerts/")))


def test_two_alerts_at_once_have_two_numbers(cast, alerts, race):
    assert answers_of(race(*(sending(cast, each) for each in alerts))) == ["done", "done"]
    assert sorted(type(alerts[0]).objects.values_list("number", flat=True)) == [1, 2]


def test_without_the_guards_an_alert_would_go_out_twice(cast, alerts, race, without_triggers):
    """The control: no lock, no transaction, no conditional update, no trigger."""
    without_triggers("alerts", "reviews.alerts.migrations.0002_issued_alerts_stay")
    task = sending(cast, alerts[0])
    assert answers_of(race(task, task, guards=False)) == ["done", "done"]
    assert len(told("/alerts/")) > len(set(told("/alerts/")))


def test_a_bulletin_issued_twice_at_once_is_told_once(cast, untold, race):
    task = telling(cast, untold)
    assert answers_of(race(task, task)) == ["NotReady", "done"]
    assert list(told("/inspections/")) == [cast.people.staff.name]


def test_without_the_guards_a_bulletin_would_be_told_twice(cast, untold, race, without_triggers):
    """The control."""
    without_triggers("inspections", "reviews.inspections.migrations.0002_bulletins_stay")
    task = telling(cast, untold)
    assert answers_of(race(task, task, guards=False)) == ["done", "done"]
    assert len(told("/inspections/")) == 2
