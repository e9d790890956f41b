import pytest

from .factory import add_duty, filled_form, make_form


@pytest.fixture
def browser(cast, client):
    """Signed in as the member of staff whose form it is."""
    client.force_login(cast.accounts.staff)
    return client


@pytest.fixture
def draft(cast):
    """A form with one duty and no point yet, and its revision."""
    paper, revision = make_form(cast)
    add_duty(cast, paper)
    return paper, revision


@pytest.fixture
def form(cast):
    """A form with one duty and two points, and its revision."""
    return filled_form(cast, points=2)
