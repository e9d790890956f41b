import pytest

from .factory import add_duty, make_form


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
