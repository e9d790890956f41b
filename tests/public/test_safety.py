"""Nothing that was not published for society reaches the public site, whatever the page or file.

Each row of an inside edition, of a withdrawn publication, of an ended publicity and of an
unpublished register carries a canary of its own; the control shows that the search would see it.
"""

import re
from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from registry.tables.formats import FORMATS
from reviews.public_urls import PUBLIC_URL_NAMES
from tests.powers.factory import make_register
from tests.public import factory
from tests.risks import factory as risks

pytestmark = pytest.mark.django_db
CANARIES = {
    "inside": "金丝雀甲",
    "withdrawn": "金丝雀乙",
    "ended": "金丝雀丙",
    "register": "金丝雀丁",
}
# Of a publicity also its days: what was added to them, and which days count.
ALLOWED_TABLES = {
    "reviews_publication",
    "reviews_publicationrow",
    "reviews_publicityextension",
    "reviews_correction",
    "organisation_unit",
    "organisation_holiday",
    "organisation_schoolholiday",
}
# Beside the form: where to report instead, and the question.
BESIDE_THE_FORM = {"reviews_reportchannel", "captcha_captchastore"}


@pytest.fixture
def site(cast):
    """One of everything; the public ones carry the word 公开行."""
    kinds = {"catalogue": factory.catalogue, "directory": factory.directory}
    found = {name: make(cast, "公开行一", "公开行二") for name, make in kinds.items()}
    found["publicity"] = factory.publicity(cast, "公开行三")
    hidden = []
    for make in kinds.values():
        hidden.append(make(cast, CANARIES["inside"], edition=factory.Edition.INSIDE))
        taken_back = make(cast, CANARIES["withdrawn"], unit=cast.school_small)
        hidden.append(factory.withdrawn(taken_back, cast))
    hidden.append(factory.publicity(cast, CANARIES["inside"], edition=factory.Edition.INSIDE))
    yesterday = timezone.localdate() - timedelta(days=1)
    hidden.append(factory.publicity(cast, CANARIES["ended"], ends_on=yesterday))
    make_register(cast, {"name": f"{CANARIES['register']}审核"}, unit=cast.school_village)
    paper, revision = risks.make_form(cast)
    duty = risks.add_duty(cast, paper, text=f"{CANARIES['register']}受理")
    risks.add_point(cast, paper, duty=duty.version.duty_id, risk=f"{CANARIES['register']}放宽")
    risks.confirm(cast, revision)
    return {"shown": found, "hidden": hidden, "paper": paper}


def addresses(site):
    """Every address of the public site: of what is shown, and of what must not be."""
    catalogue, directory, publicity = (
        site["shown"][name].number for name in ("catalogue", "directory", "publicity")
    )
    numbers = [catalogue, directory, publicity, *(each.number for each in site["hidden"])]
    found = {
        "public-home": [reverse("public-home")],
        "public-unit": [
            reverse("public-unit", args=[code]) for code in ("BUREAU", "LARGE", "SMALL", "VILLAGE")
        ],
        "public-powers": [
            f"{reverse('public-powers')}?q={word}" for word in ("", "公开", "金丝雀", "放宽")
        ],
        "public-search": [f"{reverse('public-search')}?unit=SMALL", reverse("public-search")],
        "public-power": [reverse("public-power", args=[each, 1]) for each in numbers],
        "public-directories": [reverse("public-directories")],
        "public-publicity": [reverse("public-publicity")],
        "public-opinion-add": [reverse("public-opinion-add", args=[each]) for each in numbers],
        "public-opinion-find": [reverse("public-opinion-find")],
        "captcha-image": [reverse("captcha-image", args=[CaptchaStore.generate_key()])],
        "public-corrections": [reverse("public-corrections")],
        "public-withdrawn": [reverse("public-withdrawn")],
        "public-changes": [reverse("public-changes", args=[each]) for each in numbers],
        "public-statement": [reverse("public-statement")],
        "check": [
            reverse("check"),
            *(reverse("check", args=[each]) for each in numbers),
            *(f"{reverse('check', args=[n])}?digest={'0' * 64}" for n in numbers),
            reverse("check", args=[site["paper"].number]),
        ],
        "public-download": [
            reverse("public-download", args=[each, name]) for each in numbers for name in FORMATS
        ],
    }
    for name in ("public-catalogue", "public-directory", "public-publicity-detail"):
        found[name] = [reverse(name, args=[each]) for each in numbers]
    return found


def seen(response):
    body = b"".join(response) if response.streaming else response.content
    content_type = response.get("Content-Type", "")
    if content_type == FORMATS["docx"].content_type:
        return words_of(body)
    if content_type == FORMATS["xlsx"].content_type:
        return cells_of(body)
    return body.decode(errors="replace")


def cells_of(body):
    from io import BytesIO

    from openpyxl import load_workbook

    sheet = load_workbook(BytesIO(body)).active
    return "\n".join(str(cell) for row in sheet.values for cell in row)


def words_of(body):
    from io import BytesIO

    from docx import Document

    document = Document(BytesIO(body))
    return "\n".join(document.element.body.itertext())


def test_every_address_of_the_site_is_walked(site):
    assert set(addresses(site)) == PUBLIC_URL_NAMES


def test_no_page_or_file_shows_what_is_not_published(client, site):
    shown = 0
    for address in [each for found in addresses(site).values() for each in found]:
        response = client.get(address)
        assert response.status_code in (200, 404, 410), address
        text = seen(response)
        for name, canary in CANARIES.items():
            # A page repeats the words that somebody typed into the search box.
            assert canary not in text, f"{name} row at {address}"
        shown += "公开行" in text
    assert shown > 10, "control: the rows that are published were looked at"


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
    del walked["public-changes"]  # matches rows by the id of the power or point, no more
    for address in [each for found in walked.values() for each in found]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            seen(client.get(address))
        tables = {t for q in queries for t in re.findall(r'(?:FROM|JOIN) "(\w+)"', q["sql"])}
        assert tables <= ALLOWED_TABLES | BESIDE_THE_FORM, address


def test_signing_in_changes_nothing(client, site, cast):
    walked = [each for found in addresses(site).values() for each in found][:12]
    before = [seen(client.get(each)) for each in walked]
    client.force_login(cast.accounts.bureau_leader)
    with CaptureQueriesContext(connection) as queries:
        after = [seen(client.get(each)) for each in walked]
    assert before == after
    assert not [q for q in queries if "django_session" in q["sql"]]
