"""Every test belongs to exactly one of the two shares (tests/shares.py, ADR 0054)."""

from types import SimpleNamespace

import pytest

from tests import shares

TESTS = shares.BROWSER.parent


class Asked:
    """A collected test as far as the shares look at it."""

    def __init__(self, folder, function, case="", *, database=True, marks=()):
        self.name = f"{function}[{case}]"
        self.path = TESTS / folder / "test_it.py"
        self.function = function
        self.fixturenames = ["db"] if database else []
        self.marks = marks

    def get_closest_marker(self, mark):
        return mark if mark in self.marks else None


TABLE = [Asked("risks", "rule", case) for case in "abcd"]
OTHER = Asked("risks", "other")
PURE = [Asked("risks", "pure", case, database=False) for case in "abc"]
WHOLE = [Asked("risks", "trigger", case, marks=["every_case"]) for case in "abc"]
RACES = [Asked("races", "race", case) for case in "abc"]
WALKS = [Asked("public", "walk", case, marks=["walk"]) for case in "abc"]
ITEMS = [*TABLE, OTHER, *PURE, *WHOLE, *RACES, *WALKS]


@pytest.mark.parametrize(
    ("on_sqlite", "share", "expected"),
    [
        (True, "all", ITEMS),
        (True, "first", [TABLE[0], OTHER, *PURE, *WHOLE, *RACES]),
        (True, "rest", [*TABLE[1:], *WALKS]),
        (False, "all", [TABLE[0], TABLE[3], OTHER, *WHOLE, *RACES, WALKS[0], WALKS[2]]),
        (False, "first", [TABLE[0], *WHOLE, *RACES]),
        (False, "rest", [TABLE[3], OTHER, WALKS[0], WALKS[2]]),
    ],
)
def test_a_run_asks_its_share(monkeypatch, on_sqlite, share, expected):
    monkeypatch.setattr(shares, "is_sqlite", lambda: on_sqlite)
    said = []
    config = SimpleNamespace(
        getoption=lambda name: share,
        hook=SimpleNamespace(pytest_deselected=lambda items: said.extend(items)),
    )
    items = list(ITEMS)
    shares.choose(config, items)
    assert names(items) == names(expected)
    assert len(said) == len(ITEMS) - len(expected)


def names(items):
    return [(item.path.parent.name, item.name) for item in items]


@pytest.mark.parametrize("on_sqlite", [True, False])
def test_both_shares_together_are_all(monkeypatch, on_sqlite):
    monkeypatch.setattr(shares, "is_sqlite", lambda: on_sqlite)
    every = ITEMS if on_sqlite else shares.asked_on_postgresql(ITEMS)
    both = [*shares.first_share(every), *shares.rest(every)]
    assert sorted(names(both)) == sorted(names(every))
