"""Who keeps, enters, answers, looks and sees; the list of registered powers."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from registry.standing.keeping import Refused
from registry.trail.models import TrailEntry
from reviews.exercises import answering, entering, keeping, owners
from reviews.exercises.models import (
    Exercise,
    ExerciseFinding,
    RegisteredPower,
)
from tests.exercises.factory import (
    RULE,
    make_draft,
    make_entered,
    make_registered,
    reach,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def registered(cast):
    return make_registered(cast)


@pytest.fixture
def buyer(cast):
    return cast.people.other_staff


@pytest.fixture
def head(cast):
    return cast.people.other_section_head


@pytest.mark.parametrize(
    ("role", "answers"),
    [
        ("other_staff", True),  # who entered it
        ("other_section_head", True),
        ("school_office", True),
        ("other_supervisor", False),
        ("principal", False),
        ("staff", False),
        ("office", False),
    ],
)
def test_who_answers(registered, buyer, cast, role, answers):
    entered = make_entered(registered, buyer)
    assert owners.answers_for(entered, reach(getattr(cast.people, role))) is answers


@pytest.mark.parametrize(
    ("role", "looks"),
    [
        ("other_staff", False),  # entered it
        ("other_section_head", False),  # answered it
        ("school_office", True),
        ("other_supervisor", True),
        ("principal", True),
        ("discipline", True),
        ("staff", False),
        ("section_head", False),
        ("small_office", False),
    ],
)
def test_who_looks(registered, buyer, head, cast, role, looks):
    entered = make_entered(registered, buyer, way="one", amount=Decimal(60_000))
    finding = entered.findings.get(kind="one_person")
    assert not owners.may_look(finding, reach(cast.people.principal))
    answering.answer(finding=finding, text="抢修", by=head)
    finding = ExerciseFinding.objects.select_related("answer", "exercise__unit").get(pk=finding.pk)
    assert owners.may_look(finding, reach(getattr(cast.people, role))) is looks


# --- who enters, who sees -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "enters"),
    [
        ("other_staff", True),
        ("other_section_head", True),
        ("other_supervisor", True),
        ("school_office", True),
        ("staff", False),
        ("section_head", False),
        ("principal", False),
        ("office", False),
        ("small_office", False),
        ("auditor", False),
    ],
)
def test_who_enters_for_a_section(registered, cast, role, enters):
    found = owners.to_enter(reach(getattr(cast.people, role)))
    assert found.filter(pk=registered.pk).exists() is enters


def test_without_a_section_anybody_of_the_unit_enters(cast):
    registered = make_registered(cast, name="公车使用", section=None)
    for role, enters in (("staff", True), ("principal", True), ("small_staff", False)):
        found = owners.to_enter(reach(getattr(cast.people, role)))
        assert found.filter(pk=registered.pk).exists() is enters


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("other_staff", True),
        ("other_section_head", True),
        ("other_supervisor", True),
        ("principal", True),
        ("group", True),
        ("school_office", True),
        ("office", True),
        ("discipline", True),
        ("bureau_leader", True),
        ("staff", False),
        ("section_head", False),
        ("supervisor", False),
        ("keeper", False),
        ("small_office", False),
        ("bureau_staff", False),
        ("auditor", False),
    ],
)
def test_who_sees_what_was_entered(registered, buyer, cast, role, sees):
    make_entered(registered, buyer)
    rows = Exercise.objects.visible_to(reach(getattr(cast.people, role)))
    assert rows.exists() is sees


# --- the list of registered powers --------------------------------------------------------------


def test_a_name_stands_once_while_it_is_open(registered, cast):
    office = cast.people.school_office
    with pytest.raises(Refused, match="同名") as refusal:
        make_registered(cast)
    assert refusal.value.field == "name"
    keeping.stop(registered=registered, by=office)
    keeping.stop(registered=registered, by=office)
    assert TrailEntry.objects.filter(action="registered_power.stopped").count() == 1
    assert make_registered(cast).pk != registered.pk
    with pytest.raises(Refused, match="已经停止"):
        keeping.change(registered=registered, facts={**RULE}, by=office)


def test_a_section_of_another_unit_is_refused(cast):
    with pytest.raises(Refused, match="本单位"):
        make_registered(cast, section=cast.sections.small_office)


def test_nothing_is_entered_of_what_was_stopped(registered, buyer, cast):
    draft = make_draft(registered, buyer)
    keeping.stop(registered=registered, by=cast.people.school_office)
    with pytest.raises(Refused, match="停止登记"):
        entering.enter(exercise=draft, by=buyer)


@pytest.mark.parametrize(
    "changes",
    [
        {"collective": "above", "threshold": None},
        {"timing": "before", "days": 5},
        {"timing": "after", "days": None},
        {"threshold": Decimal(0)},
        {"window_days": 0},
    ],
)
def test_what_must_never_be_false_is_a_constraint(registered, changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisteredPower.objects.filter(pk=registered.pk).update(**changes)
