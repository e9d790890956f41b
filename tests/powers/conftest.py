from copy import deepcopy
from pathlib import Path

import pytest

from tests.cast import make_cast


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def row_pages(settings, monkeypatch):
    """The row pages under the addresses of tests/powers/urls.py, without the menu of the desk."""
    settings.ROOT_URLCONF = "tests.powers.urls"
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    monkeypatch.setattr("registry.access.context.navigation_for", lambda request, counts: [])


@pytest.fixture
def filler(client, cast, row_pages):
    """Signed in as the prevention office of the large school, which fills the catalogue in."""
    client.force_login(cast.accounts.school_office)
    return client
