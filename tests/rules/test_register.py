"""The rules register: states on a day, whose it is, what may be told and taken back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from registry.access.reach import reach_of
from registry.rules import keeping
from registry.rules.models import Rule, RuleChange, RuleState
from registry.standing.keeping import Refused, may_replace
from tests.rules.factory import make_rule, tell

DAYS = [date(2020, 1, 1), date(2022, 6, 1), date(2024, 6, 1)]
# The facts of a rule, what becomes of it, and its states on these days.
HISTORIES = [
    ({}, [], "in_force in_force in_force"),
    ({"in_force_from": date(2021, 3, 1)}, [], "not_yet in_force in_force"),
    ({}, [("superseded", "2024-06-01")], "in_force in_force superseded"),
    ({}, [("repealed", "2022-06-01")], "in_force repealed repealed"),
    (
        {"in_force_from": date(2021, 3, 1)},
        [("superseded", "2024-01-01")],
        "not_yet in_force superseded",
    ),
    (
        {"in_force_from": date(2025, 1, 1)},
        [("repealed", "2022-01-01")],
        "not_yet repealed repealed",
    ),
]


@pytest.mark.parametrize(("facts", "changes", "states"), HISTORIES)
def test_states_are_computed_for_a_day_and_asked_of_the_database_alike(
    cast, facts, changes, states
):
    rule = make_rule("会审制度", unit=cast.bureau, **facts)
    newer = make_rule("新会审制度", unit=cast.bureau)
    for kind, on in changes:
        given = {"replaced_by": newer} if kind == "superseded" else {}
        tell(rule, kind, on, cast.people.office, **given)
    assert [rule.state_on(day) for day in DAYS] == states.split()
    for day, state in zip(DAYS, states.split(), strict=True):
        own = Rule.objects.filter(pk=rule.pk)
        found = {each for each in RuleState if own.in_state(each, day).exists()}
        assert found == {state}
        assert own.standing_on(day).exists() == (state in ("in_force", "not_yet"))
        assert own.lapsed_on(day).exists() == (state in ("superseded", "repealed"))
    assert rule.successor_on(DAYS[-1]) == (newer if "superseded" in states else None)


def test_one_change_is_told_and_a_mistake_is_taken_back_once(cast):
    office = cast.people.office
    rule, newer = (make_rule(title, unit=cast.bureau) for title in ("旧制度", "新制度"))
    wrong = tell(rule, "repealed", "2020-01-01", office)
    with pytest.raises(Refused):
        tell(rule, "superseded", "2021-01-01", office, replaced_by=newer)
    for _ in range(2):
        keeping.take_back(change=wrong, by=office)
    assert rule.state_on(DAYS[-1]) == RuleState.IN_FORCE
    tell(rule, "superseded", "2021-01-01", office, replaced_by=newer)
    assert list(rule.changes.values_list("kind", flat=True)) == [
        "repealed",
        "superseded",
        "taken_back",
    ]


def test_what_replaces_a_rule_is_read_by_all_whom_it_bound(cast):
    rule = make_rule("会审制度", unit=cast.bureau)
    of_a_school = make_rule("校务会议事规则", unit=cast.school_large)
    assert of_a_school not in may_replace(rule)
    with pytest.raises(Refused, match="上级单位"):
        tell(rule, "superseded", "2020-01-01", cast.people.office, replaced_by=of_a_school)


@pytest.mark.parametrize("replaced_by", ["nothing", "itself"])
def test_a_rule_is_superseded_by_another(cast, replaced_by):
    rule = make_rule("会审制度", unit=cast.bureau)
    given = {"replaced_by": rule} if replaced_by == "itself" else {}
    with pytest.raises(Refused):
        tell(rule, "superseded", "2020-01-01", cast.people.office, **given)
    told = {"kind": "superseded", "on": date(2020, 1, 1), **given}
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleChange.objects.create(rule=rule, **told)


def test_what_became_of_a_rule_cannot_be_rewritten(cast):
    change = tell(make_rule("会审制度", unit=cast.bureau), "repealed", "2020-01-01", None)
    told = RuleChange.objects.filter(pk=change.pk)
    for spoil in (lambda: told.update(on=date(2019, 1, 1)), told.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


READERS = [
    ("staff", "bureau large"),
    ("office", "bureau large small"),
    ("small_staff", "bureau small"),
    ("bureau_staff", "bureau"),
    ("system_admin", ""),
]
KEEPERS = [("office", "bureau"), ("school_office", "large"), ("staff", ""), ("keeper", "")]


@pytest.fixture
def three(cast):
    return {
        "bureau": make_rule("区教体局谈话制度", unit=cast.bureau),
        "large": make_rule("第一中学谈话制度", unit=cast.school_large),
        "small": make_rule("实验小学谈话制度", unit=cast.school_small),
    }


def test_a_unit_reads_its_own_and_those_above_and_its_office_keeps_its_own(cast, three):
    for ask, table in ((Rule.objects.visible_to, READERS), (Rule.objects.kept_by, KEEPERS)):
        for role, expected in table:
            found = set(ask(reach_of(getattr(cast.people, role))))
            names = {name for name, rule in three.items() if rule in found}
            assert names == set(expected.split()), (ask, role)


def test_posts_of_another_unit_are_not_covered(cast):
    facts = {**dict.fromkeys(keeping.FACTS), "title": "谈话制度", "number": "", "kind": "talks"}
    facts |= {"why": "", "posts": [cast.posts.staff]}
    with pytest.raises(Refused), transaction.atomic():
        keeping.add_rule(unit=cast.bureau, facts=facts, by=cast.people.office)
    rule = keeping.add_rule(unit=cast.school_large, facts=facts, by=cast.people.school_office)
    assert list(rule.posts.all()) == [cast.posts.staff]
