"""纠错: a visitor says what is wrong in a list, the office answers, a receipt finds the answer."""

import logging

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.notices.models import Notice
from registry.trail.models import TrailEntry
from reviews import missives, mistakes, opinions
from reviews.models import Missive, Mistake, MistakeAnswer
from reviews.refusals import NotReady, Refused
from tests.public import factory
from tests.public.test_opinions import answered

pytestmark = pytest.mark.django_db
TEXT = "依据的办法去年已经修订，第三章现在是第四章"


@pytest.fixture
def catalogue(cast):
    return factory.catalogue(cast, "学籍变动审核", "奖学金评定")


def told(catalogue, text=TEXT, **changes):
    receipt = opinions.receipt_in(opinions.new_receipt(catalogue), catalogue)
    day = timezone.localdate()
    return mistakes.keep(
        publication=catalogue, text=text, receipt=receipt, received_on=day, **changes
    )


def find(client, receipt):
    return client.post(reverse("public-opinion-find"), {"receipt": receipt}).text


def test_from_the_page_of_a_power_to_the_answer(cast, client, catalogue, caplog):
    entries = TrailEntry.objects.count()
    power = client.get(reverse("public-power", args=[catalogue.number, 2]))
    address = reverse("public-mistake-add", args=[catalogue.number])
    assert f'href="{address}?row=2"' in power.text
    assert (
        f'href="{address}"' in client.get(reverse("public-catalogue", args=[catalogue.number])).text
    )
    with caplog.at_level(logging.DEBUG):
        page = client.get(f"{address}?row=2")
        sent = client.post(address, answered(page, text=TEXT))
    said = [each.getMessage() for each in caplog.records if each.name != "django.db.backends"]
    assert not [line for line in said if "mistake" in line]
    assert not sent.cookies
    mistake = Mistake.objects.get()
    assert (mistake.row.position, mistake.text) == (2, TEXT)
    assert mistake.receipt in sent.text
    assert TrailEntry.objects.count() == entries
    assert not Notice.objects.exists()
    assert "已收到" in find(client, mistake.receipt)

    client.force_login(cast.accounts.school_office)
    inbox = client.get(reverse("inbox")).text
    detail = reverse("mistake-detail", args=[mistake.pk])
    assert detail in inbox
    seen = client.get(detail).text
    assert TEXT in seen
    assert reverse("publication-correct", args=[catalogue.number]) in seen
    assert client.post(detail, {"outcome": "corrected", "reply": " "}).status_code == 422
    answer = {"outcome": "corrected", "reply": "谢谢您，已经发布更正公告。"}
    for _ in range(2):  # a double click
        assert client.post(detail, answer).status_code == 302
    refused = client.post(detail, {**answer, "outcome": "right"})
    assert refused.status_code == 409
    assert MistakeAnswer.objects.count() == 1
    assert TrailEntry.objects.filter(action="mistake.answered").count() == 1
    assert answer["reply"] in find(client, mistake.receipt)


def test_what_is_a_report_goes_to_the_discipline_office_and_leaves_no_mark(
    cast, client, catalogue, caplog
):
    mistake = told(catalogue, "听说审核时有人收了好处", row=catalogue.rows.get(position=1))
    waiting = find(client, mistake.receipt)
    entries = TrailEntry.objects.count()
    mistakes.answer(mistake=mistake, outcome="passed_on", by=cast.people.school_office)
    missive = Missive.objects.get()
    assert "听说审核时有人收了好处" in missive.text
    assert "第 1 条" in missive.text
    assert cast.people.discipline in missives.receivers(missive, timezone.localdate())
    assert TrailEntry.objects.count() == entries
    assert find(client, mistake.receipt) == waiting
    client.force_login(cast.accounts.school_office)
    page = reverse("mistake-detail", args=[mistake.pk])
    caplog.clear()
    assert client.get(page).status_code == client.post(page).status_code == 404
    refused = TrailEntry.objects.filter(action="access.refused")
    assert not refused.exists(), "it would tell what became of it"
    assert not [line for line in caplog.messages if str(mistake.pk) in line]
    assert "听说" not in client.get(reverse("mistake-list")).text
    client.force_login(cast.accounts.discipline)
    page = reverse("missive-detail", args=[missive.pk])
    assert page in client.get(reverse("missive-list")).text
    assert "听说" in client.get(page).text
    passed_on = {"outcome": "opinion", "opinion": "有人收好处"}
    assert client.post(page, passed_on).status_code == 422
    with pytest.raises(NotReady):
        missives.sort(missive=missive, by=cast.people.discipline, opinion="有人收好处")
    kept = {"outcome": "report", "note": "已登记，了解核实"}
    assert client.post(page, kept).status_code == 302
    assert find(client, mistake.receipt) == waiting


@pytest.mark.parametrize("who", ["keeper", "principal", "small_office", "discipline"])
def test_nobody_else_reads_or_answers(cast, catalogue, who):
    mistake, person = told(catalogue), getattr(cast.people, who)
    assert not mistakes.received(person).exists()
    with pytest.raises(Refused):
        mistakes.answer(mistake=mistake, outcome="right", reply="没有错", by=person)


def test_without_an_office_of_its_own_the_nearest_above_answers(cast):
    mistake = told(factory.catalogue(cast, "收费公示", unit=cast.school_village))
    assert list(mistakes.received(cast.people.office)) == [mistake]


def test_a_list_that_was_withdrawn_takes_nothing(cast, client, catalogue):
    factory.withdrawn(catalogue, cast)
    assert client.get(reverse("public-mistake-add", args=[catalogue.number])).status_code == 410
