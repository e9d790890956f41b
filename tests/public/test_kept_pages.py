"""Pages that a process keeps: drawn once, and gone the moment that something public changes."""

import pytest
from django.urls import reverse

from reviews.views.public import keeping
from tests.public import factory
from tests.public.counting import count_at_once, count_no_more

NAME = "学籍变动审核"


@pytest.fixture
def keeps(db, settings, monkeypatch):
    """All of it within one minute, and counted with each statement, as no test commits."""
    count_at_once()
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


def test_uncounted_it_would_go_on_being_shown(client, keeps, cast, catalogue):
    """The control."""
    count_no_more()
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


def test_a_page_that_is_old_costs_no_more_than_one_look(
    client, keeps, cast, catalogue, django_assert_max_num_queries
):
    """The control of the door: it does not answer, and what is drawn is kept in its place."""
    shown, _, _ = pages_of(catalogue)
    client.get(shown)
    factory.catalogue(cast, "食堂采购")
    assert "食堂采购" in client.get(shown).text
    with django_assert_max_num_queries(1):
        assert "食堂采购" in client.get(shown).text
    assert len(keeping.SHELF._pages) == 1


def test_other_methods_and_hosts_pass_the_door(client, keeps, catalogue):
    shown, _, _ = pages_of(catalogue)
    client.get(shown)
    assert client.post(shown).status_code == 405
    assert client.get(shown, headers={"host": "elsewhere.example"}).status_code == 400
    assert client.head(shown).status_code == 200
    assert len(keeping.SHELF._pages) == 1


def test_at_the_door_a_page_has_the_same_headers_and_no_cookie(client, keeps, cast, catalogue):
    shown, _, _ = pages_of(catalogue)
    client.force_login(cast.accounts.staff)
    first, again = client.get(shown), client.get(shown)
    assert again.wsgi_request.resolver_match is None, "the door did not answer"
    changing = {"X-Request-ID"}
    assert {k: v for k, v in first.headers.items() if k not in changing} == {
        k: v for k, v in again.headers.items() if k not in changing
    }
    assert not again.cookies
