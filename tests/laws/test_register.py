"""The law register: states on a day, whose it is, what may be told and taken back."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from registry.access.reach import reach_of
from registry.laws import keeping
from registry.laws.models import Law, LawChange, LawLevel, LawState
from registry.laws.shipped import LAWS, shipped_laws, shipped_levels
from registry.standing.keeping import Refused
from tests.laws.factory import make_law, tell

DAYS = [date(2020, 1, 1), date(2021, 6, 1), date(2022, 6, 1), date(2023, 6, 1), date(2024, 6, 1)]
# What becomes of a law, and its states on these days.
HISTORIES = [
    ({}, [], "in_force in_force in_force in_force in_force"),
    ({"in_force_from": date(2021, 3, 1)}, [], "not_yet in_force in_force in_force in_force"),
    ({}, [("amended", "2022-01-01")], "in_force in_force amended amended amended"),
    ({}, [("repealed", "2023-01-01")], "in_force in_force in_force repealed repealed"),
    (
        {"in_force_from": date(2021, 3, 1)},
        [("amended", "2022-01-01"), ("repealed", "2024-06-01")],
        "not_yet in_force amended amended repealed",
    ),
    (
        {"in_force_from": date(2022, 3, 1)},
        [("repealed", "2021-05-01")],
        "not_yet repealed repealed repealed repealed",
    ),
]


@pytest.mark.parametrize(("facts", "changes", "states"), HISTORIES)
def test_states_are_computed_for_a_day_and_asked_of_the_database_alike(
    cast, facts, changes, states
):
    law = make_law("教育法", **facts)
    for kind, on in changes:
        tell(law, kind, on, cast.people.office)
    assert [law.state_on(day) for day in DAYS] == states.split()
    for day, state in zip(DAYS, states.split(), strict=True):
        found = {each for each in LawState if Law.objects.in_state(each, day).exists()}
        assert found == {state}


def test_a_mistake_is_taken_back_once_and_stays_on_record(cast):
    law = make_law("教育法")
    repeal = tell(law, "repealed", "2020-01-01", cast.people.office)
    for _ in range(2):
        keeping.take_back(change=repeal, by=cast.people.office)
    assert law.state_on(date(2026, 1, 1)) == LawState.IN_FORCE
    assert list(law.changes.values_list("kind", flat=True)) == ["repealed", "taken_back"]
    tell(law, "repealed", "2021-01-01", cast.people.office)


@pytest.mark.parametrize(
    ("kind", "again", "refused"),
    [
        ("repealed", "2020-01-01", True),
        ("repealed", "2021-01-01", True),
        ("amended", "2020-01-01", True),
        ("amended", "2021-01-01", False),
    ],
)
def test_a_law_is_repealed_once_and_amended_once_a_day(cast, kind, again, refused):
    law = make_law("教育法")
    tell(law, kind, "2020-01-01", cast.people.office)
    if refused:
        with pytest.raises(Refused):
            tell(law, kind, again, cast.people.office)
    else:
        tell(law, kind, again, cast.people.office)
    assert law.changes.count() == 1 + (not refused)


def test_what_became_of_a_law_cannot_be_rewritten(cast):
    change = tell(make_law("教育法"), "amended", "2020-01-01", cast.people.office)
    for spoil in (
        lambda: LawChange.objects.filter(pk=change.pk).update(on=date(2019, 1, 1)),
        lambda: LawChange.objects.filter(pk=change.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            spoil()


@pytest.mark.every_case
@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "taken_back"},
        {"kind": "amended", "working_days": 20, "made_by": None},
        {"kind": "amended", "replaced_by": True},
    ],
)
def test_the_database_holds_what_must_never_be_false(cast, wrong):
    law, other = make_law("教育法"), make_law("义务教育法")
    given = {"made_by": cast.people.office, "on": date(2020, 1, 1), **wrong}
    if "replaced_by" in given:
        given["replaced_by"] = other
    with pytest.raises(IntegrityError), transaction.atomic():
        LawChange.objects.create(law=law, **given)


READERS = [
    ("staff", "shipped bureau large"),
    ("school_office", "shipped bureau large"),
    ("office", "shipped bureau large small"),
    ("small_staff", "shipped bureau small"),
    ("village_principal", "shipped bureau"),
    ("bureau_staff", "shipped bureau"),
    ("system_admin", "shipped"),
]


@pytest.fixture
def four(cast):
    return {
        "shipped": make_law("教育法"),
        "bureau": make_law("区教体局采购办法", unit=cast.bureau),
        "large": make_law("第一中学采购细则", unit=cast.school_large),
        "small": make_law("实验小学采购细则", unit=cast.school_small),
    }


@pytest.mark.parametrize(("role", "expected"), READERS)
def test_a_unit_reads_its_own_and_those_above_an_office_those_below(cast, four, role, expected):
    seen = set(Law.objects.visible_to(reach_of(getattr(cast.people, role))))
    assert {name for name, law in four.items() if law in seen} == set(expected.split())


@pytest.mark.parametrize(
    ("role", "expected"),
    [("office", "shipped bureau"), ("school_office", "large"), ("staff", ""), ("keeper", "")],
)
def test_the_office_of_a_unit_keeps_its_own_the_one_at_the_top_the_shipped(
    cast, four, role, expected
):
    kept = set(Law.objects.kept_by(reach_of(getattr(cast.people, role))))
    assert {name for name, law in four.items() if law in kept} == set(expected.split())


def test_levels_move_one_place_and_stop_at_the_ends(cast):
    shipped_levels()
    first, second = LawLevel.objects.all()[:2]
    keeping.move_level(level=first, up=True, by=cast.people.office)
    assert LawLevel.objects.first() == first
    keeping.move_level(level=second, up=True, by=cast.people.office)
    assert list(LawLevel.objects.all()[:2]) == [second, first]
    assert shipped_levels()["law"].order == 1, "what was ordered by hand stays"


@pytest.mark.usefixtures("db")
def test_the_shipped_laws_come_once_and_keep_what_was_mended(capsys):
    call_command("install_laws")
    count = Law.objects.count()
    assert f"装入法规 {count} 部" in capsys.readouterr().out
    Law.objects.filter(title="中华人民共和国教育法").update(number="主席令")
    call_command("install_laws")
    assert capsys.readouterr().out == ""
    assert Law.objects.count() == count
    assert Law.objects.get(title="中华人民共和国教育法").number == "主席令"


@pytest.mark.usefixtures("db")
def test_nobody_is_asked_to_look_at_what_was_known_when_the_laws_came():
    shipped_laws()
    assert LawChange.objects.exists()
    assert not LawChange.objects.filter(working_days__isnull=False).exists()


def test_the_fixture_holds_facts_only():
    known = {"title", "level", "number", "issuer", "issued_on", "in_force_from", "amended"}
    rows = json.loads(LAWS.read_text(encoding="utf-8"))
    assert 30 <= len(rows) <= 70
    assert len({row["title"] for row in rows}) == len(rows)
    for row in rows:
        assert set(row) <= known
        days = [row.get("issued_on"), row.get("in_force_from"), *row.get("amended", ())]
        days = [day for day in days if day]
        assert days == sorted(days)


def test_every_start_installs_them(settings):
    script = (settings.BASE_DIR / "bin" / "prepare").read_text()
    assert "manage install_laws" in script.split("if [ ")[0]
