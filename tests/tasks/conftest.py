from datetime import date

import pytest

from registry.tasks import kinds
from registry.tasks.opening import Due, open_tasks


@pytest.fixture(autouse=True)
def data_directories(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def offered(monkeypatch):
    """Kinds that are offered in one test are gone after it."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    return kinds.offer


@pytest.fixture
def due_to(cast):
    """`due_to(post="staff")` opens a task to a post, or a person, of the cast."""

    def open_one(*, post=None, person=None, kind="recurring", day=date(2026, 3, 2), **given):
        addressee = getattr(cast.posts, post) if post else getattr(cast.people, person)
        facts = {
            "unit": addressee.unit,
            "title": "廉政风险防控自查",
            "opens_on": date(2026, 3, 2),
            "due_on": date(2026, 3, 20),
            "key": f"test:{post or person}",
            "post": addressee if post else None,
            "person": None if post else addressee,
            **given,
        }
        opened = open_tasks(kind=kind, dues=[Due(**facts)], by=None, day=day)
        return opened[facts["key"]]

    return open_one
