from pathlib import Path

import pytest

from tests.cast import make_cast


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture(autouse=True)
def _addresses(settings):
    """The row pages are addressed by `reviews`; here they have addresses of their own."""
    settings.ROOT_URLCONF = "tests.risks.urls"
    templates = [{**part} for part in settings.TEMPLATES]
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
