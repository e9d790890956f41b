"""What `manage.py load_demo` says and refuses, without loading anything."""

import pytest
from django.core.management import CommandError, call_command

from registry.organisation.models import Unit


@pytest.fixture
def loads(monkeypatch, db):
    """Every call of the loading itself, which is left out here."""
    calls = []
    monkeypatch.setattr(
        "reviews.management.commands.load_demo.load", lambda **given: calls.append(given)
    )
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    return calls


def test_a_password_is_made_up_and_shown_once(loads, capsys):
    call_command("load_demo")
    [given] = loads
    assert len(given["password"]) >= 10
    assert capsys.readouterr().out.count(given["password"]) == 1


def test_a_given_password_is_used_and_never_shown(loads, capsys, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "Given-By-The-Office-1")
    call_command("load_demo")
    assert loads[0]["password"] == "Given-By-The-Office-1"
    assert "Given-By-The-Office-1" not in capsys.readouterr().out


def test_it_refuses_a_database_that_has_units(loads):
    Unit.objects.create(code="REAL", name="真实单位")
    with pytest.raises(CommandError, match="已经有单位"):
        call_command("load_demo")
    assert loads == []


def test_it_leaves_units_alone_when_asked_to_load_only_if_empty(loads, capsys):
    Unit.objects.create(code="REAL", name="真实单位")
    call_command("load_demo", if_empty=True)
    assert loads == []
    assert capsys.readouterr().out == ""


def test_it_loads_into_an_empty_database_when_asked_to_load_only_if_empty(loads):
    call_command("load_demo", if_empty=True)
    assert len(loads) == 1


def test_it_refuses_in_production(loads, settings):
    settings.IN_PRODUCTION = True
    with pytest.raises(CommandError, match="正式环境"):
        call_command("load_demo")
    assert loads == []
