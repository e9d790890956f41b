"""The page of progress, walked in the demo: every number is the length of the list it leads to."""

import pytest

from registry.organisation.models import Account
from tests.reviews.numbers_walk import numbers_on, wrong_numbers

pytestmark = pytest.mark.xdist_group("demo")


@pytest.mark.parametrize("role", ["office", "discipline", "bureau-leader", "principal"])
def test_every_number_is_the_length_of_its_list(demo, client, role):
    client.force_login(Account.objects.get(username=role))
    for unit in ("DEMO", "DEMO-1", "DEMO-2", "DEMO-3"):
        found = numbers_on(client, unit=unit)
        assert any(each.url for each in found)
        assert wrong_numbers(client, found) == []
