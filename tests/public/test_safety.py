"""Nothing that was not published for society reaches the public site, whatever the page or file.

Each row of an inside edition, of a withdrawn publication, of an ended publicity and of an
unpublished register carries a canary of its own; the control shows that the search would see it.
"""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.tables.formats import FORMATS
from reviews.public_opinion_urls import PUBLIC_OPINION_URL_NAMES
from reviews.public_role import COLUMNS, TABLES
from reviews.public_urls import PUBLIC_URL_NAMES
from tests.public import factory
from tests.public.walk import CANARIES, addresses, make_site, opinion_addresses, seen

pytestmark = pytest.mark.django_db
# Beside the form: where to report instead, and the question.
BESIDE_THE_FORM = {"reviews_reportchannel", "captcha_captchastore"}
WHAT_IS_ASKED = {"questionnaires_questionnaire", "questionnaires_question"}


@pytest.fixture(scope="module")
def site(staged_cast):
    return make_site(staged_cast())


def test_every_address_of_the_site_is_walked(site):
    assert set(addresses(site)) == PUBLIC_URL_NAMES
    assert set(opinion_addresses(site)) == PUBLIC_OPINION_URL_NAMES


def test_no_page_or_file_shows_what_is_not_published(client, site):
    shown = 0
    walked = addresses(site) | opinion_addresses(site)
    for address in [each for found in walked.values() for each in found]:
        response = client.get(address)
        assert response.status_code in (200, 404, 410), address
        text = seen(response)
        for name, canary in CANARIES.items():
            # A page repeats the words that somebody typed into the search box.
            assert canary not in text, f"{name} row at {address}"
        shown += "公开行" in text
    assert shown > 10, "control: the rows that are published were looked at"


def test_the_rows_for_society_are_seen_in_every_kind_of_file(client, site):
    """Control: the walk can read all of them, the printed one too."""
    number = site["shown"]["selected"].number
    for name in FORMATS:
        text = seen(client.get(reverse("public-download", args=[number, name])))
        assert "公开行五" in text, name


def test_a_canary_would_be_seen(client, site, cast):
    """Control: the same rows published for society are found by the same walk."""
    factory.directory(cast, CANARIES["inside"])
    texts = [seen(client.get(each)) for found in addresses(site).values() for each in found]
    number = factory.Publication.objects.order_by("-pk").first().number
    texts.append(seen(client.get(reverse("public-download", args=[number, "xlsx"]))))
    texts.append(seen(client.get(reverse("public-directory", args=[number]))))
    assert any(CANARIES["inside"] in text for text in texts)


@pytest.mark.parametrize("name", ["public-catalogue", "public-directory", "public-download"])
def test_inside_editions_are_not_found_and_withdrawn_ones_are_gone(client, site, name):
    for publication in site["hidden"]:
        args = [publication.number, "csv"] if name == "public-download" else [publication.number]
        status = client.get(reverse(name, args=args)).status_code
        if publication.edition == factory.Edition.INSIDE:
            assert status == 404
        elif name == "public-download" or publication.kind == name.removeprefix("public-"):
            assert status == 410


def test_what_is_gone_says_number_date_and_ground(client, site):
    taken_back = next(each for each in site["hidden"] if each.withdrawn_at)
    response = client.get(reverse("public-catalogue", args=[taken_back.number]))
    assert response.status_code == 410
    assert taken_back.number in response.text
    assert "内容有误" in response.text
    today = timezone.localdate()
    assert f"{today.year}年{today.month}月{today.day}日" in response.text


def test_pages_read_publications_and_unit_names_only(client, site):
    walked = addresses(site)
    del walked["check"]  # knows papers, by number and digest only
    forms = opinion_addresses(site)
    further = dict.fromkeys(forms, BESIDE_THE_FORM)
    for name in ("public-questionnaires", "public-questionnaire"):
        further[name] = BESIDE_THE_FORM | WHAT_IS_ASKED
    for name in (
        "public-changes",
        "public-feed",
        "public-unit-feed",
        "public-data",
        "public-power",
    ):
        further[name] = COLUMNS.keys()  # ids alone, as the account on PostgreSQL shows
    walked |= forms
    for name, address in [(name, each) for name, found in walked.items() for each in found]:
        with CaptureQueriesContext(connection) as queries:
            seen(client.get(address))
        tables = {t for q in queries for t in re.findall(r'(?:FROM|JOIN) "(\w+)"', q["sql"])}
        assert tables <= {*TABLES, *further.get(name, ())}, address


def test_signing_in_changes_nothing(client, site, cast):
    walked = [each for found in addresses(site).values() for each in found][:12]
    before = [seen(client.get(each)) for each in walked]
    client.force_login(cast.accounts.bureau_leader)
    with CaptureQueriesContext(connection) as queries:
        after = [seen(client.get(each)) for each in walked]
    assert before == after
    assert not [q for q in queries if "django_session" in q["sql"]]
