"""What goes with the pages: tags, no cookies, no scripts, the same effort whatever the size."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.public import factory
from tests.public.walk import addresses, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(staged_cast):
    return make_site(staged_cast())


@pytest.fixture(scope="module")
def walked(site):
    """Every address of the public site with the status it has."""
    client, found = Client(), {}
    for address in [each for listed in addresses(site).values() for each in listed]:
        response = client.get(address)
        response.close()
        found[address] = response
    return found


@pytest.mark.walk
def test_everything_comes_with_a_tag_and_is_not_sent_twice(client, walked):
    shown = {address: first for address, first in walked.items() if first.status_code == 200}
    assert len(shown) > 60
    for address, first in shown.items():
        assert first.headers["Cache-Control"] == "no-cache", address
        tag = first.headers["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["ETag"]) == (304, tag), address
        assert again.content == b""
        other = client.get(address, headers={"If-None-Match": '"other"'})
        other.close()
        assert other.status_code == 200, address


def test_a_tag_dies_with_what_it_stood_for(client, cast):
    old = factory.catalogue(cast)
    addresses = [
        reverse("public-home"),
        reverse("public-catalogue", args=[old.number]),
        reverse("public-power", args=[old.number, 1]),
    ]
    tags = [client.get(address).headers["ETag"] for address in addresses]

    def statuses():
        return [
            client.get(address, headers={"If-None-Match": tag}).status_code
            for address, tag in zip(addresses, tags, strict=True)
        ]

    assert statuses() == [304, 304, 304]
    new = factory.catalogue(cast, "学籍变动审核", "奖学金评定")
    assert statuses() == [200, 200, 200], "replaced"
    tags = [client.get(address).headers["ETag"] for address in addresses]
    factory.withdrawn(new, cast)
    assert statuses() == [200, 200, 200], "what replaced it was withdrawn"
    factory.withdrawn(old, cast)
    assert statuses()[1:] == [410, 410]


def test_a_file_that_was_withdrawn_is_gone_whatever_the_tag(client, cast):
    publication = factory.directory(cast)
    address = reverse("public-download", args=[publication.number, "json"])
    tag = client.get(address).headers["ETag"]
    factory.withdrawn(publication, cast)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 410


def test_no_cookie_and_no_difference_by_cookie(client, walked):
    """Whatever is answered, what is not found and what is gone too."""
    assert {200, 404, 410} == {response.status_code for response in walked.values()}
    for address, response in walked.items():
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address
    assert not client.get("/public/catalogues/none/").cookies


def test_one_script_no_inline_style_no_other_origin(walked):
    pages = [r for r in walked.values() if r.headers["Content-Type"].startswith("text/html")]
    for response in pages:
        if response.status_code == 404:
            continue
        address, text = response.request["PATH_INFO"], response.text
        assert re.findall(r"<script[^>]*>", text) == ['<script src="/static/js/looks.js">'], address
        assert "<style" not in text, address
        assert not re.search(r"<[^>]*\s(style|on\w+)=", text), address
        assert not re.search(r"""(href|src|action)=["']?(https?:)?//""", text), address
        assert "csrfmiddlewaretoken" not in text, address


@pytest.mark.parametrize(
    "name", ["public-home", "public-unit", "public-powers", "public-directory", "public-catalogue"]
)
def test_as_many_queries_for_500_rows_as_for_5(client, cast, name, django_assert_num_queries):
    counted = []
    for size in (5, 500):
        names = [f"第{number}项职权" for number in range(size)]
        catalogue = factory.catalogue(cast, *names)
        directory = factory.directory(cast, *names)
        args = {
            "public-unit": ["LARGE"],
            "public-directory": [directory.number],
            "public-catalogue": [catalogue.number],
        }
        counted.append(queries_of(client, reverse(name, args=args.get(name))))
    assert counted[0] == counted[1] <= 9


def queries_of(client, address):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_hostile_text_stays_text(client, cast):
    script = "<script>alert(1)</script>&\"'"
    catalogue = factory.catalogue(cast, script)
    directory = factory.directory(cast, script)
    for address in (
        f"{reverse('public-powers')}?q=<script>",
        reverse("public-power", args=[catalogue.number, 1]),
        reverse("public-catalogue", args=[catalogue.number]),
        f"{reverse('public-directory', args=[directory.number])}?q=<script>",
        f"{reverse('check')}?number=<script>&digest=<script>",
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert response.text.count("<script") == 1, address
