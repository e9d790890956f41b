"""The lists of one unit with 1,200 powers and 6,500 points: as many queries as for a few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from powers.models import Power, PowerVersion
from registry.paging.keyset import PAGE
from risks.models import PointVersion, RiskPoint
from tests import way
from tests.architecture.many_in_office import copied
from tests.stage import staged

POWERS, POINTS = 1200, 6500


def make_many(cast):
    form = way.confirmed_form(cast, points=1)
    catalogue = way.confirmed_catalogue(cast, "学籍异动审核")
    _grown(RiskPoint, PointVersion, "point", form, POINTS, post=cast.posts.staff)
    _grown(Power, PowerVersion, "power", catalogue, POWERS)
    return cast


def _grown(identities, versions, name, paper, count, **place):
    """So many things in force as the one that this paper put there."""
    model = versions.objects.filter(written_in=paper, digest__isnull=False).latest("pk")
    left = count - identities.objects.filter(in_force__isnull=False).count()
    made = identities.objects.bulk_create(identities(unit=paper.unit, **place) for _ in range(left))
    said = versions.objects.bulk_create(copied(model, **{name: each}, base=None) for each in made)
    for each, version in zip(made, said, strict=True):
        each.in_force = version
    identities.objects.bulk_update(made, ["in_force"], batch_size=500)


many = staged(make_many)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url", "count", "budget"), [("/powers/", POWERS, 22), ("/points/", POINTS, 30)]
)
def test_a_page_of_many_stays_within_its_queries(many, client, monkeypatch, url, count, budget):
    monkeypatch.setattr("registry.access.context.navigation_for", lambda request, counts: [])
    client.force_login(many.accounts.principal)
    client.get(url)

    def page(asked):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{url}?{asked}")
        assert len(response.context["rows"]) == PAGE
        assert len(queries) <= budget, asked
        return response.context["page"]

    first = page("")
    assert (first.count, first.first) == (count, 1)
    assert page(f"after={first.after}").first == PAGE + 1
    assert page("last=1").last == count
    assert page("words=学籍").count == count
