import pytest


@pytest.fixture
def system(client, cast):
    client.force_login(cast.accounts.system_admin)
    return client


@pytest.fixture
def office(client, cast):
    client.force_login(cast.accounts.office)
    return client


@pytest.fixture
def keeper(client, cast):
    client.force_login(cast.accounts.keeper)
    return client
