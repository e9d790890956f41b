"""Pages that a process keeps: drawn once, and gone the moment that something public changes."""

import pytest
from django.urls import reverse

from reviews.views.public import keeping
from tests.public import factory

NAME = "学籍变动审核"


@pytest.fixture
def keeps(settings, monkeypatch):
    """All of it within one minute."""
    settings.PUBLIC_PAGES_KEPT = 3
    monkeypatch.setattr(keeping, "_minute", lambda: 0)
    keeping.SHELF.clear()
    yield
    keeping.SHELF.clear()


@pytest.fixture
def catalogue(cast):
    return factory.catalogue(cast, NAME)


def pages_of(publication):
    return [
        reverse("public-powers"),
        reverse("public-power", args=[publication.number, 1]),
        reverse("public-catalogue", args=[publication.number]),
    ]


OF_ALL_UNITS = ("public-home", "public-map", "public-sitemap")


def test_a_page_is_drawn_once_and_stays_the_same(
    client, keeps, catalogue, django_assert_num_queries
):
    for address in pages_of(catalogue):
        first = client.get(address)
        with django_assert_num_queries(1):
            again = client.get(address)
        assert (again.content, again["ETag"]) == (first.content, first["ETag"])
        with django_assert_num_queries(1):
            known = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (known.status_code, known["ETag"]) == (304, first["ETag"])


@pytest.mark.parametrize("name", OF_ALL_UNITS)
def test_a_page_of_all_units_is_kept_as_what_it_is_until_something_is_published(
    client, keeps, cast, catalogue, name, django_assert_num_queries
):
    first = client.get(reverse(name))
    with django_assert_num_queries(1):
        again = client.get(reverse(name))
    assert (again.content, again["Content-Type"]) == (first.content, first["Content-Type"])
    assert catalogue.number in first.text
    factory.withdrawn(catalogue, cast)
    assert catalogue.number not in client.get(reverse(name)).text


def test_what_is_withdrawn_is_gone_at_once(client, keeps, cast, catalogue):
    shown, power, table = pages_of(catalogue)
    assert [client.get(address).status_code for address in (shown, power, table)] == [200] * 3
    factory.withdrawn(catalogue, cast)
    assert NAME not in client.get(shown).text
    assert [client.get(address).status_code for address in (power, table)] == [410, 410]


def test_without_the_state_it_would_go_on_being_shown(client, keeps, cast, catalogue, monkeypatch):
    """The control."""
    monkeypatch.setattr(keeping, "state_of_what_is_public", lambda: ())
    shown, power, _ = pages_of(catalogue)
    assert [client.get(address).status_code for address in (shown, power)] == [200, 200]
    factory.withdrawn(catalogue, cast)
    assert NAME in client.get(shown).text
    assert client.get(power).status_code == 200


def test_a_new_version_and_a_correction_show_at_once(client, keeps, cast, catalogue):
    shown, power, _ = pages_of(catalogue)
    before = client.get(power)
    client.get(shown)
    factory.catalogue(cast, "食堂采购")
    assert client.get(power).content != before.content
    assert "食堂采购" in client.get(shown).text


def test_words_are_not_kept_and_the_shelf_is_small(client, keeps, catalogue):
    for query in ("?q=学籍", *(f"?page={number}" for number in range(9))):
        client.get(reverse("public-powers") + query)
    kept = list(keeping.SHELF._pages)
    assert len(kept) == 3
    assert not any("q=" in key[-1] for key in kept)
