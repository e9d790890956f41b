"""The form for the public and the page that follows a receipt: no cookie, no session, no log."""

import logging
from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reviews import missives, opinions, sending_limit
from reviews.models import Missive, Publication, ReportChannel
from tests.architecture.page_forms import form_with
from tests.reviews.test_missives import make_public_publicity
from tests.stage import staged

pytestmark = pytest.mark.django_db
TEXT = "措施里没有写多久查一次"
staged_publicity = staged(make_public_publicity)


@pytest.fixture
def publication(cast, staged_publicity):
    return Publication.objects.select_related("unit").get(pk=staged_publicity.pk)


@pytest.fixture
def address(publication):
    return reverse("public-opinion-add", args=[publication.number])


def answered(page, **typed):
    """The form of a page as sent by whoever answers the question on it."""
    form = {name: values[0] for name, values in form_with("challenge_0", page).items()}
    asked = CaptchaStore.objects.get(hashkey=form["challenge_0"])
    return {**form, "text": TEXT, "challenge_1": asked.response, **typed}


def send(client, address, **typed):
    return client.post(address, answered(client.get(address), **typed))


def test_one_is_given_and_the_receipt_shown(client, address):
    response = send(client, address, row="1", contact="可以不联系")
    missive = Missive.objects.get()
    assert response.status_code == 200
    assert missive.receipt in response.text
    assert (missive.text, missive.row.position, missive.contact) == (TEXT, 1, "可以不联系")
    assert TEXT not in response.text


def test_it_needs_no_cookie_sets_none_and_reads_no_session(cast, address):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.accounts.staff)
    with CaptureQueriesContext(connection) as queries:
        for response in (strict.get(address), send(strict, address)):
            assert response.status_code == 200
            assert not response.cookies
            assert "Cookie" not in response.headers.get("Vary", "")
            assert response.headers["Cache-Control"] == "no-store"
    asked = " ".join(each["sql"] for each in queries)
    assert "django_session" not in asked
    assert Missive.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
    ids=str,
)
def test_another_site_cannot_make_its_visitors_send(client, address, headers, status):
    form = answered(client.get(address))
    assert client.post(address, form, headers=headers).status_code == status
    assert Missive.objects.count() == (status == 200)


