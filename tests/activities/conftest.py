import pytest


@pytest.fixture
def browser(client, cast):
    def sign_in(role):
        client.force_login(getattr(cast.accounts, role))
        return client

    return sign_in
