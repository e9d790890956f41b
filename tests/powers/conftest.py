from copy import deepcopy
from pathlib import Path

import pytest

from tests.cast import make_programme

from .factory import make_catalogue, make_register


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


@pytest.fixture
def draft(cast):
    return make_catalogue(cast)


@pytest.fixture
def over_register(cast):
    """Next year's draft over one power in force: (paper, line)."""
    make_register(cast, {})
    programme = make_programme(cast.school_large, cast.year + 1)
    paper, revision = make_catalogue(cast, programme=programme)
    return paper, revision.power_lines.get()


@pytest.fixture
def typed(cast):
    """What a person types into the form of a row; keyword arguments change it."""

    def make(**changes):
        data = {
            "name": "新生入学资格审核",
            "side": "external",
            "kind": "confirmation",
            "sections": [cast.sections.teaching.pk],
            "handling_body": "教务处",
            "time_limit": "五个工作日",
            "supervision_channel": "",
            "exercising_body": "",
            "content": "",
            "conditions": "",
            "procedure": "",
            "steps": "受理\n 审核 \n\n办结",
            "disposition": "",
            "visibility": "",
            "ground": "",
            "bases-TOTAL_FORMS": "2",
            "bases-INITIAL_FORMS": "0",
            "bases-0-law": "《中华人民共和国义务教育法》",
            "bases-0-article": "第十二条",
            "bases-1-law": "",
            "bases-1-article": "",
        }
        return data | changes

    return make