def test_nothing_of_it_is_logged(client, address, caplog):
    with caplog.at_level(logging.DEBUG):
        send(client, address)
        client.post(reverse("public-opinion-find"), {"receipt": Missive.objects.get().receipt})
        client.get(reverse("public-statement"))
    lines = [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert any("/public/statement/" in line for line in lines), "control: others have their line"
    assert not [line for line in lines if "opinion" in line]
    assert TEXT not in str(lines)
    assert "127.0.0.1" not in str(lines)


@pytest.mark.parametrize("answer", ["", "zzzz"])
def test_a_wrong_answer_keeps_the_text_and_asks_anew(client, address, answer):
    page = client.get(address)
    response = client.post(address, answered(page, challenge_1=answer))
    assert response.status_code == 422
    assert TEXT in response.text
    again = answered(response)
    assert again["challenge_0"] != form_with("challenge_0", page)["challenge_0"][0]
    assert client.post(address, again).status_code == 200


def test_an_answer_counts_once(client, address, publication):
    form = answered(client.get(address))
    assert client.post(address, form).status_code == 200
    form["receipt"] = opinions.new_receipt(publication)
    assert client.post(address, form).status_code == 422
    assert Missive.objects.count() == 1


def test_a_sum_instead_of_the_image_with_what_was_typed(client, address):
    page = client.post(address, {**answered(client.get(address)), "switch": "1"})
    assert page.status_code == 200
    assert "等于几？" in page.text
    assert "challenge__image" not in page.text
    assert answered(page)["text"] == TEXT
    assert client.post(address, answered(page)).status_code == 200
    back = client.post(address, {**answered(client.get(address), ask="sum"), "switch": "1"})
    assert "challenge__image" in back.text


def test_the_image_is_there_until_it_is_answered(client, address):
    page = client.get(address)
    key = form_with("challenge_0", page)["challenge_0"][0]
    image = reverse("captcha-image", args=[key])
    assert image in page.text
    response = client.get(image)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/png")
    client.post(address, answered(page))
    assert client.get(image).status_code == 410


def test_the_button_pressed_twice_shows_the_same_receipt(client, address):
    form = answered(client.get(address))
    first, second = client.post(address, form), client.post(address, form)
    assert first.text == second.text
    assert Missive.objects.count() == 1


def test_a_receipt_that_was_not_made_here_is_refused(client, address):
    response = send(client, address, receipt="ABCDEFGHJKMN")
    assert response.status_code == 422
    assert not Missive.objects.exists()


def test_too_many_of_a_day_are_told_what_else_to_do(client, address, monkeypatch):
    monkeypatch.setattr(sending_limit, "MOST_A_DAY", 2)
    assert [send(client, address).status_code for _ in range(3)] == [200, 200, 429]
    page = client.post(address, answered(client.get(address)))
    assert page.status_code == 429
    assert TEXT in page.text
    assert "明天零点以后可以再提" in page.text
    assert "12388" in page.text
    assert Missive.objects.count() == 2


def test_what_ended_while_somebody_wrote_shows_the_text_again(client, address, publication):
    form = answered(client.get(address))
    yesterday = timezone.localdate() - timedelta(days=1)
    Publication.objects.filter(pk=publication.pk).update(ends_on=yesterday)
    response = client.post(address, form)
    assert (response.status_code, TEXT in response.text) == (422, True)
    assert missives.OVER[:12] in response.text
    assert client.get(address).status_code == 410


@pytest.mark.parametrize(
    "typed", [{"row": "999"}, {"row": "x"}, {"text": " "}, {"text": "好" * 2001}]
)
def test_what_cannot_be_is_said_and_the_text_stays(client, address, typed):
    response = send(client, address, **typed)
    assert response.status_code == 422
    assert not Missive.objects.exists()
    if "text" not in typed:
        assert TEXT in response.text


# --- channels -------------------------------------------------------------------------------------


def test_channels_are_the_units_own_else_from_above_else_national(client, cast, address):
    def shown():
        text = client.get(address).text
        return [word for word in ("12388", "局里的电话", "学校的信箱") if word in text]

    assert shown() == ["12388"]
    ReportChannel.objects.create(unit=cast.bureau, label="电话", text="局里的电话")
    ReportChannel.objects.create(unit=cast.school_small, label="信箱", text="学校的信箱")
    assert shown() == ["局里的电话"]
    ReportChannel.objects.create(unit=cast.school_large, label="信箱", text="学校的信箱")
    assert shown() == ["学校的信箱"]


# --- following ------------------------------------------------------------------------------------


def followed(client, receipt):
    return client.post(reverse("public-opinion-find"), {"receipt": receipt})


def test_a_receipt_tells_how_far_an_opinion_is(client, cast, address):
    send(client, address, contact="家长王女士")
    missive = Missive.objects.get()
    receipt = f" {missive.receipt[:4].lower()}-{missive.receipt[4:]} "
    assert '<h2 id="found-title">已收到</h2>' in followed(client, receipt).text
    triage = missives.sort(missive=missive, by=cast.people.discipline, opinion="写明多久查一次")
    assert "已转公示单位办理" in followed(client, receipt).text
    opinions.answer(
        opinion=triage.opinion, outcome="partly", reply="已写明", by=cast.people.school_office
    )
    page = followed(client, receipt).text
    assert "已答复：部分采纳" in page
    assert "已写明" in page
    assert TEXT not in page
    assert "王女士" not in page


@pytest.mark.parametrize("kept", ["report", "neither"])
def test_of_what_stays_with_the_office_the_page_is_the_same_to_the_byte(
    client, cast, address, kept
):
    send(client, address)
    missive = Missive.objects.get()
    before = followed(client, missive.receipt).content
    missives.sort(missive=missive, by=cast.people.discipline, kept=kept, note="已登记")
    assert followed(client, missive.receipt).content == before


def test_a_receipt_nobody_was_given_is_not_found(client, cast, publication):
    opinion = opinions.pass_on(publication=publication, text="好", by=cast.people.discipline)
    for receipt in ("ABCDEFGHJKMN", opinion.receipt):
        response = followed(client, receipt)
        assert response.status_code == 422
        assert "没有找到这个回执号" in response.text
