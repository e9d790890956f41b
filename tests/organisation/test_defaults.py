"""What comes with the software is made once and never overwritten."""

from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command

from registry.organisation.defaults import (
    SCHEME_CODE,
    SCHEMES,
    shipped_holidays,
    shipped_scale,
    shipped_scheme,
)
from registry.organisation.models import Holiday, Scale, Scheme

pytestmark = pytest.mark.django_db


def test_the_scale_is_made_once_and_its_gravest_level_is_the_first():
    assert shipped_scale() == shipped_scale()
    assert Scale.objects.count() == 1
    labels = [str(level) for level in shipped_scale().levels.order_by("-rank")]
    assert labels == ["一级（高）", "二级（中）", "三级（低）"]


def test_an_edited_scheme_is_not_set_back():
    Scheme.objects.filter(pk=shipped_scheme().pk).update(name="本局评定办法")
    assert shipped_scheme().name == "本局评定办法"
    assert Scheme.objects.count() == 1


@pytest.mark.usefixtures("db")
def test_a_real_installation_gets_every_shipped_scheme_once(capsys):
    call_command("install_schemes")
    told = capsys.readouterr().out
    codes = {path.stem for path in SCHEMES.glob("*.json")} | {SCHEME_CODE}
    assert set(Scheme.objects.values_list("code", flat=True)) == codes
    assert told.count("装入：") == len(codes)
    call_command("install_schemes")
    assert capsys.readouterr().out == ""
    assert (Scheme.objects.count(), Scale.objects.count()) == (len(codes), 1)


def test_what_was_edited_by_hand_survives_the_command():
    call_command("install_schemes", verbosity=0)
    Scale.objects.get().levels.filter(rank=3).update(label="甲级")
    call_command("install_schemes", verbosity=0)
    assert Scale.objects.get().levels.get(rank=3).label == "甲级"


def test_every_start_runs_it():
    script = (settings.BASE_DIR / "bin" / "prepare").read_text()
    before_serving = script.split("if [ ")[0]
    assert "manage install_schemes" in before_serving


@pytest.mark.parametrize(("product", "rank"), [(1, 1), (2, 1), (3, 2), (4, 2), (6, 3), (9, 3)])
def test_rules_give_every_product_of_likelihood_and_severity_a_level(product, rank):
    rules = shipped_scheme().rules
    fitting = [rule["rank"] for rule in rules["levels"] if product >= rule["at_least"]]
    assert fitting[0] == rank


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2025, 1, 28), False),
        (date(2025, 2, 8), True),
        (date(2026, 2, 23), False),
        (date(2026, 10, 10), True),
    ],
)
def test_holidays_and_make_up_days_are_the_announced_ones(day, is_working):
    shipped_holidays()
    assert Holiday.objects.get(day=day).is_working is is_working


def test_a_day_edited_by_hand_stays():
    Holiday.objects.create(day=date(2026, 1, 2), is_working=True, name="本局值班")
    shipped_holidays()
    shipped_holidays()
    assert Holiday.objects.get(day=date(2026, 1, 2)).name == "本局值班"
    assert Holiday.objects.filter(day__year=2025).count() == 33
