"""What goes with the pages: tags, no cookies, no scripts, the same effort whatever the size."""

import re

import pytest
from django.urls import reverse

from tests.public import factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(cast):
    catalogue = factory.catalogue(cast, "学籍变动审核", "奖学金评定")
    directory = factory.directory(cast, "放宽接收条件")
    publicity = factory.publicity(cast)
    return [
        reverse("public-home"),
        reverse("public-unit", args=["LARGE"]),
        reverse("public-powers"),
        f"{reverse('public-powers')}?q=学籍",
        reverse("public-power", args=[catalogue.number, 1]),
        reverse("public-catalogue", args=[catalogue.number]),
        reverse("public-directories"),
        reverse("public-directory", args=[directory.number]),
        reverse("public-publicity"),
        reverse("public-publicity-detail", args=[publicity.number]),
        reverse("public-statement"),
        reverse("check"),
        reverse("check", args=[directory.number]),
        reverse("public-download", args=[directory.number, "csv"]),
        reverse("public-download", args=[directory.number, "pdf"]),
    ]


def test_pages_come_with_a_tag_and_are_not_sent_twice(client, pages):
    for address in pages:
        first = client.get(address)
        assert first.headers["Cache-Control"] == "no-cache", address
        tag = first.headers["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["ETag"]) == (304, tag), address
        assert again.content == b""
        other = client.get(address, headers={"If-None-Match": '"other"'})
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


def test_no_cookie_and_no_difference_by_cookie(client, pages):
    for address in pages:
        response = client.get(address)
        assert not response.cookies, address
        assert "Cookie" not in response.headers.get("Vary", ""), address
    assert not client.get("/public/catalogues/none/").cookies


def test_no_script_no_inline_style_no_other_origin(client, pages):
    for address in pages:
        response = client.get(address)
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        assert "<script" not in response.text, address
        assert "<style" not in response.text, address
        assert not re.search(r"\s(style|on\w+)=", response.text), address
        assert not re.search(r"""(href|src|action)=["']?(https?:)?//""", response.text), address
        assert "csrfmiddlewaretoken" not in response.text, address


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
        assert "<script" not in response.text, address
